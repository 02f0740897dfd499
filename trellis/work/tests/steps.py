"""Tasks of the cast's year by the names these tests use, and what a test asks of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from trellis.history.models import Entry
from trellis.work.models import State, Task

PLAN = "intensive-planning"
TODAY = date(2026, 12, 3)

LETTER = f"{PLAN}/oct-designations.principal-1"
"""The principal reads the letter: one role, one school, October."""
TEAM_FILM = f"{PLAN}/oct-series-1.team-1"
"""Every team member watches the film."""
NAME_TEAM = f"{PLAN}/nov-topics.district-2"
NAME_TEAM_TOO = f"{PLAN}/nov-topics.principal-2"
"""Naming the team is one deed of district and principal, at the school."""
BOARD_UPDATE = f"{PLAN}/nov-board-update.board-1"
BOARD_UPDATE_TOO = f"{PLAN}/nov-board-update.principal-1"
"""Updating the board is one deed of the district, in which principals take part."""
PUBLISH = f"{PLAN}/oct-designations.agency-1"
"""The state publishes."""


def stand(task: Task, state: State, **more: Any) -> Task:
    """Put a task into a state as if somebody had done so the day before."""
    settled = {} if state == State.OPEN else {"settled_on": date(2026, 12, 2)}
    Task.objects.filter(pk=task.pk).update(state=state, **settled, **more)
    return fresh(task)


def fresh(task: Task) -> Task:
    """The task as it stands in the database."""
    return Task.objects.select_related("workplan__organization", "held_at").get(pk=task.pk)


def standing(task: Task) -> tuple[str, date | None, str, str]:
    """State, day, who and reason of a task."""
    now = Task.objects.select_related("settled_by").get(pk=task.pk)
    return now.state, now.settled_on, str(now.settled_by or ""), now.reason


def history_of(task: Task) -> list[tuple[str, str, str]]:
    """Verb, actor and acting as of a task's entries, oldest first."""
    entries = Entry.objects.filter(subject=f"task:{task.pk}").order_by("id")
    return list(entries.values_list("verb", "actor_name", "acting_as"))
