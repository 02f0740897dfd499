"""Years that run, what their ending would end, and months done before Trellis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Subquery

from trellis.cycles.models import ImprovementCycle
from trellis.designations.support.schema import SupportStatuses
from trellis.organizations.models import Assignment, Organization, holding
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say
from trellis.work.models import State, Task

PAGE = 50


@dataclass(frozen=True)
class Leaving:
    """What the end of a year would end, and what stays, before anybody decides it."""

    done: int
    closing: int
    served_by: list[str]
    service_ends: bool
    ends: list[str]
    stays: list[str]


def running(asked: str, after: int | None) -> tuple[list[ImprovementCycle], int | None]:
    """Running cycles by the name of their organization, and the key of the next page; one query."""
    found = ImprovementCycle.objects.filter(state=ImprovementCycle.State.RUNNING)
    if asked:
        found = found.filter(
            Q(organization__name__icontains=asked) | Q(organization__code__startswith=asked)
        )
    if after is not None:
        last = ImprovementCycle.objects.filter(pk=after)
        name = Subquery(last.values("organization__sort_name")[:1])
        found = found.filter(
            Q(organization__sort_name__gt=name) | Q(organization__sort_name=name, pk__gt=after)
        )
    rows = list(
        found.select_related("organization", "year").order_by("organization__sort_name", "pk")[
            : PAGE + 1
        ]
    )
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def leaving(cycle: ImprovementCycle, *, on: date) -> Leaving:
    """What ending a cycle would end, and what stays; two queries."""
    told = programs.current().section("support-status", SupportStatuses).leaving
    counts = Task.objects.filter(
        workplan=cycle.workplan_id, template_code__startswith=f"{cycle.plan}/"
    ).aggregate(
        done=Count("pk", filter=Q(state=State.DONE)), open=Count("pk", filter=Q(state=State.OPEN))
    )
    serving = Assignment.objects.filter(
        holding(on), organization=cycle.organization_id
    ).select_related("person", "provider")
    return Leaving(
        done=counts["done"],
        closing=counts["open"],
        served_by=[holder.name for one in serving if (holder := one.person or one.provider)],
        service_ends=told.assignments == "end",
        ends=[say(one) for one in told.ends],
        stays=[say(one) for one in told.stays],
    )


@dataclass(frozen=True)
class MonthBefore:
    """A month of a year, and how many steps in it are open or were done before Trellis."""

    month: date
    open: int
    earlier: int


def months_before(year: ProgramYear | None, *, on: date) -> list[MonthBefore]:
    """The months of a year that have begun; one query."""
    rows = (
        Task.objects.filter(workplan__year=year, month__lte=on)
        .order_by("month")
        .values_list("month")
        .annotate(
            open=Count("pk", filter=Q(state=State.OPEN)),
            earlier=Count("pk", filter=Q(state=State.EARLIER)),
        )
    )
    return [MonthBefore(*row) for row in rows]


def opened_organizations(year: ProgramYear) -> Sequence[Organization]:
    """Every organization with a workplan in a year, the state and districts among them."""
    return list(Organization.objects.filter(workplans__year=year).order_by("pk"))
