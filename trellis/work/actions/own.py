"""Steps that people write themselves: they carry their own words and stand in no plan."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Min
from django.utils.translation import gettext as _

from trellis.history.actions import record_many
from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.kit.errors import NotReady
from trellis.kit.names import visible
from trellis.kit.school_year import year_range
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.work.actions.shared import entry, keep_as
from trellis.work.models import Task, Workplan

OWN = "own:"
LONGEST = 300
LAST = 9_000_000
"""Own steps of a day stand after those of the plan."""


class Own(NamedTuple):
    """A step in somebody's own words, as it is carried from one year into another."""

    organization: Organization
    title: str
    role: str
    by: Person
    acting_as: str


def add_own_tasks(steps: Sequence[Own], *, year: ProgramYear) -> list[Task | None]:
    """Many such steps in a year that opens: each in its workplan's first month, made if absent.

    None stands for a step whose role nobody can hold any more. A few statements for all of them.
    """
    places = {one.organization.pk: one.organization for one in steps}
    plans = _workplans(list(places.values()), year)
    first = dict(
        Task.objects.filter(workplan__in=[one.pk for one in plans.values()])
        .order_by()
        .values("workplan")
        .annotate(first=Min("month"))
        .values_list("workplan", "first")
    )
    begins, _ends = year_range(year.start, programs.current().pack.school_year_starts)
    earliest = first_of_month(max(clock.today(), begins))
    made: list[Task | None] = []
    for one in steps:
        plan, held_at = plans[one.organization.pk], _place_of(one.organization, one.role)
        month = first.get(plan.pk, earliest)
        made.append(_own(plan, one.title, one.role, held_at, month) if held_at else None)
    Task.objects.bulk_create([one for one in made if one], batch_size=500)
    told: dict[tuple[Person, str], list[Task]] = defaultdict(list)
    for step, task in zip(steps, made, strict=True):
        if task is not None:
            told[step.by, step.acting_as].append(task)
    for (by, acting_as), tasks in told.items():
        happened = (entry(one, {"title": one.title, "role": one.role}) for one in tasks)
        record_many("added", happened, by=by, acting_as=acting_as)
    return made


def _workplans(places: Sequence[Organization], year: ProgramYear) -> dict[int, Workplan]:
    """The workplan of each place in a year, by place; made where there is none."""
    mine = Workplan.objects.filter(organization__in=places, year=year)
    mine = mine.select_related("organization")
    found = {one.organization_id: one for one in mine}
    missing = [
        Workplan(organization=one, year=year, scope=one.level, opened_at=clock.now())
        for one in places
        if one.pk not in found
    ]
    made = Workplan.objects.bulk_create(missing, batch_size=500)
    return found | {one.organization_id: one for one in made}


def add_own_task(
    organization: Organization,
    *,
    year: ProgramYear,
    title: str,
    role: str,
    due: date | None,
    month: date,
    by: Person,
    acting_as: str,
) -> Task:
    """A step in somebody's own words, in the organization's workplan of the year; made if absent.

    Who may is asked by the room that calls. NotReady for what is missing.
    """
    words = visible(" ".join(title.split()))
    if not words:
        raise NotReady(_("Say what is to be done."))
    if len(words) > LONGEST:
        raise NotReady(_("Say it in up to 300 characters; put more into the notes."))
    workplan, _new = Workplan.objects.get_or_create(
        organization=organization, year=year,
        defaults={"scope": organization.level, "opened_at": clock.now()},
    )  # fmt: skip
    task = _own(workplan, words, role, _held_at(organization, role), month, due)
    task.save()
    task.template_code = f"{OWN}{task.pk}"
    task.save(update_fields=["template_code"])
    keep_as(task, "added", by=by, acting_as=acting_as, after={"title": words, "role": role})
    return task


def _held_at(organization: Organization, role: str) -> int:
    """Where the role is held: here, or on its own floor above."""
    if role not in programs.current().roles:
        raise NotReady(_("Choose whose step this is."))
    place = _place_of(organization, role)
    if place is None:
        raise NotReady(_("Nobody holds this role for the organization."))
    return place


def _place_of(organization: Organization, role: str) -> int | None:
    found = programs.current().roles.get(role)
    return organization.ancestor_ids().get(found.works_at.value) if found else None


def _own(
    plan: Workplan, title: str, role: str, held_at: int, month: date, due: date | None = None
) -> Task:
    return Task(
        workplan=plan, template_code=f"{OWN}{uuid.uuid4().hex}", role=role, held_at_id=held_at,
        act="do", order=LAST, title=title, month=first_of_month(due or month), due=due,
        late_after=due, due_from=Task.DueFrom.MOVED if due else Task.DueFrom.NONE,
    )  # fmt: skip
