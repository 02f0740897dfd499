"""Single steps that were done before Trellis was used, as records of that time show."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from trellis.history.actions import record_many
from trellis.people.models import Person
from trellis.work.actions.shared import entry
from trellis.work.models import State, Task


def settle_earlier(tasks: Collection[Task], *, by: Person, on: date, acting_as: str) -> list[Task]:
    """Mark those that are open as done before Trellis, never on time nor late; those it marked.

    Runs in the transaction of the room that calls, which asks who may do so.
    """
    moved = _moving(tasks, State.OPEN)
    Task.objects.filter(pk__in=[one.pk for one in moved]).update(
        state=State.EARLIER, settled_on=on, settled_by=by, reason=""
    )
    facts = {"why": "past meetings"}
    record_many("done before", (entry(one, facts) for one in moved), by=by, acting_as=acting_as)
    return moved


def reopen_earlier(tasks: Collection[Task], *, by: Person, acting_as: str) -> list[Task]:
    """Open again what `settle_earlier` marked and nobody changed since; those it opened."""
    moved = _moving(tasks, State.EARLIER)
    Task.objects.filter(pk__in=[one.pk for one in moved]).update(
        state=State.OPEN, settled_on=None, settled_by=None
    )
    facts = {"why": "past meetings"}
    record_many("open again", (entry(one, facts) for one in moved), by=by, acting_as=acting_as)
    return moved


def _moving(tasks: Collection[Task], state: State) -> list[Task]:
    """Those that stand in this state, held until the transaction ends."""
    rows = Task.objects.filter(pk__in=[one.pk for one in tasks], state=state)
    still = set(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    return [one for one in tasks if one.pk in still]
