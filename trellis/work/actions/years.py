"""What happens to whole workplans: an end, months before Trellis, a move in the tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from trellis.organizations.moves import Moved
from trellis.people.models import Person
from trellis.work.models import State, Task


def close_tasks(workplans: Iterable[int], prefix: str, *, by: Person, on: date, reason: str) -> int:
    """Settle what nobody did in a plan that ended, in the caller's transaction; how many.

    `prefix` begins the codes of the plan's tasks. Who may do so is asked by the room that calls.
    """
    still_open = Task.objects.filter(
        workplan__in=list(workplans), template_code__startswith=prefix, state=State.OPEN
    )
    return still_open.update(state=State.WAIVED, settled_on=on, settled_by=by, reason=reason[:300])


def reopen_closed(workplans: Iterable[int], prefix: str, *, by: int, on: date, words: str) -> int:
    """Open again what `close_tasks` settled on a day, told by the words in its reason."""
    return Task.objects.filter(
        workplan__in=list(workplans), template_code__startswith=prefix, state=State.WAIVED,
        settled_by=by, settled_on=on, reason__contains=words,
    ).update(state=State.OPEN, settled_on=None, settled_by=None, reason="")  # fmt: skip


def mark_earlier(workplans: Iterable[int], months: Iterable[date], *, by: Person, on: date) -> int:
    """Mark the open tasks of some months as done before Trellis was used; answers how many.

    They count neither as on time nor as late. Runs in the transaction of the room that calls,
    which asks who may do so.
    """
    return Task.objects.filter(
        workplan__in=list(workplans), month__in=list(months), state=State.OPEN
    ).update(state=State.EARLIER, settled_on=on, settled_by=by, reason="")


def unmark_earlier(workplans: Iterable[int], months: Iterable[date]) -> int:
    """Open again what was marked as done before Trellis; answers how many. As `mark_earlier`."""
    return Task.objects.filter(
        workplan__in=list(workplans), month__in=list(months), state=State.EARLIER
    ).update(state=State.OPEN, settled_on=None, settled_by=None)


def follow_moved(moved: Sequence[Moved]) -> None:
    """Open tasks follow the tree: they are held where the role is held today.

    What is settled stays with the organization it was done under. Runs in the move's transaction.
    """
    for one in moved:
        if one.closed:
            continue
        still_open = Task.objects.filter(
            workplan__organization=one.organization_id, state=State.OPEN
        )
        for level, before in one.before.items():
            after = one.after.get(level)
            if before and after and before != after:
                still_open.filter(held_at=before).update(held_at=after, assignee=None)
