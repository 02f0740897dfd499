"""Steps that past meetings from a log show as done: never on time, never late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from trellis.kit import clock
from trellis.meetings.models import (
    Attendance,
    Cadence,
    LoggedEntry,
    LoggedStep,
    Meeting,
    Party,
)
from trellis.organizations.imports.bulk import batches
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import actions as work
from trellis.work.models import State, Task

HELD = Meeting.State.HELD
BATCH = 200


class Spot(NamedTuple):
    """One kind of meeting at one organization in one month."""

    organization: int
    kind: str
    year: int
    month: date


Roles = dict[Spot, set[str]]


def asks_for(task: Task, kind: str) -> bool:
    """Whether attending this kind of meeting does a step."""
    if task.template is None:
        return False
    planned = programs.program(task.template.version_id).tasks.get(task.template_code)
    return planned is not None and planned.meeting == kind


def settle_logged(spots: Iterable[Spot], *, by: Person, acting_as: str) -> None:
    """Bring the steps of these months in step with the past meetings that logs tell of.

    Where as many were held as the month expects, an open step of each role that came to one from a
    log is done before Trellis; without them it is open again. Steps that each member does are left
    to the members. Runs in the caller's transaction.
    """
    for batch in batches(sorted(set(spots)), BATCH):
        tasks = _steps(batch)
        if tasks:
            _settle(tasks, by=by, acting_as=acting_as)


def _steps(spots: Sequence[Spot]) -> dict[Spot, list[Task]]:
    """The steps that such meetings do, by where they stand; one query."""
    rows = Task.objects.filter(
        workplan__organization__in={one.organization for one in spots},
        workplan__year__in={one.year for one in spots},
        month__in={one.month for one in spots}, act="meet", template__isnull=False,
    ).select_related("workplan__organization", "template")  # fmt: skip
    kinds: dict[tuple[int, int, date], list[str]] = defaultdict(list)
    for one in spots:
        kinds[one.organization, one.year, one.month].append(one.kind)
    found: dict[Spot, list[Task]] = defaultdict(list)
    for task in rows.order_by("pk"):
        year, month = task.workplan.year_id, task.month
        for kind in kinds.get((task.workplan.organization_id, year, month), ()):
            if asks_for(task, kind):
                found[Spot(task.workplan.organization_id, kind, year, month)].append(task)
    return found


def _settle(tasks: dict[Spot, list[Task]], *, by: Person, acting_as: str) -> None:
    came, places = _came(list(tasks)), {}
    due: list[Task] = []
    for spot, there in tasks.items():
        for task in there:
            places[task.pk] = spot
            if task.role in came[spot] and not task.each_member and task.state == State.OPEN:
                due.append(task)
    marks = LoggedStep.objects.filter(task__in=places).select_related(
        "task__workplan__organization"
    )
    gone = [one for one in marks if one.task.role not in came[places[one.task_id]]]
    work.reopen_earlier([one.task for one in gone], by=by, acting_as=acting_as)
    LoggedStep.objects.filter(pk__in=[one.pk for one in gone]).delete()
    done = work.settle_earlier(due, by=by, on=clock.today(), acting_as=acting_as)
    # Somebody may have opened one again by other means since it was marked.
    LoggedStep.objects.filter(task__in=[one.pk for one in done]).delete()
    LoggedStep.objects.bulk_create(
        LoggedStep(
            task=one, organization_id=places[one.pk].organization,
            kind=places[one.pk].kind, month=places[one.pk].month,
        )
        for one in done
    )  # fmt: skip


def _came(spots: Sequence[Spot]) -> Roles:
    """Roles that came to past meetings of months that had as many as expected; four queries."""
    places = {one.organization for one in spots}
    held: dict[Spot, list[Party]] = defaultdict(list)
    rows = Party.objects.filter(
        organization__in=places, month__in={one.month for one in spots}, state=HELD
    ).select_related("meeting")
    for party in rows:
        spot = Spot(party.organization_id, party.kind, party.meeting.year_id, party.month)
        held[spot].append(party)
    of = _expected(places)
    found: Roles = {spot: set() for spot in spots}
    where: dict[int, Spot] = {}
    for spot in spots:
        if len(held[spot]) >= of(spot):
            where |= {one.meeting_id: spot for one in held[spot] if one.meeting.imported}
    logged = LoggedEntry.objects.filter(meeting__in=where).order_by()
    for meeting, roles in logged.values_list("meeting", "roles"):
        found[where[meeting]].update(roles)
    people = Attendance.objects.filter(party__meeting__in=where, attended=True).order_by()
    for meeting, role in people.values_list("party__meeting", "role"):
        found[where[meeting]].add(role)
    return found


def _expected(places: Iterable[int]) -> Callable[[Spot], int]:
    """How many meetings a spot expects, at least one; one query."""
    cadences: dict[tuple[int, str, int], Cadence] = {
        (one.organization_id, one.kind, one.year_id): one
        for one in Cadence.objects.filter(organization__in=places)
    }

    def of(spot: Spot) -> int:
        found = cadences.get((spot.organization, spot.kind, spot.year))
        if found is None or not found.first_month <= spot.month <= found.last_month:
            return 1
        return max(found.per_month, 1)

    return of
