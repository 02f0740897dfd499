"""Ending cycles: what is open closes, what was done stays readable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trellis.cycles import rules
from trellis.cycles.expecting import expect_again, expect_no_more
from trellis.cycles.models import ImprovementCycle, Proposal
from trellis.designations.models import Release
from trellis.designations.support.schema import SupportStatuses
from trellis.history.actions import record, record_many
from trellis.kit import clock, dates
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Assignment, holding
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Reach
from trellis.work import actions as work
from trellis.work.actions.team_steps import start_where_teams_exist
from trellis.work.models import Workplan

RUNNING, ENDED = ImprovementCycle.State.RUNNING, ImprovementCycle.State.ENDED


@transaction.atomic
def end_cycle(
    cycle: ImprovementCycle, *, by: Person, on: date, why: str, acting_as: str = ""
) -> int:
    """Let an organization leave its running year on purpose; answers how many steps closed.

    Steps that nobody did are closed with the reason and the day, never deleted; the whole year
    stays readable. NotAllowed; OutOfOrder when it has ended; NotReady for an unknown reason.
    """
    if not rules.may_end(by, cycle):
        raise NotAllowed(_("Only the agency ends a year plan."))
    if why not in WHY:
        raise NotReady(_("Say why this year plan ends."))
    if not ImprovementCycle.objects.filter(pk=cycle.pk, state=RUNNING).exists():
        raise OutOfOrder(_("This year plan has ended already."))
    closed = end_many([cycle.pk], by=by, on=on, why=why, acting_as=acting_as)
    if why != "stopped":
        _end_service([cycle.organization_id], on=on)
    cycle.refresh_from_db()
    return closed


WHY = ("left", "closed", "stopped", "exit", "escalated")
"""Codes of the reasons for which a cycle ends; their words stand in `wording`."""


def end_at_publication(release: Release, *, by: Person, on: date, acting_as: str = "") -> None:
    """End what a release settled to end: of those that exit, and of those that escalate."""
    told = programs.current().section("support-status", SupportStatuses)
    ending = [one.designation for one in told.supports if one.on_escalation == "end"]
    exits = list(_with_outcome(release, Proposal.Kind.EXIT))
    more = list(_with_outcome(release, Proposal.Kind.ESCALATE).filter(was_kind__in=ending))
    for why, rows in (("exit", exits), ("escalated", more)):
        places = [one.organization_id for one in rows]
        cycles = ImprovementCycle.objects.filter(state=RUNNING, organization__in=places)
        if why == "escalated":
            cycles = cycles.exclude(release=release)
        ids = list(cycles.values_list("pk", flat=True))
        end_many(ids, by=by, on=on, why=why, acting_as=acting_as)
    left = [one.organization_id for one in exits]
    expect_no_more(left, on=on)
    _end_service(left, on=on)


def _with_outcome(release: Release, kind: str) -> QuerySet[Proposal]:
    return Proposal.objects.filter(release=release, outcome=kind).order_by("organization")


def end_many(ids: Sequence[int], *, by: Person, on: date, why: str, acting_as: str = "") -> int:
    """End running cycles together, in the caller's transaction; how many steps closed.

    A district's own steps close with the last of its cycles of that plan and year.
    """
    if not ids:
        return 0
    cycles = list(
        ImprovementCycle.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, state=RUNNING)
        .select_related("organization")
        .order_by("pk")
    )
    ImprovementCycle.objects.filter(pk__in=[one.pk for one in cycles]).update(
        state=ENDED, ended_on=on, ended_by=by, ended_why=why
    )
    reason = _("The year plan ended on %(day)s.") % {"day": dates.full(on)}
    if why != "escalated":  # the support that follows has written what it expects
        expect_no_more([one.organization_id for one in cycles], on=on)
    closed = 0
    for plan, year in sorted({(one.plan, one.year_id) for one in cycles}):
        same = [one for one in cycles if (one.plan, one.year_id) == (plan, year)]
        workplans = {one.workplan_id for one in same} | set(_emptied(same, plan, year))
        closed += work.close_tasks(workplans, f"{plan}/", by=by, on=on, reason=reason)
    facts = {"on": on.isoformat(), "why": why}
    record_many(
        "ended",
        ((f"cycle:{one.pk}", one.organization.name, {**facts, "plan": one.plan}) for one in cycles),
        by=by,
        acting_as=acting_as,
    )
    return closed


def reopen_many(ids: Sequence[int], *, by: Person, acting_as: str = "") -> int:
    """Let ended cycles run again, in the caller's transaction; how many steps are open again.

    Steps that closed with the year open again; what people set aside before stays so.
    """
    opened, years = 0, set()
    for one in (
        ImprovementCycle.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, state=ENDED, ended_on__isnull=False)
        .select_related("organization", "year")
        .order_by("pk")
    ):
        if one.ended_on is None or one.ended_by_id is None:
            continue
        above = one.organization.district_id or one.organization.parent_id
        district = Workplan.objects.filter(organization=above, year=one.year_id, scope="district")
        opened += work.reopen_closed(
            [one.workplan_id, *district.values_list("pk", flat=True)],
            f"{one.plan}/", by=one.ended_by_id, on=one.ended_on, words=dates.full(one.ended_on),
        )  # fmt: skip
        ImprovementCycle.objects.filter(pk=one.pk).update(
            state=RUNNING, ended_on=None, ended_by=None, ended_why=""
        )
        expect_again(one, on=one.ended_on)
        years.add(one.year_id)
        record(f"cycle:{one.pk}", one.organization.name, "runs again", by=by, acting_as=acting_as,
               before={"ended": one.ended_on.isoformat()}, after={"plan": one.plan})  # fmt: skip
    for year in sorted(years):
        start_where_teams_exist(year, on=clock.today())
    return opened


def _emptied(cycles: Iterable[ImprovementCycle], plan: str, year: int) -> QuerySet[Workplan, int]:
    """Workplans of the districts above in which nobody runs this plan any more."""
    above = {one.organization.district_id or one.organization.parent_id for one in cycles}
    still = ImprovementCycle.objects.filter(state=RUNNING, plan=plan, year=year)
    busy = still.values_list("organization__district_id", "organization__parent_id")
    served = {district or parent for district, parent in busy}
    return Workplan.objects.filter(
        Q(scope="district"), year=year, organization__in=[pk for pk in above - served if pk]
    ).values_list("pk", flat=True)


def _end_service(organizations: Sequence[int], *, on: date) -> int:
    """End who serves organizations that left, where the pack says so."""
    program = programs.current()
    if program.section("support-status", SupportStatuses).leaving.assignments != "end":
        return 0
    roles = [role.code for role in program.roles.values() if role.reach == Reach.ASSIGNED]
    still = ImprovementCycle.objects.filter(state=RUNNING, organization__in=organizations)
    return (
        Assignment.objects.filter(holding(on), role__in=roles, organization__in=organizations)
        .exclude(organization__in=still.values("organization"))
        .update(ends=on)
    )
