"""Whose record a history is, and its entries in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from trellis.cycles.models import ImprovementCycle
from trellis.history.models import Entry
from trellis.home.addresses import home_of
from trellis.home.queries.task import said_of
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.work.queries import task_for_page


@dataclass(frozen=True)
class Subject:
    """A record whose history is read: where it stands, what it is called, where it is shown."""

    organization: Organization
    name: str
    url: str


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    at: datetime
    who: str
    acting_as: str
    verb: str
    facts: list[tuple[str, str]]
    purged: bool


def subject(kind: str, record_id: int) -> Subject | None:
    """The record behind `kind:id`; only kinds that stand at an organization have a page."""
    if kind == "task":
        return _task(record_id)
    if kind == "organization":
        found = Organization.objects.filter(pk=record_id).first()
        return Subject(found, found.name, home_of(found)) if found else None
    models: dict[str, Any] = {
        "cycle": ImprovementCycle,
        "appointment": Appointment,
        "assignment": Assignment,
    }
    if kind not in models:
        return None
    row = models[kind].objects.select_related("organization").filter(pk=record_id).first()
    if row is None:
        return None
    return Subject(row.organization, row.organization.name, home_of(row.organization))


def _task(record_id: int) -> Subject | None:
    task = task_for_page(record_id)
    if task is None:
        return None
    url = reverse("home:task", args=[task.pk])
    return Subject(task.workplan.organization, said_of(task).text, url)


def line(entry: Entry) -> Line:
    """An entry as people read it."""
    after = entry.after if isinstance(entry.after, dict) else {}
    before = entry.before if isinstance(entry.before, dict) else {}
    names = [*before, *(name for name in after if name not in before)]
    facts = [
        (name.replace("_", " "), _change(before.get(name), after.get(name)))
        for name in names
        if name != "organization" and before.get(name) != after.get(name)
    ]
    return Line(
        at=entry.at,
        who=entry.actor_name,
        acting_as=entry.acting_as,
        verb=entry.verb,
        facts=facts,
        purged=entry.purged_at is not None,
    )


def _change(before: object, after: object) -> str:
    if before in (None, ""):
        return str(after)
    return f"{before} → {'–' if after in (None, '') else after}"
