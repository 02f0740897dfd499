"""What every deed about a task needs: its lock, its refusal, its entry in the history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record
from trellis.kit import dates
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work.models import State, Task


def hold(task: Task) -> None:
    """Let nobody else settle the deed meanwhile; in one order, so that two never block each other.

    What follows then sees the completions that were committed before.
    """
    list(same_deed(task).select_for_update().order_by("pk").values_list("pk", flat=True))


def same_deed(task: Task) -> Any:
    """The tasks that are one act with this one, itself included."""
    if not task.deed:
        return Task.objects.filter(pk=task.pk)
    return Task.objects.filter(workplan=task.workplan_id, deed=task.deed)


def already(task: Task) -> str:
    now = Task.objects.select_related("settled_by").get(pk=task.pk)
    if now.settled_on is None:
        return _("This step is open again. Load the page to see it as it is now.")
    words = {"name": str(now.settled_by), "day": dates.short(now.settled_on)}
    if now.state == State.EARLIER:
        return _("%(name)s noted on %(day)s that this was done before Trellis was used.") % words
    if now.state == State.WAIVED:
        return _("%(name)s marked this as not applying on %(day)s.") % words
    return _("%(name)s marked this done on %(day)s.") % words


def keep(
    task: Task, verb: str, *, by: Person, seat: Seat, after: dict[str, Any] | None = None
) -> None:
    keep_as(task, verb, by=by, acting_as=seat.called(programs.current()), after=after)


def keep_as(
    task: Task, verb: str, *, by: Person, acting_as: str, after: dict[str, Any] | None = None
) -> None:
    """Record what happened to a task, for rooms that know in what words somebody acted."""
    subject, name, facts = entry(task, after or {})
    record(subject, name, verb, by=by, acting_as=acting_as, after=facts)


def entry(task: Task, after: dict[str, Any]) -> tuple[str, str, Facts]:
    """What history keeps of a task: its subject, what it is called, the facts."""
    name = f"{task.workplan.organization.name}: {task.title or task.template_code}"
    return f"task:{task.pk}", name, {"organization": task.workplan.organization_id, **after}
