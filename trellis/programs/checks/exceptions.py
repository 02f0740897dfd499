"""Checks of `exceptions.yaml`."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.lists import Exemption
from trellis.programs.schema.year_plan import YearPlan
from trellis.programs.sections import Complaint

LONGEST_ORGANIZATION_CODE = 40

At = tuple[str | int, ...]


def exception_complaints(program: Program) -> Iterator[Complaint]:
    """Every exemption names organizations, a plan, and tasks that the plan has."""
    for number, exemption in enumerate(program.exceptions.exceptions):
        at: At = ("exceptions", number)
        plan = program.plans.get(exemption.plan)
        if plan is None:
            text = unknown("plan", exemption.plan, "year-plans", program.plans)
            yield Complaint((*at, "plan"), text)
        else:
            yield from _tags(exemption, plan, at)
            yield from _tasks(exemption, plan, at)
        if not exemption.tags and not exemption.tasks:
            yield Complaint(at, _("neither tags nor tasks say what is not owed"))
        if not exemption.organizations:
            yield Complaint((*at, "organizations"), _("no organization is named"))
        for place, code in enumerate(exemption.organizations):
            if not 0 < len(code) <= LONGEST_ORGANIZATION_CODE:
                text = _('"%(code)s" is no code of an organization') % {"code": code[:60]}
                yield Complaint((*at, "organizations", place), text)


def _tags(exemption: Exemption, plan: YearPlan, at: At) -> Iterator[Complaint]:
    used = {
        tag
        for activity in plan.activities
        for cell in activity.cells.values()
        for task in cell
        for tag in task.tags
    }
    for place, tag in enumerate(exemption.tags):
        where = _("the tags of plan %(plan)s") % {"plan": plan.code}
        if tag not in plan.tags:
            yield Complaint((*at, "tags", place), unknown("tag", tag, where, plan.tags))
        elif tag not in used:
            text = _('tag "%(tag)s" stands on no task of plan %(plan)s')
            yield Complaint((*at, "tags", place), text % {"tag": tag, "plan": plan.code})


def _tasks(exemption: Exemption, plan: YearPlan, at: At) -> Iterator[Complaint]:
    known = {
        f"{activity.code}.{task.code}"
        for activity in plan.activities
        for cell in activity.cells.values()
        for task in cell
    }
    for place, code in enumerate(exemption.tasks):
        if code not in known:
            where = _("plan %(plan)s") % {"plan": plan.code}
            yield Complaint((*at, "tasks", place), unknown("task", code, where, known))
