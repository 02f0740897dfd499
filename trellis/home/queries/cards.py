"""The year as cards: the next step, then one card per activity with its check lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.template import engines
from django.utils.translation import ngettext
from markupsafe import Markup

from trellis.home.queries.year import Year
from trellis.home.words import (
    ActivityWords,
    TaskWords,
    due_words,
    month_end,
    short,
    until_words,
    words_of,
)
from trellis.kit.dates import first_of_month
from trellis.kit.tongue import gettext as _
from trellis.programs.queries import Edition
from trellis.work.queries import YearTask

FINISHED = ("done", "waived", "earlier")
ASIDE = ("waived", "earlier")
"""States that no progress counts: what does not apply, and what was done before Trellis."""
SIGNS = {"done": "✓", "begun": "◐", "late": "!", "waived": "–", "earlier": "✓", "open": "○"}


# Templates unpack these rows in their loops: an attribute of a row costs Jinja a look-up each time.


class CheckLine(NamedTuple):
    """One task in a card; `button` says whether the reader may check it off or undo it."""

    id: int
    text: str
    state: str
    button: str
    hint: str
    who: str
    sign: str


class Chip(NamedTuple):
    """How far another role is in the activity."""

    role: str
    done: int
    of: int


class Card(NamedTuple):
    """An activity with the lines that the tab shows."""

    title: str
    why: str
    minutes: str
    help: Markup
    """Help, topics and resources, written once per plan."""
    when: str
    until: str
    late: bool
    earlier: str
    lines: list[CheckLine]
    chips: list[Chip]
    warnings: list[str]
    day: date
    month: date
    order: int


@dataclass(slots=True)
class Next:
    """The one loud step."""

    id: int
    text: str
    row: ActivityWords
    when: str
    until: str
    late: bool
    system: str


class Month(NamedTuple):
    """A month of the rail."""

    url: str
    label: str
    current: bool
    words: str
    done: int
    of: int


@dataclass(slots=True)
class Group:
    """The cards of one month under its name."""

    title: str
    cards: list[Card] = field(default_factory=list)


def chosen_month(year: Year, wanted: str) -> date | None:
    """The month asked for by its code, else today's or the nearest before; None for all."""
    if wanted == "all":
        return None
    for month, day in zip(year.plan.months, year.months, strict=True):
        if month.code == wanted:
            return day
    this = first_of_month(year.on)
    return max((day for day in year.months if day <= this), default=year.months[0])


def rail(
    year: Year, states: Sequence[tuple[YearTask, str]], chosen: date | None, query: str
) -> list[Month]:
    """Months with the progress of what the tab shows."""
    counts: dict[date, list[int]] = {day: [0, 0, 0] for day in year.months}
    for task, state in states:
        if state in ASIDE:
            continue
        count = counts.setdefault(task.month, [0, 0, 0])
        count[0] += 1
        if state == "done":
            count[1] += 1
        elif state == "late":
            count[2] += 1
    names = year.words.months
    return [
        Month(
            f"?month={month.code}{query}",
            names[day.month][:3],
            day == chosen,
            _count_words(*counts[day]),
            counts[day][1],
            counts[day][0] or 1,
        )
        for month, day in zip(year.plan.months, year.months, strict=True)
    ]


def _count_words(of: int, done: int, late: int) -> str:
    if not of:
        return "–"
    sign = "✓ " if done == of else "! " if late else ""
    return f"{sign}{done} / {of}"


def next_step(year: Year) -> Next | None:
    """The first open step of the reader, by date; none that waits for a team or is kept away."""
    states = year.my_states
    waiting = [
        one for one in year.my_tasks if states[one.id] not in FINISHED and year.puts_first(one)
    ]
    if not waiting:
        return None
    task = min(waiting, key=lambda one: (_day(one), one.order))
    said = year.said(task)
    late = task.is_late(year.on)
    return Next(
        id=task.id,
        text=said.text,
        row=said.activity,
        when=due_words(said, task.due, task.late_after, task.month, late=late),
        until="" if late or task.due is None else until_words(task.late_after, year.on),
        late=late,
        system=said.system.about if said.system else "",
    )


def _day(task: YearTask) -> date:
    return task.due or month_end(task.month)


def cards(
    year: Year, shown: Sequence[tuple[YearTask, str]], month: date | None, *, mine: bool
) -> list[Group]:
    """Cards by month; in the reader's own tab open steps of earlier months come along."""
    now = first_of_month(year.on)
    known = year.words.tasks
    picked: dict[str, list[tuple[YearTask, str]]] = {}
    for task, state in shown:
        # An open step of an earlier month is still to do in this one.
        left = mine and month and task.month < month <= now and state not in FINISHED
        if month is None or task.month == month or left:
            said = known.get(task.code) or year.said(task)
            picked.setdefault(said.activity.code, []).append((task, state))
    maker = _Maker(year, month, mine)
    found = sorted(
        (maker.card(code, lines) for code, lines in picked.items()),
        key=lambda one: (one.day, one.order),
    )
    groups: dict[date, Group] = {}
    for card in found:
        at = card.month if month is None else month
        groups.setdefault(at, Group(year.words.months[at.month])).cards.append(card)
    return [groups[at] for at in sorted(groups)]


class _Maker:
    """Makes the cards of one page."""

    def __init__(self, year: Year, month: date | None, mine: bool) -> None:
        self._year, self._month, self._mine = year, month, mine
        self._finished = {
            code
            for code, tasks in year.rows.items()
            if all(task.state in FINISHED for task in tasks)
        }

    def card(self, code: str, lines: Sequence[tuple[YearTask, str]]) -> Card:
        """An activity with its lines; its date is that of its first open step."""
        year, month = self._year, self._month
        open_ones = [task for task, state in lines if state not in FINISHED]
        first = min(open_ones or [task for task, _ in lines], key=_day)
        late = any(state == "late" for _task, state in lines)
        said, at = year.said(first), lines[0][0].month
        firm = open_ones and not late and first.due is not None
        row = said.activity
        return Card(
            title=row.title,
            why=row.why,
            minutes=row.minutes,
            help=_help(year.words.edition, row.code, year.words.language),
            when=due_words(
                said, first.due, first.late_after, first.month, late=first.is_late(year.on)
            ),
            until=until_words(first.late_after, year.on) if firm else "",
            late=late,
            earlier=year.words.from_months[at.month] if month and at != month else "",
            lines=[line(year, task, state, named=not self._mine) for task, state in lines],
            chips=_chips(year, year.rows[code]) if self._mine else [],
            warnings=_warnings(year, row, self._finished) if open_ones else [],
            day=_day(first),
            month=at,
            order=row.order,
        )


@lru_cache(maxsize=4096)
def _help(edition: Edition, code: str, _language: str) -> Markup:
    row = words_of(edition).activities.get(code)
    if row is None:
        return Markup("")
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    text: str = env.get_template("home/_help.html").render({"row": row})
    return Markup(text)  # noqa: S704 - rendered, so escaped


def _chips(year: Year, tasks: Iterable[YearTask]) -> list[Chip]:
    """How far the others in an activity are, by role."""
    counts: dict[str, list[int]] = {}
    mine, person = year.mine, year.person
    for task in tasks:
        own = (task.role, task.held_at) in mine and task.assignee in (None, person)
        if own or task.state in ASIDE:
            continue
        count = counts.setdefault(task.role, [0, 0])
        count[0] += task.state == "done"
        count[1] += 1
    columns = year.words.columns
    return [Chip(columns.get(role, role), done, of) for role, (done, of) in counts.items()]


def _warnings(year: Year, row: ActivityWords, finished: set[str]) -> list[str]:
    """What usually comes first and is open; advice while it holds. Nothing here blocks."""
    found = []
    found += [sentence for code, sentence in row.after if code not in finished]
    found += [text for text, until in row.advice if until not in finished]
    return found


def line(year: Year, task: YearTask, state: str, *, named: bool) -> CheckLine:
    """A check line with what is known beside it; `named` tells whose it is."""
    button = ""
    if year.is_mine(task):
        button = "undo" if state == "done" else "do" if state not in ASIDE else ""
    said = year.said(task)
    return CheckLine(
        task.id,
        said.text,
        state,
        button,
        " · ".join(_hints(year, task, said, state)),
        year.words.columns.get(task.role, task.role) if named else "",
        SIGNS[state],
    )


def _hints(year: Year, task: YearTask, said: TaskWords, state: str) -> Iterable[str]:
    if state == "waived":
        yield _("Does not apply: %s") % task.reason
        return
    if state == "earlier":
        yield _("Done before Trellis was used; not counted as on time or late")
        return
    if task.state == "done" and task.settled_on:
        by = _("you") if task.settled_by == year.person else task.settled_name or _("the program")
        yield _("Done %(day)s by %(name)s") % {"day": short(task.settled_on), "name": by}
    if task.each_member:
        holders = year.holders(task.role, task.held_at)
        done = len(year.beside.done_by.get(task.id, ()))
        yield _("%(done)s of %(all)s people have done this") % {
            "done": done,
            "all": max(done, len(holders)),
        }
    if (task.role, task.held_at) in year.fallen:
        yield year.words.falls_to_you.get(task.role, "")
    if said.starts_with and task.state == "open" and year.waits_for(said.starts_with):
        yield year.words.starts_with.get(said.starts_with, "")
    if said.starts_with_team and task.state == "open" and year.waits_for_team(said):
        yield year.words.starts_with_team.get(said.starts_with_team, "")
    if said.system and task.state == "open":
        yield said.system.about
    yield from _counts(year, task)


def _counts(year: Year, task: YearTask) -> Iterable[str]:
    notes, files = year.beside.notes.get(task.id, 0), year.beside.files.get(task.id, 0)
    if notes:
        yield ngettext("%d note", "%d notes", notes) % notes
    if files:
        yield ngettext("%d file", "%d files", files) % files
