"""Writing what reminds people at their own hour, and keeping what waits true until it leaves."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation

from trellis.home.digests import piles, queries
from trellis.home.digests.queries import Coming, Reader
from trellis.home.digests.stopping import stop_links
from trellis.home.digests.turns import Call, Turns
from trellis.home.digests.writing import Writer
from trellis.home.words import words_of
from trellis.kit import clock
from trellis.notices.actions import Draft, Taken, post_drafts, take_turns, turns_of
from trellis.notices.models import Notice
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.work.reminders import queries as work
from trellis.work.reminders import rules
from trellis.work.reminders.queries import Owed, Standing
from trellis.work.reminders.rules import OVERVIEW, SOON

NOTHING: list[Owed] = []
NEVER: tuple[date | None, date | None] = (None, None)
Told = tuple[str, str]
"""The subject of a mail, and all of its text up to the reader's own link."""
MEETINGS_AHEAD = timedelta(days=16)


@dataclass
class Written:
    """How many mails a look has written, by kind."""

    counts: dict[str, int] = field(default_factory=lambda: {OVERVIEW: 0, SOON: 0})


class Mail(NamedTuple):
    """A mail to one of those called, and its reason: the same day never writes twice."""

    reader: Reader
    kind: str
    subject: str
    text: str
    key: str


def write_reminders(now: datetime, *, people: Collection[int] | None = None) -> Written:
    """Write the mails of everybody, or of some, whose hour has come on their own clock.

    Each day of a person is seen to once, late if the worker was away; a batch of people is one
    transaction, so that a look that dies is taken up where it stopped.
    """
    written = Written()
    found = programs.installation()
    if found is None:
        return written
    with programs.running_on(found.version_id, found.rewording) as program:
        look = Look(program, found.version_id, now)
        with _all_at_once():
            for batch in queries.readers(program.pack.time_zone, people):
                look.write(batch, written)
    return written


@contextmanager
def _all_at_once() -> Iterator[None]:
    """Without looking for garbage meanwhile: a hundred thousand light rows hold no circles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def words_now(notices: Sequence[Notice]) -> dict[int, tuple[str, str] | None]:
    """What waiting reminders say at this moment; None for those with nothing left to say.

    So what is done, set aside or moved before a mail leaves is not in it, and whoever has no role
    any more, or chose to do without, gets none.
    """
    found = programs.installation()
    if found is None:
        return {one.pk: None for one in notices}
    people = {one.recipient_id for one in notices if one.recipient_id is not None}
    with programs.running_on(found.version_id, found.rewording) as program:
        look = Look(program, found.version_id, clock.now())
        readers = {
            one.id: one
            for batch in queries.readers(program.pack.time_zone, people)
            for one in batch
        }
        return look.again(notices, readers)


class Look:
    """One look at people's clocks: what is the same for many of them is read and worded once."""

    def __init__(self, program: Program, version: int, now: datetime) -> None:
        self._turns, self._version, self._now = Turns(program, now), version, now
        self._standing: dict[date, Standing | None] = {}
        self._writers: dict[tuple[str, date], Writer] = {}
        self._meetings: dict[int, list[Coming]] | None = None

    # ---- Writing

    def write(self, batch: Sequence[Reader], written: Written) -> None:
        """See to some people: compose outside the transaction, then write what is still wanted."""
        mails: dict[int, Mail] = {}
        calls: list[Call] = []
        for on, readers in self._by_day(batch).items():
            called = self._calls(readers, on)
            calls += called
            for one in self._composed(called, on):
                mails[one.reader.id] = one
        if not calls:
            return
        with transaction.atomic():
            now = turns_of([one.id for call in calls for one in call.readers])
            taken = [
                Taken(one.id, call.overview_on, call.soon_on)
                for call in calls
                for one in call.readers
                if now.get(one.id, NEVER) == (one.overview_on, one.soon_on)
            ]
            posted = [mails[one.person] for one in taken if one.person in mails]
            post_drafts([
                Draft(one.reader.id, one.reader.email.lower(), *one[1:]) for one in posted
            ])  # fmt: skip
            take_turns(taken)
        for kind, count in Counter(one.kind for one in posted).items():
            written.counts[kind] += count

    def _by_day(self, batch: Iterable[Reader]) -> dict[date, list[Reader]]:
        """People by what day it is where they are."""
        found: dict[date, list[Reader]] = defaultdict(list)
        for one in batch:
            found[_today(self._now, one.zone)].append(one)
        return found

    def _calls(self, readers: Sequence[Reader], on: date) -> list[Call]:
        """Whose hour has come, those together for whom everything is the same."""
        held = work.held_by([one.id for one in readers], on)
        found: dict[tuple[object, ...], Call | None] = {}
        for reader in readers:
            seats = held.get(reader.id)
            if seats is None:
                continue
            key = (id(seats), *reader[2:])  # all but who it is
            if key not in found:
                found[key] = self._turns.call(reader, seats, on)
            call = found[key]
            if call is not None:
                call.readers.append(reader)
        return [call for call in found.values() if call is not None]

    # ---- Words

    def _composed(self, calls: Sequence[Call], on: date) -> Iterator[Mail]:
        if not calls:
            return
        day = self._day(on)
        ahead = max(max(rules.WEEK, call.pace.days_before) for call in calls)
        held = {one.id: call.seats for call in calls for one in call.readers}
        owed = dict(work.owed_by(held, day, ahead=ahead)) if day else {}
        by_language: dict[str, list[Call]] = defaultdict(list)
        for call in calls:
            by_language[call.readers[0].language or settings.LANGUAGE_CODE].append(call)
        for language, group in by_language.items():
            with translation.override(language):
                writer = self._writer(language, on)
                for call in group:
                    yield from self._mails(call, owed, writer, on)

    def _mails(
        self, call: Call, owed: dict[int, list[Owed]], writer: Writer, on: date
    ) -> Iterator[Mail]:
        """The mails of a call; readers who owe the same without meetings share their words."""
        kind, days, link = call.kind, call.days, stop_links(call.kind)
        coming = self._coming() if kind == OVERVIEW else {}
        alike: dict[int, Told | None] = {}  # by their steps, which `owed` keeps alive meanwhile
        for reader in call.readers:
            who = reader.id
            steps, meetings = owed.get(who, NOTHING), coming.get(who)
            if meetings:
                told = self._told(call, steps, meetings, writer, on)
            elif id(steps) in alike:
                told = alike[id(steps)]
            else:
                told = alike[id(steps)] = self._told(call, steps, (), writer, on)
            if told is not None:
                text = f"{told[1]}{link(who)}\n"
                yield Mail(reader, kind, told[0], text, f"{kind}:{who}:{days}")

    def _told(
        self, call: Call, owed: list[Owed], coming: Sequence[Coming], writer: Writer, on: date
    ) -> Told | None:
        """What somebody called is told; None where there is nothing to say."""
        zone = call.readers[0].zone
        if call.kind == OVERVIEW:
            pile = piles.overview(owed, coming, call.pace, day=call.day, on=on, zone=zone)
        else:
            pile = piles.due_soon(
                owed, call.pace, since=call.since, day=call.day, on=on,
                is_deadline=writer.is_deadline,
            )  # fmt: skip
        if pile is None:
            return None
        subject, body = writer.told(pile, zone)
        return subject, writer.signed(body, call.kind, call.pace, call.seats)

    def _day(self, on: date) -> Standing | None:
        if on not in self._standing:
            self._standing[on] = work.standing(on)
        return self._standing[on]

    def _writer(self, language: str, on: date) -> Writer:
        found = self._writers.get((language, on))
        if found is None:
            day = self._day(on)
            edition = programs.edition(self._version, day.year.start if day else 0)
            found = Writer(programs.worded(edition), words_of(edition), on)
            self._writers[language, on] = found
        return found

    def _coming(self) -> dict[int, list[Coming]]:
        if self._meetings is None:
            self._meetings = queries.meetings(self._now, self._now + MEETINGS_AHEAD)
        return self._meetings

    # ---- Once more, before they leave

    def again(
        self, notices: Sequence[Notice], readers: dict[int, Reader]
    ) -> dict[int, tuple[str, str] | None]:
        """What each mail says now."""
        self._meetings = queries.meetings(self._now, self._now + MEETINGS_AHEAD, list(readers))
        # A copy that is sent again after its address was mended says what it said.
        notices = [one for one in notices if one.dedupe_key.startswith(f"{one.kind}:")]
        found: dict[int, tuple[str, str] | None] = {one.pk: None for one in notices}
        numbers = {one.dedupe_key: one.pk for one in notices}
        for on, group in self._by_day(readers.values()).items():
            held = work.held_by([one.id for one in group], on)
            here = {one.id: one for one in group}
            calls = [
                call
                for notice in notices
                if notice.recipient_id in here
                for call in self._turns.waiting(notice, here[notice.recipient_id], held)
            ]
            for one in self._composed(calls, on):
                found[numbers[one.key]] = one.subject, one.text
        return found


@lru_cache(maxsize=256)
def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
