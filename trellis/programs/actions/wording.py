"""Saying words and links of the program otherwise for a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder, Refused
from trellis.people.models import Person
from trellis.programs import queries
from trellis.programs.models import Installation, Override, ProgramYear
from trellis.programs.overrides import FIELDS, complaints_about, part_of, same, tidy


@transaction.atomic
def reword(
    start: int,
    kind: str,
    subject: str,
    values: Mapping[str, Any],
    *,
    by: Person,
    acting_as: str = "",
    seen: str | None = None,
) -> int:
    """Give an activity or a resource its words for a year; answers how many fields changed.

    A value that is empty or the pack's own puts the pack's words back. Who may do so is asked by
    the room that calls. Refused for a part or field that the program lacks; NotReady for words that
    can't stand; OutOfOrder when the words are no longer as `seen` (`queries.words_mark`).
    """
    told, packs = _checked(kind, subject, values)
    year, _new = ProgramYear.objects.get_or_create(start=start)
    ProgramYear.objects.select_for_update().get(pk=year.pk)
    there = {
        one.field: one for one in Override.objects.filter(year=year, kind=kind, subject=subject)
    }
    if seen is not None and seen != queries.words_mark(there.values()):
        raise OutOfOrder(_("Somebody changed these words meanwhile. Look at them again first."))
    old = {name: there[name].value if name in there else None for name in told}
    new = {name: None if name in packs else value for name, value in told.items()}
    changed = [name for name in told if new[name] != old[name]]
    for name in changed:
        _write(there.get(name), year, (kind, subject, name), new[name], by)
    if changed:
        before, after = ({name: one[name] for name in changed} for one in (old, new))
        _tell(year, subject, "reworded", by=by, acting_as=acting_as, before=before, after=after)
    return len(changed)


def _checked(
    kind: str, subject: str, values: Mapping[str, Any]
) -> tuple[dict[str, Any], frozenset[str]]:
    """The values as a pack would tell them, and which of them say nothing else than the pack."""
    program = queries.current()
    part = part_of(program, kind, subject)
    if part is None or not set(values) <= set(FIELDS[kind]):
        raise Refused(_("The program has no such words."))
    told = {name: tidy(name, value, program) for name, value in values.items()}
    packs = frozenset(
        name for name, value in told.items() if same(name, value, getattr(part, name), program)
    )
    wrong = [
        text
        for name, value in told.items()
        if name not in packs
        for text in complaints_about(name, value)
    ]
    if wrong:
        raise NotReady(*wrong)
    return told, packs


def _write(
    there: Override | None, year: ProgramYear, place: tuple[str, str, str], value: Any, by: Person
) -> None:
    if there is not None:
        there.delete()
    if value is not None:
        kind, subject, field = place
        Override.objects.create(
            year=year, kind=kind, subject=subject, field=field, value=value, by=by, at=clock.now()
        )


@transaction.atomic
def drop_override(override: Override, *, by: Person, acting_as: str = "") -> None:
    """Put the pack's words back in one field, also where the pack no longer has it.

    OutOfOrder when somebody did so or wrote it anew meanwhile.
    """
    found = Override.objects.filter(pk=override.pk, at=override.at)
    if not found.delete()[0]:
        raise OutOfOrder(_("Somebody changed these words meanwhile. Look at them again first."))
    before = {override.field: override.value}
    _tell(
        override.year, override.subject, "put back",
        by=by, acting_as=acting_as, before=before, after={override.field: None},
    )  # fmt: skip


def _tell(year: ProgramYear, subject: str, verb: str, **told: Any) -> None:
    Installation.objects.update(rewording=uuid4().hex)
    record(f"programs.year:{year.pk}", f"{subject} {year}", verb, **told)
