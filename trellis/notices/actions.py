"""Writing to the outbox, and emptying it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import default_task_backend, task

from trellis.history.actions import seal_entries
from trellis.kit import clock
from trellis.notices import outlet, queries
from trellis.notices.models import Notice
from trellis.notices.smtp import MailServer, NotDelivered

if TYPE_CHECKING:
    from trellis.people.models import Person

CLAIM = timedelta(minutes=5)
"""How long one worker may hold a message; after that another takes it to have died."""

TRIES = 12
LONGEST_WAIT = timedelta(hours=6)
SECRET = frozenset({"sign-in-code", "password-reset"})
"""Kinds whose text opens an account; it is not kept once the mail has left."""


def post(person: Person, kind: str, subject: str, text: str, *, dedupe_key: str) -> bool:
    """Put one message into the outbox, in the caller's transaction; False if it was there already.

    Delivery happens after commit, by the worker.
    """
    return _add(person, person.email, kind, subject, text, dedupe_key)


def post_to_address(address: str, kind: str, subject: str, text: str, *, dedupe_key: str) -> bool:
    """Put a message to somebody who is no person here into the outbox."""
    return _add(None, address, kind, subject, text, dedupe_key)


def _add(
    person: Person | None, address: str, kind: str, subject: str, text: str, dedupe_key: str
) -> bool:
    before = Notice.objects.filter(dedupe_key=dedupe_key).exists()
    notice = Notice(
        recipient=person,
        address=address.strip().lower(),
        kind=kind,
        subject=" ".join(subject.split())[:200],
        text=text,
        dedupe_key=dedupe_key,
        created_at=clock.now(),
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    deliver_soon()
    return not before


def deliver_soon() -> None:
    """Have the worker empty the outbox after commit; call once after a set-based insert."""
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _enqueue for entry in waiting):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    deliver.enqueue()


@task()
def deliver() -> None:
    """Empty the outbox now, and once more when the earliest failed message is due again.

    The history is sealed on the way: a worker is awake, and nobody waits for it.
    """
    seal_entries()
    if deliver_waiting() and default_task_backend.supports_defer:
        again = queries.next_try()
        if again is not None:
            deliver.using(run_after=max(again, clock.now())).enqueue()


def deliver_waiting() -> int:
    """Send what is due, one message at a time, and answer how many were tried.

    At least once: a worker that dies between sending and marking leaves its claim to run out.
    """
    if not outlet.is_open():
        return _keep_here()
    server, tried = MailServer(), 0
    try:
        while (notice := _claim_next()) is not None:
            tried += 1
            try:
                server.hand_over(notice)
            except NotDelivered as failure:
                _note_failure(notice, failure)
                if failure.server_is_away:
                    break
            else:
                _mark_sent(notice)
    finally:
        server.close()
    return tried


def _keep_here() -> int:
    """In a database from which no mail leaves, the mailbox page is where it has gone."""
    return queries.waiting().update(sent_at=clock.now())


def _claim_next() -> Notice | None:
    """Take one due message for this worker; whoever counts the attempt up first has it."""
    while (notice := queries.next_due(clock.now())) is not None:
        same = queries.waiting().filter(pk=notice.pk, attempts=notice.attempts)
        held_until = clock.now() + CLAIM
        if same.update(attempts=notice.attempts + 1, not_before=held_until):
            notice.attempts += 1
            notice.not_before = held_until
            return notice
    return None


def _mark_sent(notice: Notice) -> None:
    sent: dict[str, object] = {"sent_at": clock.now(), "not_before": None, "last_error": ""}
    if notice.kind in SECRET:
        sent["text"] = ""
    Notice.objects.filter(pk=notice.pk).update(**sent)


def _note_failure(notice: Notice, failure: NotDelivered) -> None:
    now = clock.now()
    gives_up = failure.for_good or notice.attempts >= TRIES
    mine = queries.waiting().filter(pk=notice.pk, attempts=notice.attempts)
    mine.update(
        last_error=str(failure)[:300],
        not_before=None if gives_up else now + _wait(notice.attempts),
        failed_at=now if gives_up else None,
    )


def _wait(attempts: int) -> timedelta:
    """One minute after the first try, then twice as long each time."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)
