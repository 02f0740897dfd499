"""Steps that people write themselves: they carry their own words and stand in no plan."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.kit.errors import NotReady
from trellis.kit.names import visible
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.work.actions.shared import keep_as
from trellis.work.models import Task, Workplan

OWN = "own:"
LONGEST = 300
LAST = 9_000_000
"""Own steps of a day stand after those of the plan."""


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
    task = Task.objects.create(
        workplan=workplan, template_code=f"{OWN}{uuid.uuid4().hex}", role=role,
        held_at_id=_held_at(organization, role), act="do", order=LAST, title=words,
        month=first_of_month(due or month), due=due, late_after=due,
        due_from=Task.DueFrom.MOVED if due else Task.DueFrom.NONE,
    )  # fmt: skip
    task.template_code = f"{OWN}{task.pk}"
    task.save(update_fields=["template_code"])
    keep_as(task, "added", by=by, acting_as=acting_as, after={"title": words, "role": role})
    return task


def _held_at(organization: Organization, role: str) -> int:
    """Where the role is held: here, or on its own floor above."""
    found = programs.current().roles.get(role)
    if found is None:
        raise NotReady(_("Choose whose step this is."))
    place = organization.ancestor_ids().get(found.works_at.value)
    if place is None:
        raise NotReady(_("Nobody holds this role for the organization."))
    return place
