"""What the sample asks of the records."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.history.models import Entry
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.programs.models import Installation
from trellis.sample.invention.cast import CAST, Member
from trellis.work.models import Task

MOVING = ("completed", "reopened", "set aside", "brought back", "named a holder")
"""Acts of visitors after which a task is theirs; notes and files stay beside the story's."""


def is_empty() -> bool:
    """Whether nothing was ever loaded here."""
    return not (
        Installation.objects.exists() or Person.objects.exists() or Organization.objects.exists()
    )


def touched_by_visitors() -> set[int]:
    """The tasks that visitors settled, opened again or gave to somebody, with their deeds.

    The story itself writes no entry about a task.
    """
    entries = Entry.objects.filter(subject__startswith="task:", verb__in=MOVING)
    own = {int(one.partition(":")[2]) for one in entries.values_list("subject", flat=True)}
    if not own:
        return own
    deeds = Task.objects.filter(pk__in=own).exclude(deed="").values_list("workplan", "deed")
    for workplan, deed in set(deeds):
        own |= set(Task.objects.filter(workplan=workplan, deed=deed).values_list("pk", flat=True))
    return own


@dataclass(frozen=True)
class Standing:
    """Somebody of the cast as they stand in this database."""

    member: Member
    person: Person
    organization: str


def cast() -> list[Standing]:
    """The cast, in its order, each with the organization of their role; two queries."""
    persons = Person.objects.filter(email__in=[one.email for one in CAST])
    by_email = {one.email: one for one in persons}
    places = {
        (email, role): name
        for email, role, name in Appointment.objects.filter(person__in=by_email.values())
        .order_by("-id")
        .values_list("person__email", "role", "organization__name")
    }
    return [
        Standing(one, by_email[one.email], places.get((one.email, one.role), ""))
        for one in CAST
        if one.email in by_email
    ]
