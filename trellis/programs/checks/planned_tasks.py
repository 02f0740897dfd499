"""Checks of one entry of a year plan."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Mark
from trellis.programs.schema.roles import FLOORS, Level, Reach
from trellis.programs.schema.year_plan import Act, PlannedTask, YearPlan
from trellis.programs.sections import Complaint

At = tuple[str | int, ...]


def task_complaints(
    task: PlannedTask, role: str, plan: YearPlan, program: Program, at: At
) -> Iterator[Complaint]:
    """What an entry names exists, its deed fits its floor, and what is ours says why."""
    yield from _names(task, plan, program, at)
    yield from _scope(task, role, plan, program, (*at, "scope"))
    if task.deed and task.act == Act.MEET:
        text = _("a meeting is no shared deed; each role attends for itself")
        yield Complaint((*at, "deed"), text)
    if task.deed and task.each_member:
        text = _("a shared deed is done once; each_member asks every person")
        yield Complaint((*at, "deed"), text)
    if task.mark != Mark.PRINTED and not task.reason:
        yield Complaint(at, _("mark %(mark)s needs a reason") % {"mark": task.mark})
    if not task.active:
        waits = program.dates.get(task.due or "")
        if task.due is None or (waits is not None and not waits.confirm):
            text = _("an inactive task names a due date that needs to be confirmed")
            yield Complaint((*at, "active"), text)


def _names(task: PlannedTask, plan: YearPlan, program: Program, at: At) -> Iterator[Complaint]:
    systems = {system.code for system in program.pack.systems}
    places = [
        ("due", task.due, "date", "calendar.yaml", program.dates),
        ("system", task.system, "system", "pack.yaml", systems),
        ("starts_with", task.starts_with, "role", "roles.yaml", program.roles),
    ]
    for key, code, what, where, known in places:
        if code is not None and code not in known:
            yield Complaint((*at, key), unknown(what, code, where, known))
    for place, tag in enumerate(task.tags):
        if tag not in plan.tags:
            text = unknown("tag", tag, _("the tags of the plan"), plan.tags)
            yield Complaint((*at, "tags", place), text)


def _scope(
    task: PlannedTask, code: str, plan: YearPlan, program: Program, at: At
) -> Iterator[Complaint]:
    role = program.roles.get(code)
    if task.scope not in FLOORS:
        yield Complaint(at, _("a deed is owed by a state, office, district or school"))
        return
    if plan.of in FLOORS and _depth(task.scope) > _depth(plan.of):
        words = {"scope": task.scope, "of": plan.of}
        text = _("scope %(scope)s lies below the plan, which is of each %(of)s") % words
        yield Complaint(at, text)
    if role is None:
        return
    if role.works_at not in FLOORS:
        text = _('role "%(role)s" works at no floor of the year (works_at: other)')
        yield Complaint(at, text % {"role": code})
    elif role.reach == Reach.OWN and _depth(task.scope) > _depth(role.works_at):
        named = {"scope": task.scope, "role": code, "floor": role.works_at}
        text = _('scope %(scope)s lies below role "%(role)s", which reaches its own %(floor)s only')
        yield Complaint(at, text % named)


def _depth(floor: Level) -> int:
    return FLOORS.index(floor)
