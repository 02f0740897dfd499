"""What is wrong in `learning.yaml`, and in the steps that watching does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from trellis.learning.schema import Learning
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.sections import Complaint

At = tuple[str | int, ...]


def learning_complaints(program: Program) -> Iterator[Complaint]:
    """Codes stand once; every resource stands on a shelf and is of a kind; steps name what is
    watched."""
    told = program.section("learning", Learning)
    for name in ("categories", "kinds", "headings", "events"):
        yield from _once([one.code for one in getattr(told, name)], name, "code")
    yield from _once([one.resource for one in told.shelves], "shelves", "resource")
    yield from _shelves(told, program)
    yield from _resources(told, program)
    yield from _steps(told, program)


def _once(codes: Sequence[str], name: str, key: str) -> Iterator[Complaint]:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield Complaint((name, number, key), _("this code is taken already"))


def _shelves(told: Learning, program: Program) -> Iterator[Complaint]:
    known = [one.code for one in told.categories]
    for number, shelf in enumerate(told.shelves):
        at: At = ("shelves", number)
        if shelf.resource not in program.resources:
            text = unknown("resource", shelf.resource, "resources.yaml", program.resources)
            yield Complaint((*at, "resource"), text)
        for place, code in enumerate(shelf.categories):
            if code not in known:
                text = unknown("category", code, "categories", known)
                yield Complaint((*at, "categories", place), text)


def _resources(told: Learning, program: Program) -> Iterator[Complaint]:
    kinds, shelved = [one.code for one in told.kinds], {one.resource for one in told.shelves}
    for number, one in enumerate(program.resources.values()):
        at: At = ("resources", number)
        if one.kind not in kinds:
            text = unknown("kind", one.kind, "learning.yaml", kinds)
            yield Complaint((*at, "kind"), text, section="resources")
        if one.code not in shelved:
            text = _("it stands on no shelf; say in learning.yaml where people find it")
            yield Complaint(at, text, section="resources")


def _steps(told: Learning, program: Program) -> Iterator[Complaint]:
    for stem, plan in program.plan_files.items():
        for row, activity in enumerate(plan.activities):
            for role, cell in activity.cells.items():
                for place, task in enumerate(cell):
                    if task.watched is None:
                        continue
                    at: At = (stem, "activities", row, "cells", role, place, "watched")
                    found = program.resources.get(task.watched)
                    if found is None or found.code not in activity.resources:
                        text = _('"%(code)s" is no resource of this activity')
                        text %= {"code": task.watched}
                        yield Complaint(at, text, section="year-plans")
                    elif not _is_watched(told, found.kind):
                        text = _('things of the kind "%(kind)s" are not watched')
                        yield Complaint(at, text % {"kind": found.kind}, section="year-plans")


def _is_watched(told: Learning, code: str) -> bool:
    kind = told.kind(code)
    return kind is not None and kind.watched
