"""One list over all appointments: what is next, what is late, what others still owe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import ngettext

from trellis.home.queries.teams import (
    Asked,
    questions_of,
    waiting_for_teams,
    without_money,
)
from trellis.home.words import (
    Words,
    due_words,
    missing_task,
    month_end,
    month_name,
    short,
    step_words,
    until_words,
)
from trellis.home.words import words as words_in
from trellis.kit.tongue import gettext as _
from trellis.organizations.rules import Seat
from trellis.organizations.teams.rules import kept_away
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import inbox
from trellis.work import queries as work
from trellis.work.inbox import Gathered
from trellis.work.queries import MyTask, Waiting

LINES = 60  # on the page; the list behind it has all
NAMES = 3  # of the schools that a line names before it counts the rest
UNFOLDED = 5  # up to so many schools stand with their own check box
PLACES = 100  # on the page of one line

Step = MyTask | Gathered


class Place(NamedTuple):
    """One organization for which a step is owed."""

    task: int
    name: str
    code: str


class Said(NamedTuple):
    """What the line of a step says, the same for everybody who owes it."""

    code: str
    text: str
    title: str
    why: str
    help: str
    help_url: str
    contact: str
    minutes: str
    when: str
    until: str
    late: bool
    tag: str
    system: str


class Line(NamedTuple):
    """A step, owed for one or many organizations."""

    owed: int
    """At how many organizations; `places` are the first of them."""
    key: str
    said: Said
    day: date
    places: list[Place]

    @property
    def late(self) -> bool:
        """Whether its date is past."""
        return self.said.late

    @property
    def named(self) -> str:
        """The organizations in one phrase: "Lincoln, Oak Street, Harper and 9 more"."""
        names = [place.name for place in self.places]
        if self.owed <= NAMES + 1:
            return ", ".join(names)
        rest = self.owed - NAMES
        return _("%(names)s and %(count)s more") % {
            "names": ", ".join(names[:NAMES]),
            "count": rest,
        }


class Section(NamedTuple):
    """A stretch of the list."""

    code: str
    title: str
    lines: list[Line]


class Others(NamedTuple):
    """A step of somebody else that one's own work waits for."""

    who: str
    title: str
    when: str
    places: list[str]


class Finished(NamedTuple):
    """A step done this month."""

    task: int
    text: str
    named: str
    day: str


@dataclass(slots=True)
class MyWork:
    """The whole page."""

    first: Line | None
    sections: list[Section]
    waiting: list[Others]
    done: list[Finished]
    open_count: int
    late_count: int
    coming: str
    lists_all: bool = False
    """Whether there is a list of all steps behind the page."""
    at_one_place: bool = False
    running: frozenset[int] = frozenset()
    """The organizations of the seats that run the year."""
    questions: Sequence[Asked] = ()
    """What the person's teams look at this week; it stands before everything else."""


def _is_the_only_seat(lines: Sequence[Line], seats: Sequence[Seat]) -> bool:
    """Whether all lines are about the one place where the person sits: then none names it."""
    if any(line.owed > UNFOLDED for line in lines):
        return False
    places = {place.code for line in lines for place in line.places}
    return len(places) == 1 and places == {seat.organization_code for seat in seats}


def my_work(person: Person, seats: Sequence[Seat], words: Words, *, on: date) -> MyWork:
    """What the person owes from these seats about now, as a page shows it."""
    year, running, teams = work.standing_with_teams(seats, on=on)
    pairs = work.pairs_of(seats, year, running, on=on) if year else []
    if year is None or not pairs:
        return MyWork(None, [], [], [], 0, 0, "", running=running)
    words, program = words_in(words.edition.version, year.start), programs.current()
    waits = waiting_for_teams(program, running, teams)
    rows = inbox.front(
        person, pairs, year, away=kept_away(program), waits=waits, on=on, most=UNFOLDED
    )
    piles = piles_of(rows)
    lines = lines_of(piles["now"] or piles["ahead"], words, on=on)
    first, rest = (lines[0], lines[1:LINES]) if lines else (None, [])
    others, month, count = work.waiting_for(pairs, year, on=on)
    return MyWork(
        first=first,
        sections=sections_of(rest, on=on) + team_section(piles["team"], words, on=on),
        waiting=waiting_lines(without_money(others, seats), words),
        done=finished(piles["done"], words),
        open_count=sum(line.owed for line in lines),
        late_count=sum(line.owed for line in lines if line.late),
        coming="" if lines else _coming(month, count),
        lists_all=True,
        at_one_place=_is_the_only_seat(lines, seats),
        running=running,
        questions=questions_of(seats, teams, on=on),
    )


def piles_of(rows: Iterable[Gathered]) -> dict[str | None, list[Gathered]]:
    """Steps by their pile."""
    found: dict[str | None, list[Gathered]] = defaultdict(list)
    for one in rows:
        found[one.pile].append(one)
    return found


@dataclass(slots=True)
class StepPage:
    """A page of the organizations that owe one step."""

    line: Line
    role: str
    held_at: int
    alike: bool
    after: tuple[str, int] | None


def step_page(
    person: Person,
    seats: Sequence[Seat],
    words: Words,
    code: str,
    *,
    on: date,
    after: tuple[str, int] = ("", 0),
    most: int = PLACES,
) -> StepPage | None:
    """The organizations of one step after a key; None where it is owed nowhere there."""
    year, running = work.standing_of(seats)
    pairs = work.pairs_of(seats, year, running, on=on) if year else []
    if year is None or not pairs:
        return None
    words, away = words_in(words.edition.version, year.start), kept_away(programs.current())
    found = inbox.one_step(person, pairs, year, code, away=away, on=on, after=after, most=most)
    if not found.rows:
        return None
    line = line_for(found.rows[0], words, on=on, owed=found.rows[0].places)
    line.places.extend(place_of(one) for one in found.rows)
    role = found.rows[0].role
    return StepPage(line, role, found.held_at, alike=found.alike, after=found.after)


def once_per_deed(tasks: Sequence[MyTask]) -> list[MyTask]:
    """A deed that several of a person's roles share stands once."""
    seen: set[tuple[int, str, str]] = set()
    kept = []
    for one in tasks:
        if one.deed:
            act = (one.workplan_id, one.deed, one.state)
            if act in seen:
                continue
            seen.add(act)
        kept.append(one)
    return kept


def lines_of(rows: Iterable[Gathered], words: Words, *, on: date) -> list[Line]:
    """Steps by date; the same step at several organizations is one line."""
    found: dict[tuple[str, date | None, str], Line] = {}
    for one in rows:
        group = (one.code, one.due, one.why)
        line = found.get(group)
        if line is None:
            line = found[group] = line_for(one, words, on=on, owed=one.places)
        line.places.append(place_of(one))
    return sorted(found.values(), key=lambda line: line.key)


def place_of(one: Step) -> Place:
    """The organization for which a step is owed."""
    return Place(one.id, one.organization, one.organization_code)


def line_for(one: Step, words: Words, *, on: date, owed: int = 1) -> Line:
    """The line of a step, without its organizations yet."""
    said = step_words(words, one.code, one.title, one.month)
    late = one.late_after is not None and one.late_after < on
    day = one.due or month_end(one.month)
    row = said.activity
    return Line(
        owed=owed,
        key=f"{day.isoformat()}{one.order:07d}{one.code}{one.why[:1]}",
        said=Said(
            code=one.code,
            text=said.text,
            title=row.title,
            why=row.why,
            help=row.help,
            help_url=row.help_url,
            contact=row.contact,
            minutes=row.minutes,
            when=due_words(said, one.due, one.late_after, one.month, late=late),
            until="" if late or one.due is None else until_words(one.late_after, on),
            late=late,
            tag=_tag(one, words),
            system=said.system.about if said.system else "",
        ),
        day=day,
        places=[],
    )


def _tag(one: Step, words: Words) -> str:
    if one.why == "vacant":
        return words.falls_to_you.get(one.role, "")
    if one.why == "taking part":
        return _("Together with your district or state")
    return ""


def sections_of(lines: Sequence[Line], *, on: date) -> list[Section]:
    """Today and late, this week, this month, and what comes right after it."""
    last = month_end(on)
    sunday = on + timedelta(days=7 - on.isoweekday())
    sections = [
        Section("now", _("Today and late"), []),
        Section("week", _("This week"), []),
        Section("month", _("This month"), []),
        Section("soon", _("Next month"), []),
    ]
    for line in lines:
        if line.late or line.day == on:
            sections[0].lines.append(line)
        elif on < line.day <= sunday:
            sections[1].lines.append(line)
        else:
            sections[3 if line.day > last else 2].lines.append(line)
    return [section for section in sections if section.lines]


def team_section(rows: Sequence[Gathered], words: Words, *, on: date) -> list[Section]:
    """Steps that start once a team exists: neither late nor next, so they stand last."""
    lines = lines_of(rows, words, on=on)[:LINES]
    return [Section("team", _("Once the team exists"), lines)] if lines else []


def finished(rows: Sequence[Gathered], words: Words) -> list[Finished]:
    """What was done this month, the latest first; the rows come in that order."""
    found: dict[str, Gathered] = {}
    for one in rows:
        found.setdefault(one.code, one)
    shown = []
    for code, one in list(found.items())[:LINES]:
        said = step_words(words, code, one.title, one.month)
        named = one.organization
        if one.places > 1:
            named = ngettext("%d organization", "%d organizations", one.places) % one.places
        shown.append(Finished(one.id, said.text, named, short(one.settled_on or one.month)))
    return shown


def waiting_lines(others: Sequence[Waiting], words: Words) -> list[Others]:
    """Steps of one role in one activity are one line that names the places."""
    found: dict[tuple[str, str], Others] = {}
    for one in others:
        said = words.tasks.get(one.code) or missing_task(one.code)
        line = found.get((one.role, said.activity.code))
        if line is None:
            line = found[one.role, said.activity.code] = Others(
                who=words.roles.get(one.role, one.role),
                title=said.activity.title,
                when=due_words(said, one.due, one.late_after, one.month),
                places=[],
            )
        if one.organization not in line.places:
            line.places.append(one.organization)
    return list(found.values())


def _coming(month: date | None, count: int) -> str:
    if month is None:
        return _("Nothing more is planned for you this year.")
    sentence = ngettext(
        "Next comes %(month)s: %(count)s step is planned for you from then on.",
        "Next comes %(month)s: %(count)s steps are planned for you from then on.",
        count,
    )
    return sentence % {"month": month_name(month), "count": count}
