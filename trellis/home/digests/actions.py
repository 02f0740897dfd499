"""Writing what reminds people at their own hour, and keeping what waits true until it leaves."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation

from trellis.home.digests import piles, queries
from trellis.home.digests.queries import Coming, Reader
from trellis.home.digests.writing import Writer
from trellis.home.words import words_of
from trellis.kit import clock
from trellis.notices.actions import Draft, Taken, post_drafts, take_turns, turns_of
from trellis.notices.models import Notice
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.work.reminders import queries as work
from trellis.work.reminders import rules
from trellis.work.reminders.queries import Held, Owed, Standing
from trellis.work.reminders.rules import OVERVIEW, SOON, Pace

NOTHING: list[Owed] = []
Alike = dict[tuple[object, ...], tuple[str, str] | None]
"""What was worded already for others with the same steps, which `owed` keeps alive meanwhile."""
MEETINGS_AHEAD = timedelta(days=16)


@dataclass
class Written:
    """How many mails a look has written, by kind."""

    counts: dict[str, int] = field(default_factory=lambda: {OVERVIEW: 0, SOON: 0})


class Call(NamedTuple):
    """Somebody whose hour has come: which mail, of which of their days, and what it follows."""

    reader: Reader
    pace: Pace
    seats: list[Held]
    kind: str
    day: date
    since: date

    @property
    def key(self) -> str:
        """The reason of the mail: the same day never writes twice."""
        key = f"{self.kind}:{self.reader.id}:{self.day.isoformat()}"
        return key if self.kind == OVERVIEW else f"{key}:{self.since.isoformat()}"


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
        self._program, self._version, self._now = program, version, now
        self._standing: dict[date, Standing | None] = {}
        self._writers: dict[tuple[str, date], Writer] = {}
        self._meetings: dict[int, list[Coming]] | None = None

    # ---- Writing

    def write(self, batch: Sequence[Reader], written: Written) -> None:
        """See to some people: compose outside the transaction, then write what is still wanted."""
        drafts: dict[int, Draft] = {}
        taken: list[Taken] = []
        before: dict[int, Reader] = {}
        for on, readers in self._by_day(batch).items():
            calls, turns = self._calls(readers, on)
            taken += turns
            before |= {one.id: one for one in readers}
            for call, words in self._composed(calls, on):
                drafts[call.reader.id] = Draft(
                    call.reader.id, call.reader.email.lower(), call.kind, *words, call.key
                )
        if not taken:
            return
        with transaction.atomic():
            now = turns_of([one.person for one in taken])
            mine = [
                one
                for one in taken
                if now.get(one.person, (None, None)) == _turn(before[one.person])
            ]
            posted = [drafts[one.person] for one in mine if one.person in drafts]
            post_drafts(posted)
            take_turns(mine)
        for one in posted:
            written.counts[one.kind] += 1

    def _by_day(self, batch: Iterable[Reader]) -> dict[date, list[Reader]]:
        """People by what day it is where they are."""
        found: dict[date, list[Reader]] = defaultdict(list)
        for one in batch:
            found[self._today(one.zone)].append(one)
        return found

    def _today(self, zone: str) -> date:
        return self._now.astimezone(ZoneInfo(zone)).date()

    def _calls(self, readers: Sequence[Reader], on: date) -> tuple[list[Call], list[Taken]]:
        """Whose hour has come, and up to which day each is then seen to."""
        held = work.held_by([one.id for one in readers], on)
        calls, taken = [], []
        for reader in readers:
            seats = held.get(reader.id)
            pace = self._pace(reader, seats)
            if seats is None or pace is None:
                continue
            day = self._overview_day(reader, pace)
            soon = None if day else self._soon_day(reader, pace)
            if day is not None:
                calls.append(Call(reader, pace, seats, OVERVIEW, day, day))
                taken.append(Taken(reader.id, day, on if pace.soon else reader.soon_on))
            elif soon is not None:
                since = reader.soon_on or soon - timedelta(days=pace.days_before + 1)
                calls.append(Call(reader, pace, seats, SOON, soon, since))
                taken.append(Taken(reader.id, reader.overview_on, soon))
        return calls, taken

    def _pace(self, reader: Reader, seats: Sequence[Held] | None) -> Pace | None:
        if not seats:
            return None
        roles = frozenset(one.role for one in seats)
        return rules.pace_of(self._program, roles, reader.rhythm, reader.off)

    def _overview_day(self, reader: Reader, pace: Pace) -> date | None:
        day = rules.overview_day(pace, reader.zone, self._now)
        return day if self._is_next(day, reader.overview_on, pace, reader.zone) else None

    def _soon_day(self, reader: Reader, pace: Pace) -> date | None:
        day = rules.soon_day(pace, reader.zone, self._now)
        return day if self._is_next(day, reader.soon_on, pace, reader.zone) else None

    def _is_next(self, day: date | None, seen: date | None, pace: Pace, zone: str) -> bool:
        """Whether a day was not seen to yet; who is new begins at the hour, not in between."""
        if day is None:
            return False
        return rules.is_fresh(pace, day, zone, self._now) if seen is None else seen < day

    # ---- Words

    def _composed(self, calls: Sequence[Call], on: date) -> Iterable[tuple[Call, tuple[str, str]]]:
        if not calls:
            return
        day = self._day(on)
        ahead = max(max(rules.WEEK, call.pace.days_before) for call in calls)
        held = {call.reader.id: call.seats for call in calls}
        owed = dict(work.owed_by(held, day, ahead=ahead)) if day else {}
        by_language: dict[str, list[Call]] = defaultdict(list)
        for call in calls:
            by_language[call.reader.language or settings.LANGUAGE_CODE].append(call)
        for language, group in by_language.items():
            with translation.override(language):
                writer = self._writer(language, on)
                alike: Alike = {}
                for call in group:
                    told = self._told(call, owed.get(call.reader.id, NOTHING), writer, on, alike)
                    if told is not None:
                        text = writer.signed(
                            told[1], call.kind, call.pace, call.seats, call.reader.id
                        )
                        yield call, (told[0], text)

    def _told(
        self, call: Call, owed: list[Owed], writer: Writer, on: date, alike: Alike
    ) -> tuple[str, str] | None:
        """Subject and body; those who owe the same without meetings share them."""
        zone = call.reader.zone
        coming = self._coming().get(call.reader.id, ()) if call.kind == OVERVIEW else ()
        key = (id(owed), call.kind, call.pace, call.day, call.since, zone)
        if not coming and key in alike:
            return alike[key]
        if call.kind == OVERVIEW:
            pile = piles.overview(owed, coming, call.pace, day=call.day, on=on, zone=zone)
        else:
            pile = piles.due_soon(
                owed, call.pace, since=call.since, day=call.day, on=on,
                is_deadline=writer.is_deadline,
            )  # fmt: skip
        told = writer.told(pile, zone) if pile is not None else None
        if not coming:
            alike[key] = told
        return told

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
                for call in self._call_of(notice, here[notice.recipient_id], held)
            ]
            for call, words in self._composed(calls, on):
                found[numbers[call.key]] = words
        return found

    def _call_of(
        self, notice: Notice, reader: Reader, held: dict[int, list[Held]]
    ) -> Iterable[Call]:
        """The call that a waiting mail answers, if its reader would still be called."""
        seats = held.get(reader.id)
        pace = self._pace(reader, seats)
        if seats is None or pace is None:
            return
        kind, _person, day, *since = notice.dedupe_key.split(":")
        on = date.fromisoformat(day)
        call = Call(reader, pace, seats, kind, on, date.fromisoformat(since[0]) if since else on)
        if kind == SOON:
            still = pace.soon
        else:
            hour = rules.moment(on, pace.hour, reader.zone)
            latest = rules.LATEST.get(pace.rhythm)
            still = latest is not None and self._now - hour < latest
        if still:
            yield call


def _turn(reader: Reader) -> tuple[date | None, date | None]:
    return reader.overview_on, reader.soon_on
