"""Writing to the outbox, and emptying it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

from trellis.history.actions import seal_entries
from trellis.kit import clock
from trellis.kit.names import visible
from trellis.notices import freshness, kinds, outlet, queries, rounds
from trellis.notices.actions.bounces import note_bounce
from trellis.notices.gate import pass_through
from trellis.notices.models import SECRET, Bounce, Notice, Preference
from trellis.notices.smtp import MailServer, NotDelivered

if TYPE_CHECKING:
    from trellis.people.models import Person

CLAIM = timedelta(minutes=5)
"""How long one worker may hold a message; after that another takes it to have died."""

TRIES = 12
LONGEST_WAIT = timedelta(hours=6)
PAUSE = timedelta(minutes=1)
"""Before a server that was away is asked again for messages that were not tried."""

STRIKES = 3
"""After so many messages in a row at which the server fell silent, it is taken to be away."""

BATCH = 500
"""Messages written by one statement."""

HANDFUL = 20
"""Messages looked up together; each is claimed alone, right before it leaves."""


class Extras(TypedDict, total=False):
    """What a message may carry besides its words.

    `from_name` and `reply_to`: whose letter it is, and where answers go. `about`: the record it
    belongs to (`letter:12`), with which its text is kept. `group`: what is held together
    (`release:3`). `not_before`: it does not leave earlier. `secret`: the text opens something; it
    is shown to nobody, and not kept once it has left. `calendar`: an entry for calendars that goes
    with it, as `trellis.kit.icalendar` writes it.
    """

    from_name: str
    reply_to: str
    about: str
    group: str
    not_before: datetime | None
    secret: bool
    calendar: str


def post(
    person: Person,
    kind: str,
    subject: str,
    text: str,
    *,
    dedupe_key: str,
    **extras: Unpack[Extras],
) -> bool:
    """Put one message into the outbox, in the caller's transaction; False if it was there already.

    Delivery happens after commit, by the worker.
    """
    return _add(person, person.email, kind, subject, text, dedupe_key, extras)


def post_to_address(
    address: str,
    kind: str,
    subject: str,
    text: str,
    *,
    dedupe_key: str,
    **extras: Unpack[Extras],
) -> bool:
    """Put a message to somebody who is no person here into the outbox."""
    return _add(None, address, kind, subject, text, dedupe_key, extras)


def _add(
    person: Person | None,
    address: str,
    kind: str,
    subject: str,
    text: str,
    dedupe_key: str,
    extras: Extras,
) -> bool:
    before = Notice.objects.filter(dedupe_key=dedupe_key).exists()
    post_all([drafted(person, address, kind, subject, text, dedupe_key=dedupe_key, **extras)])
    return not before


def drafted(
    person: Person | None,
    address: str,
    kind: str,
    subject: str,
    text: str,
    *,
    dedupe_key: str,
    **extras: Unpack[Extras],
) -> Notice:
    """One message as the outbox would hold it; `post_all` puts many in at once."""
    return Notice(
        recipient=person,
        address=address.strip().lower(),
        kind=kind,
        subject=line(subject),
        text=text,
        from_name=line(extras.get("from_name", "")),
        reply_to=_address(extras.get("reply_to", "")),
        about=extras.get("about", ""),
        group_key=extras.get("group", ""),
        calendar=extras.get("calendar", ""),
        secret=extras.get("secret", False) or kind in SECRET,
        not_before=extras.get("not_before"),
        dedupe_key=dedupe_key,
        created_at=clock.now(),
    )


def post_all(notices: Iterable[Notice]) -> None:
    """Put many messages into the outbox, in the caller's transaction; what is there stays.

    Left out are those of a kind that their reader chose to do without.
    """
    wanted = list(notices)
    optional = kinds.optional()
    aside = {one.recipient_id for one in wanted if one.kind in optional}
    if aside:
        found = Preference.objects.filter(person__in=aside).values_list("person", "off")
        off = {(person, kind) for person, without in found for kind in without}
        wanted = [one for one in wanted if (one.recipient_id, one.kind) not in off]
    Notice.objects.bulk_create(wanted, batch_size=BATCH, ignore_conflicts=True)
    deliver_soon()


def line(words: str) -> str:
    """One line without anything that could end a header."""
    return visible(" ".join(words.split()))[:200]


def _address(words: str) -> str:
    """An address to answer to; what is none is left out, so that answers go to the system."""
    address = words.strip()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def deliver_soon() -> None:
    """Have the worker empty the outbox after commit; call once after a set-based insert."""
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _enqueue for entry in waiting):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    deliver.enqueue()


@task()
def deliver() -> None:
    """Empty the outbox now, and once more when the earliest message that still waits is due.

    The history is sealed on the way: a worker is awake, and nobody waits for it.
    """
    seal_entries()
    rounds.see_to_all()
    deliver_waiting()
    if not default_task_backend.supports_defer:
        return
    now = clock.now()
    again = queries.next_try(now)
    if again is not None:
        # What is due at this moment was left because the server is away.
        again = again if again > now else now + PAUSE
        if not _comes_by(again):
            deliver.using(run_after=again).enqueue()


def _comes_by(again: datetime) -> bool:
    """Whether the worker is to come back by then anyway; otherwise each post would add a visit."""
    path = deliver.module_path
    visits = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    return visits.filter(run_after__gt=clock.now(), run_after__lte=again).exists()


def deliver_waiting() -> int:
    """Send what is due, one message at a time, and answer how many were tried.

    At least once: a worker that dies between sending and marking leaves its claim to run out.
    """
    if not outlet.is_open():
        return _keep_here()
    server, tried, strikes = MailServer(), 0, 0
    try:
        while strikes < STRIKES and (handful := queries.next_due(clock.now(), HANDFUL)):
            _freshen(handful)
            for notice in handful:
                if not _claim(notice):
                    continue
                tried += 1
                failure = _send(server, notice)
                # Words about this message are an answer; only silence speaks against the server.
                fell_silent = failure is not None and not failure.code
                strikes = strikes + 1 if fell_silent else 0
                if failure is not None and failure.server_is_away:
                    strikes = STRIKES
                if strikes >= STRIKES:
                    break
    finally:
        server.close()
    return tried


def _freshen(handful: list[Notice]) -> None:
    """Let mails that age say what is true now; those with nothing left to say are withdrawn.

    Whoever claims reads the words anew. A worker that has one in hand by now has looked itself.
    """
    for pk, words in freshness.words_now(handful).items():
        mine = queries.waiting().filter(queries.unclaimed(clock.now()), pk=pk)
        if words is None:
            mine.delete()
        else:
            mine.update(subject=line(words[0]), text=words[1])


def _keep_here() -> int:
    """In a database from which no mail leaves, the mailbox page is where it has gone."""
    now = clock.now()
    return queries.due(now).update(sent_at=now)


@transaction.atomic
def _claim(notice: Notice) -> bool:
    """Take one due message for this worker; whoever counts the attempt up first has it.

    It asks again whether somebody holds it: from here on it can't be held any more.
    """
    pass_through()
    now = clock.now()
    same = queries.due(now).filter(pk=notice.pk, attempts=notice.attempts)
    if not same.update(attempts=notice.attempts + 1, claimed_until=now + CLAIM):
        return False
    # Somebody may have corrected the address since this handful was looked up.
    notice.refresh_from_db()
    return True


def _send(server: MailServer, notice: Notice) -> NotDelivered | None:
    try:
        server.hand_over(notice)
    except NotDelivered as failure:
        _note_failure(notice, failure)
        return failure
    _mark_sent(notice)
    return None


def _mark_sent(notice: Notice) -> None:
    sent: dict[str, object] = {
        "sent_at": clock.now(), "not_before": None, "claimed_until": None, "last_error": "",
    }  # fmt: skip
    if notice.opens_something:
        sent["text"] = ""
    Notice.objects.filter(pk=notice.pk).update(**sent)


@transaction.atomic
def _note_failure(notice: Notice, failure: NotDelivered) -> None:
    now = clock.now()
    gives_up = failure.for_good or notice.attempts >= TRIES
    changes: dict[str, object] = {
        "last_error": str(failure)[:300],
        "claimed_until": None,
        "not_before": None if gives_up else now + _wait(notice.attempts),
        "failed_at": now if gives_up else None,
    }
    if gives_up and notice.opens_something:
        changes["text"] = ""
    mine = queries.waiting().filter(pk=notice.pk, attempts=notice.attempts)
    if mine.update(**changes) and gives_up and failure.code:
        note_bounce(
            notice,
            code=failure.code,
            said=str(failure),
            source=Bounce.Source.SERVER,
            for_good=failure.for_good,
        )


def _wait(attempts: int) -> timedelta:
    """One minute after the first try, then twice as long each time."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)
