"""Letting letters leave: by mail, once, or marked as sent on another way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.designations.letters import checks, queries, rules
from trellis.designations.letters.actions.mails import Mails
from trellis.designations.letters.actions.writing import redate, rewritten
from trellis.designations.letters.schema import Delivery, LetterKind, Letters
from trellis.designations.letters.writing import Addressee, Sender
from trellis.designations.models import Letter, Release
from trellis.history.actions import record_many
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.actions import post_all
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs

BATCH = 100
READY, SENT = Letter.State.READY, Letter.State.SENT


@dataclass(frozen=True)
class Sent:
    """What became of many letters at once: how many left, and why the others did not."""

    sent: int
    left: Mapping[str, int] = field(default_factory=dict)
    """Sentence to number of letters."""


@transaction.atomic
def send_letters(
    release: Release,
    kind: str,
    *,
    by: Person,
    districts: Collection[int] | None = None,
    acting_as: str = "",
) -> Sent:
    """Let the agency's ready letters of a kind leave, to all districts or to some, each once.

    What still waits for something stays, and is counted with the reason. NotAllowed; NotReady for
    a kind that goes out in somebody else's name or on another way; OutOfOrder where nothing is
    ready.
    """
    told = _kind(kind)
    if not rules.may_send_for_agency(by):
        raise NotAllowed(_("Only the people who publish releases can send its letters."))
    if rules.serves(told, programs.current()):
        raise NotReady(_("These letters are sent one by one, in the name of who serves there."))
    _require_mail(told)
    kept = Release.objects.select_related("year").get(pk=release.pk)
    rows = queries.with_gates(queries.current(kept).filter(kind=kind, state=READY))
    rows = rows.select_for_update(of=("self",))
    if districts is not None:
        rows = rows.filter(district__in=districts)
    letters = list(rows.select_related("district").order_by("pk"))
    if not letters:
        raise OutOfOrder(_("No letter of this kind is ready."))
    to = queries.addressees(told, kept, [letter.district_id for letter in letters])
    waits = checks.before_leaving(told, kept, letters, to)
    free = [letter for letter in letters if not waits[letter.pk]]
    _leave(told, kept, free, to, by=by, acting_as=acting_as)
    left = Counter(waits[letter.pk][0] for letter in letters if waits[letter.pk])
    return Sent(len(free), dict(left))


@transaction.atomic
def send_letter(letter: Letter, *, by: Person, own_words: str = "", acting_as: str = "") -> int:
    """Let one letter leave by mail, and answer to how many people.

    A letter of those who serve there goes out in the sender's name, with what the sender adds.
    NotAllowed; NotReady with what it waits for; OutOfOrder when it left or is held.
    """
    kept, kind = _locked(letter, by)
    _require_mail(kind)
    to = queries.addressees(kind, kept.release, [kept.district_id])
    _require_free(kind, kept, to)
    sender = None
    if rules.serves(kind, programs.current()):
        sender = Sender(by.name, by.email)
        kept.content = rewritten(kept, kind, sender=sender, own_words=own_words)
        kept.subject = next(iter(kept.content.values()))["title"][:200]
        kept.save(update_fields=["content", "subject"])
    _leave(kind, kept.release, [kept], to, by=by, acting_as=acting_as, sender=sender)
    letter.state = SENT
    return len(to[kept.district_id])


@transaction.atomic
def mark_sent(letter: Letter, *, by: Person, on: date, acting_as: str = "") -> None:
    """Say that a letter reached its district on another way, on a day; nothing is mailed.

    NotAllowed; NotReady with what it waits for, or for a day to come; OutOfOrder when it left or
    is held.
    """
    kept, kind = _locked(letter, by)
    if on > clock.today():
        raise NotReady(_("That day is still to come."))
    _require_free(kind, kept, None)
    if rules.serves(kind, programs.current()):
        kept.content = rewritten(kept, kind, sender=Sender(by.name, by.email))
        kept.save(update_fields=["content"])
    _mark([kept], kept.release, by=by, on=on, outside=True)
    _record([kept], "sent on another way", by=by, acting_as=acting_as)
    letter.state = SENT


def send_test(letter: Letter, *, by: Person) -> None:
    """Mail to oneself what the letter's mail would say, marked as a test; nothing else changes."""
    kind = _kind(letter.kind)
    if not (rules.may_prepare(by) or _in_whose_name(letter, by)):
        raise NotAllowed(_("Only those who prepare or send a letter can try it."))
    _require_mail(kind)
    sender = Sender(by.name, by.email) if rules.serves(kind, programs.current()) else None
    Mails(kind, letter.release, [letter.district_id], sender).post_test(letter, by)


# ---- Who, and what it waits for


def _kind(code: str) -> LetterKind:
    found = programs.current().section("letters", Letters).kind(code)
    if found is None:
        raise NotReady(_("The pack tells no such letter any more."))
    return found


def _require_mail(kind: LetterKind) -> None:
    if kind.delivery != Delivery.MAIL:
        raise NotReady(_("This letter goes out on another way. Mark it as sent when it has."))


def _locked(letter: Letter, by: Person) -> tuple[Letter, LetterKind]:
    """The letter as it is now, held for this transaction, ready, and this person's to send."""
    rows = queries.with_gates(Letter.objects.select_for_update(of=("self",)))
    kept: Letter = rows.select_related("release__year", "district").get(pk=letter.pk)
    kind = _kind(kept.kind)
    if not may_send(kept, kind, by):
        raise NotAllowed(_("This letter goes out in somebody else's name."))
    if kept.state != READY or kept.superseded:
        raise OutOfOrder(_("The letter was sent already, or is held."))
    return kept, kind


def may_send(letter: Letter, kind: LetterKind, by: Person) -> bool:
    """Whether a person may let this letter leave: who serves there, else who publishes.

    The agency sends for those who serve only where nobody does.
    """
    program = programs.current()
    if not rules.serves(kind, program):
        return rules.may_send_for_agency(by)
    if _in_whose_name(letter, by):
        return True
    return rules.may_send_for_agency(by) and not queries.anybody_serves(letter, kind)


def _in_whose_name(letter: Letter, by: Person) -> bool:
    mine = rules.sendable(seats_of(by), programs.current())
    return Letter.objects.filter(mine, pk=letter.pk).exists()


def _require_free(
    kind: LetterKind, letter: Letter, to: Mapping[int, Sequence[Addressee]] | None
) -> None:
    if waits := checks.before_leaving(kind, letter.release, [letter], to)[letter.pk]:
        raise NotReady(*waits)


# ---- Leaving


def _leave(
    kind: LetterKind,
    release: Release,
    letters: Sequence[Letter],
    to: Mapping[int, Sequence[Addressee]],
    *,
    by: Person,
    acting_as: str,
    sender: Sender | None = None,
) -> None:
    for letter in letters:
        letter.sent_to = [
            {"person": one.person_id, "name": one.name, "role": one.role, "at": one.place}
            for one in to[letter.district_id]
        ]
    _mark(letters, release, by=by, on=clock.today(), outside=False)
    mails = Mails(kind, release, [letter.district_id for letter in letters], sender)
    post_all(mails.to(letter, one) for letter in letters for one in to[letter.district_id])
    _record(letters, "sent", by=by, acting_as=acting_as)


def _mark(
    letters: Iterable[Letter], release: Release, *, by: Person, on: date, outside: bool
) -> None:
    """The rows are held by this transaction, so nobody else has sent them meanwhile."""
    kept = list(letters)
    redate(kept, release, on=on)
    now = clock.now()
    for letter in kept:
        letter.state, letter.outside = SENT, outside
        letter.sent_by, letter.sent_on, letter.sent_at = by, on, now
    names = ["state", "outside", "sent_by", "sent_on", "sent_at", "sent_to", "content"]
    Letter.objects.bulk_update(kept, names, batch_size=BATCH)


def _record(letters: Sequence[Letter], verb: str, *, by: Person, acting_as: str) -> None:
    happened = (
        (
            f"letter:{letter.pk}",
            f"{letter.subject} ({letter.district.name})",
            {"release": letter.release_id, "kind": letter.kind, "people": len(letter.sent_to)},
        )
        for letter in letters
    )
    record_many(verb, happened, by=by, acting_as=acting_as)
