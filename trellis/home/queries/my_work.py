"""One list over all appointments: what is next, what is late, what others still owe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import ngettext

from trellis.home.queries.teams import (
    Asked,
    asked_of,
    questions_of,
    waits_for_team,
    without_money,
)
from trellis.home.words import (
    TaskWords,
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
from trellis.kit.dates import first_of_month
from trellis.kit.tongue import gettext as _
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.work import queries as work
from trellis.work.queries import MyTask, Waiting

LINES = 60  # on one page
NAMES = 3  # of the schools that a line names before it counts the rest
UNFOLDED = 5  # up to so many schools stand with their own check box
PLACES = 100  # on the page of one line


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
        if len(names) <= NAMES + 1:
            return ", ".join(names)
        rest = len(names) - NAMES
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
    after: str
    at_one_place: bool = False
    running: frozenset[int] = frozenset()
    """The organizations of the seats that run the year."""
    questions: Sequence[Asked] = ()
    """What the person's teams look at this week; it stands before everything else."""


def _is_the_only_seat(lines: Sequence[Line], seats: Sequence[Seat]) -> bool:
    """Whether all lines are about the one place where the person sits: then none names it."""
    places = {place.code for line in lines for place in line.places}
    return len(places) == 1 and places == {seat.organization_code for seat in seats}


def my_work(
    person: Person, seats: Sequence[Seat], words: Words, *, on: date, after: str = ""
) -> MyWork:
    """Everything the person owes from these seats, as a page shows it."""
    year, running, teams = work.standing_with_teams(seats, on=on)
    pairs = work.pairs_of(seats, year, running, on=on) if year else []
    if year is None or not pairs:
        return MyWork(None, [], [], [], 0, 0, "", "", running=running)
    words = words_in(words.edition.version, year.start)
    tasks = once_per_deed(asked_of(work.my_tasks(person, pairs, year, on=on)))
    open_ = [one for one in tasks if one.state == "open"]
    waits = [one for one in open_ if waits_for_team(one, words, running, teams)]
    lines = listed([one for one in open_ if one not in waits], words, on=on)
    shown = [line for line in lines if line.key > after][:LINES]
    more = lines[-1].key > shown[-1].key if shown else False
    first = shown[0] if shown and not after else None
    others, month, count = work.waiting_for(pairs, year, on=on)
    others = without_money(others, seats)
    return MyWork(
        first=first,
        sections=sections_of(shown[1:] if first else shown, on=on)
        + (team_section(waits, words, on=on) if not after else []),
        waiting=waiting_lines(others, words) if not after else [],
        done=finished([one for one in tasks if one.state == "done"], words) if not after else [],
        open_count=sum(len(line.places) for line in lines),
        late_count=sum(len(line.places) for line in lines if line.late),
        coming="" if lines else _coming(month, count),
        after=shown[-1].key if more else "",
        at_one_place=_is_the_only_seat(lines, seats),
        running=running,
        questions=questions_of(seats, teams, on=on) if not after else [],
    )


def line_of(
    person: Person, seats: Sequence[Seat], words: Words, code: str, *, on: date
) -> list[Line]:
    """The lines of one step, for the page that lists all its organizations."""
    year, running = work.standing_of(seats)
    pairs = work.pairs_of(seats, year, running, on=on) if year else []
    if year is None or not pairs:
        return []
    words = words_in(words.edition.version, year.start)
    tasks = once_per_deed(asked_of(work.my_tasks(person, pairs, year, on=on)))
    lines = listed([one for one in tasks if one.state == "open"], words, on=on)
    return [line for line in lines if line.said.code == code]


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


def listed(tasks: Sequence[MyTask], words: Words, *, on: date) -> list[Line]:
    """What the page lists; in the last week of a month without steps, those of the next one."""
    return lines_of(tasks, words, on=on) or lines_of(tasks, words, on=on, ahead=True)


def lines_of(tasks: Iterable[MyTask], words: Words, *, on: date, ahead: bool = False) -> list[Line]:
    """Steps by date; the same step at several organizations is one line."""
    this_month = first_of_month(on)
    week = on + timedelta(days=7)
    found: dict[tuple[str, date | None, str], Line] = {}
    for one in tasks:
        if not ahead and one.month > this_month and (one.due is None or one.due > week):
            continue
        late = one.late_after is not None and one.late_after < on
        group = (one.code, one.due, one.why)
        line = found.get(group)
        if line is None:
            said = step_words(words, one.code, one.title, one.month)
            line = found[group] = _line(one, said, words, late=late, on=on)
        line.places.append(Place(one.id, one.organization, one.organization_code))
    return sorted(found.values(), key=lambda line: line.key)


def _line(one: MyTask, said: TaskWords, words: Words, *, late: bool, on: date) -> Line:
    day = one.due or month_end(one.month)
    row = said.activity
    return Line(
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


def _tag(one: MyTask, words: Words) -> str:
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


def team_section(tasks: Sequence[MyTask], words: Words, *, on: date) -> list[Section]:
    """Steps that start once a team exists: neither late nor next, so they stand last."""
    lines = lines_of(tasks, words, on=on)
    return [Section("team", _("Once the team exists"), lines)] if lines else []


def finished(tasks: Sequence[MyTask], words: Words) -> list[Finished]:
    """What was done this month, the latest first."""
    found: dict[str, list[MyTask]] = {}
    for one in sorted(tasks, key=lambda task: task.settled_on or task.month, reverse=True):
        found.setdefault(one.code, []).append(one)
    shown = []
    for code, group in list(found.items())[:LINES]:
        one = group[0]
        said = step_words(words, code, one.title, one.month)
        named = one.organization
        if len(group) > 1:
            named = ngettext("%d organization", "%d organizations", len(group)) % len(group)
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
