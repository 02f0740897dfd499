"""Checks of `year-plans/`: each plan as a whole, then each activity."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from trellis.programs.checks.identity import link_complaints
from trellis.programs.checks.planned_tasks import task_complaints
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.schema.roles import FLOORS
from trellis.programs.schema.year_plan import MOST_WORDS_OF_WHY, PlannedActivity, YearPlan
from trellis.programs.sections import Complaint

LONGEST_TASK_CODE = 121

At = tuple[str | int, ...]


def year_plan_complaints(program: Program) -> Iterator[Complaint]:
    """Every plan by itself, and that no two share a code."""
    stems: dict[str, str] = {}
    for stem, plan in program.plan_files.items():
        if plan.code in stems:
            words = {"code": plan.code, "stem": stems[plan.code]}
            text = _('the code "%(code)s" is also that of the plan in %(stem)s') % words
            yield Complaint((stem, "code"), text)
        stems.setdefault(plan.code, stem)
        for one in plan_complaints(plan, program):
            yield Complaint((stem, *one.at), one.text)


def plan_complaints(plan: YearPlan, program: Program) -> Iterator[Complaint]:
    """One plan: its floor, its months, its shared deeds, its activities."""
    if plan.of not in FLOORS:
        yield Complaint(("of",), _("a year is run by a state, office, district or school"))
    yield from _months(plan)
    yield from _deeds(plan)
    known = Known(plan, program)
    for number, activity in enumerate(plan.activities):
        at: At = ("activities", number)
        yield from _activity(activity, known, at)
        for role, cell in activity.cells.items():
            yield from _cell(role, cell, program, (*at, "cells", role))
            for place, task in enumerate(cell):
                where = (*at, "cells", role, place)
                yield from task_complaints(task, role, plan, program, where)


class Known:
    """What the activities of a plan may name."""

    def __init__(self, plan: YearPlan, program: Program) -> None:
        self.code = plan.code
        self.months = [month.code for month in plan.months]
        self.conditions = plan.conditions
        self.activities = [activity.code for activity in plan.activities]
        self.dates = program.dates
        self.resources = program.resources


def _months(plan: YearPlan) -> Iterator[Complaint]:
    for number, (one, two) in enumerate(zip(plan.months, plan.months[1:], strict=False)):
        if (two.year, two.month) <= (one.year, one.month):
            words = {"one": one.code, "two": two.code}
            text = _('month "%(two)s" must come after "%(one)s"') % words
            yield Complaint(("months", number + 1), text)
    order = {month.code: place for place, month in enumerate(plan.months)}
    before = 0
    for number, activity in enumerate(plan.activities):
        place = order.get(activity.month, before)
        if place < before:
            text = _("activities stand in the order of the months; this one comes too late")
            yield Complaint(("activities", number, "month"), text)
        before = place


def _deeds(plan: YearPlan) -> Iterator[Complaint]:
    """Entries that are one deed are owed by one floor."""
    scopes: dict[str, tuple[str, str]] = {}
    for number, activity in enumerate(plan.activities):
        for role, cell in activity.cells.items():
            for place, task in enumerate(cell):
                if task.deed is None:
                    continue
                named = f"{activity.code}.{task.code}"
                scope, first = scopes.setdefault(task.deed, (task.scope, named))
                if scope != task.scope:
                    text = _('deed "%(deed)s" has scope %(scope)s in %(first)s')
                    words = {"deed": task.deed, "scope": scope, "first": first}
                    at = ("activities", number, "cells", role, place, "scope")
                    yield Complaint(at, text % words)


def _activity(activity: PlannedActivity, known: Known, at: At) -> Iterator[Complaint]:
    months = _("the months of the plan")
    yield from _each([activity.month], "month", months, known.months, (*at, "month"))
    yield from _each(activity.dates, "date", "calendar.yaml", known.dates, (*at, "dates"))
    named, where = activity.resources, (*at, "resources")
    yield from _each(named, "resource", "resources.yaml", known.resources, where)
    if activity.condition is not None:
        named, where = [activity.condition], (*at, "condition")
        conditions = _("the conditions of the plan")
        yield from _each(named, "condition", conditions, known.conditions, where)
    yield from _neighbors(activity, known, at)
    yield from _why(activity.why, (*at, "why"))
    yield from link_complaints(activity.help_url, (*at, "help_url"), key="help_url")
    codes = Counter(
        code for cell in activity.cells.values() for code in {task.code for task in cell}
    )
    for code, times in codes.items():
        if times > 1:
            text = _('the task code "%(code)s" stands in this activity %(times)s times')
            yield Complaint((*at, "cells"), text % {"code": code, "times": times})
        longest = f"{known.code}/{activity.code}.{code}"
        if len(longest) > LONGEST_TASK_CODE:
            text = _('the full code "%(code)s" is longer than %(most)s characters')
            yield Complaint(at, text % {"code": longest, "most": LONGEST_TASK_CODE})


def _neighbors(activity: PlannedActivity, known: Known, at: At) -> Iterator[Complaint]:
    where = _("this plan")
    named: dict[At, str] = {}
    for place, dependency in enumerate(activity.after):
        named[*at, "after", place, "activity"] = dependency.activity
    for place, advice in enumerate(activity.advice):
        named[*at, "advice", place, "until"] = advice.until
    for spot, code in named.items():
        if code not in known.activities:
            yield Complaint(spot, unknown("activity", code, where, known.activities))
        elif code == activity.code:
            yield Complaint(spot, _("the activity names itself"))


def _each(
    codes: Iterable[str], what: str, where: str, known: Iterable[str], at: At
) -> Iterator[Complaint]:
    known = list(known)
    for place, code in enumerate(codes):
        if code not in known:
            yield Complaint((*at, place), unknown(what, code, where, known))


def _why(why: Text, at: At) -> Iterator[Complaint]:
    told: Mapping[str, str] = why if isinstance(why, dict) else {"": why}
    for language, text in told.items():
        count = len(text.split())
        if count > MOST_WORDS_OF_WHY:
            words = {"count": count, "most": MOST_WORDS_OF_WHY}
            place = (*at, language) if language else at
            yield Complaint(place, _("why has %(count)s words; %(most)s is the most") % words)


def _cell(role: str, cell: Iterable[object], program: Program, at: At) -> Iterator[Complaint]:
    if role not in program.roles:
        yield Complaint(at, unknown("role", role, "roles.yaml", program.roles))
    elif not program.roles[role].in_matrix:
        text = _('role "%(role)s" has no column in the year plan (in_matrix: false)')
        yield Complaint(at, text % {"role": role})
    if not cell:
        text = _('the cell of "%(role)s" is empty; leave it out') % {"role": role}
        yield Complaint(at, text)
