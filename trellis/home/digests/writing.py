"""The words of a reminder: a subject that says what and when, a text to act on as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.home.addresses import task_root
from trellis.home.digests.piles import Pile
from trellis.home.digests.queries import Coming
from trellis.home.words import TaskWords, Words, due_words, month_name, step_words, until_words
from trellis.meetings.schema import Form, Meetings
from trellis.programs.program import Program
from trellis.programs.schema.calendar import DateUse
from trellis.programs.texts import say
from trellis.work.reminders.queries import Held, Owed
from trellis.work.reminders.rules import SOON, WEEKLY, Pace

MOST = 12
"""Steps in one section of a mail; what is more stands on My work."""
NAMES = 3
SUBJECT = 110
"""Letters of a step in the subject."""
HOLE = "\0"
DEADLINES = (DateUse.DUE, DateUse.EVENT)

Step = tuple[str, date | None, date | None, date, str, str, str]
"""What makes two steps read alike: code, due, late_after, month, own words, why, the role."""


class Block(NamedTuple):
    """How a step reads: for the subject, and around the names and the link of the text."""

    subject: str
    head: str
    tail: str


class Writer:
    """Writes mails in one language on one day; what many people owe alike is worded once."""

    def __init__(self, program: Program, words: Words, on: date) -> None:
        self._program, self._words, self._on = program, words, on
        self._blocks: dict[Step, Block] = {}
        self._feet: dict[tuple[str, Pace, int], tuple[str, str]] = {}
        self._headings: dict[tuple[str, int], str] = {}
        self._root = settings.BASE_URL + task_root()
        self._list = settings.BASE_URL + reverse("home:my-work")
        self._kinds = program.section("meetings", Meetings)

    def is_deadline(self, one: Owed) -> bool:
        """Whether its day is one by which something is due; an opening or a reminder is not."""
        said = self._said(one)
        rule = self._program.dates.get(said.due_code)
        return rule is None or rule.use in DEADLINES

    def told(self, pile: Pile, zone: str) -> tuple[str, str]:
        """The subject, and all of the text that is not about the reader."""
        lines: dict[Step, list[Owed]] = {}
        texts = [
            self._section(heading, steps, pile.ahead, lines)
            for heading, steps in (("soon", pile.soon), ("late", pile.late), ("rest", pile.rest))
            if steps
        ]
        if pile.meetings:
            told = [self._meeting(one, zone) for one in pile.meetings[:MOST]]
            texts.insert(1 if pile.soon else 0, "\n\n".join([_("YOUR MEETINGS"), "\n".join(told)]))
        return self._subject(pile, lines, zone), "\n\n\n".join(texts)

    def signed(self, body: str, kind: str, pace: Pace, seats: Sequence[Held]) -> str:
        """The text for all who act from some seats, up to the link that is each reader's own."""
        return f"{body}\n\n\n{self._foot(kind, pace, seats)}"

    # ---- The subject

    def _subject(self, pile: Pile, lines: dict[Step, list[Owed]], zone: str) -> str:
        if not lines:
            first = self._meeting(pile.meetings[0], zone)
            more = len(pile.meetings) - 1
        else:
            first = self._blocks[next(iter(lines))].subject
            more = len(lines) - 1
        return f"{first} · {_more(more, self._words.language)}" if more else first

    # ---- Steps

    def _section(
        self, heading: str, steps: Sequence[Owed], ahead: int, lines: dict[Step, list[Owed]]
    ) -> str:
        """A heading and its steps; `lines` gathers every different step of the mail."""
        mine: dict[Step, list[Owed]] = {}
        for one in steps:
            key = (one.code, one.due, one.late_after, one.month, one.title, one.why, one.role)
            mine.setdefault(key, []).append(one)
        lines |= mine
        texts = [self._heading(heading, ahead)]
        texts += [self._step(key, group) for key, group in list(mine.items())[:MOST]]
        if len(mine) > MOST:
            rest = len(mine) - MOST
            words = ngettext("%(num)s more: %(link)s", "%(num)s more: %(link)s", rest)
            texts.append(words % {"num": rest, "link": self._list})
        return "\n\n".join(texts)

    def _step(self, key: Step, group: list[Owed]) -> str:
        block = self._blocks.get(key)
        if block is None:
            block = self._blocks[key] = self._block(group[0])
        if len(group) == 1:
            one = group[0]
            return f"{block.head}{one.place}{block.tail}{self._root}{one.id}/"
        return f"{block.head}{_named(group)}{block.tail}{self._list}?step={key[0]}"

    def _block(self, one: Owed) -> Block:
        said, on = self._said(one), self._on
        late = one.late_after is not None and one.late_after < on
        when = capfirst(due_words(said, one.due, one.late_after, one.month, late=late))
        near = "" if late or one.due is None else until_words(one.late_after, on)
        tag = self._words.falls_to_you.get(one.role, "") if one.why == "vacant" else ""
        if one.why == "taking part":
            tag = _("Together with your district or state")
        row = said.activity
        head = [f"* {said.text}", "  " + " · ".join(filter(None, [when, near, tag])), "  "]
        tail = [""]
        if row.why:
            tail.append("  " + _("Why: %(why)s") % {"why": row.why})
        if row.contact:
            tail.append("  " + _("Ask: %(contact)s") % {"contact": row.contact})
        subject = f"{when}: {Truncator(said.text).chars(SUBJECT)}"
        return Block(subject, "\n".join(head), "\n".join([*tail, "  "]))

    def _said(self, one: Owed) -> TaskWords:
        return step_words(self._words, one.code, one.title, one.month)

    def _heading(self, code: str, ahead: int) -> str:
        found = self._headings.get((code, ahead))
        if found is None:
            found = self._headings[code, ahead] = self._heading_words(code, ahead)
        return found

    def _heading_words(self, code: str, ahead: int) -> str:
        if code == "soon":
            words = ngettext("IN THE NEXT %(num)s DAY", "IN THE NEXT %(num)s DAYS", ahead)
            return words % {"num": ahead}
        if code == "late":
            return _("STILL OPEN FROM BEFORE")
        return _("ALSO PLANNED FOR %(month)s") % {"month": month_name(self._on).upper()}

    # ---- Meetings

    def _meeting(self, one: Coming, zone: str) -> str:
        """One line: when, on the reader's clock, what kind, and with whom unless in confidence."""
        kind = self._kinds.kind(one.kind)
        here = timezone.localtime(one.starts_at, ZoneInfo(zone))
        when = f"{date_format(here, 'D, M j, g:i A')} {here.tzname()}"
        name = say(kind.name) if kind else one.title
        if kind is not None and kind.form == Form.COACHING:
            return f"{when}: {name}"
        return f"{when}: {name}, {one.place}"

    # ---- The foot

    def _foot(self, kind: str, pace: Pace, seats: Sequence[Held]) -> str:
        """Why this came, and where to choose; the seat stands between what is the same for all."""
        own, more = seats[0], len(seats) - 1
        pieces = self._feet.get((kind, pace, more))
        if pieces is None:
            pieces = self._feet[kind, pace, more] = self._foot_words(kind, pace, more)
        seat = f"{self._words.roles.get(own.role, own.role)}, {own.name}"
        return f"{pieces[0]}{seat}{pieces[1]} "

    def _foot_words(self, kind: str, pace: Pace, more: int) -> tuple[str, str]:
        """What stands before and after the name of the first seat."""
        seat = HOLE
        if more:
            words = ngettext(
                "%(seat)s, and one more role", "%(seat)s, and %(num)s more roles", more
            )
            seat = words % {"seat": HOLE, "num": more}
        contact = self._program.pack.contact
        lines = [
            "-- ",
            _("You get this mail because of what you do: %(seat)s.") % {"seat": seat},
            comes(kind, pace),
            _("Everything you owe: %(link)s") % {"link": self._list},
            _("Questions: %(contact)s") % {"contact": contact.email or contact.website},
            _("Choose which mails you get: %(link)s")
            % {"link": settings.BASE_URL + reverse("home:messages")},
            _("Do without this mail:"),
        ]
        before, _hole, after = "\n".join(lines).partition(HOLE)
        return before, after


def comes(kind: str, pace: Pace) -> str:
    """How often a mail of a kind comes, in a sentence."""
    if kind == SOON:
        words = ngettext(
            "It comes when something is due within a day.",
            "It comes when something is due within %(num)s days.",
            pace.days_before,
        )
        return words % {"num": pace.days_before}
    if pace.rhythm == WEEKLY:
        return _("It comes on %(weekday)s, if there is something to say.") % {
            "weekday": weekday_name(pace.weekday)
        }
    return _("It comes on working days, if there is something to say.")


def weekday_name(number: int) -> str:
    """ "Monday" for 0."""
    return date_format(date(2024, 1, 1 + number), "l")


@lru_cache(maxsize=512)
def _more(count: int, _language: str) -> str:
    return ngettext("%(num)s more", "%(num)s more", count) % {"num": count}


def _named(group: Iterable[Owed]) -> str:
    """ "Lincoln, Oak Street, Harper and 9 more"."""
    names = [one.place for one in group]
    if len(names) <= NAMES + 1:
        return ", ".join(names)
    shown = ", ".join(names[:NAMES])
    return _("%(names)s and %(count)s more") % {"names": shown, "count": len(names) - NAMES}
