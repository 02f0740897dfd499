"""The year as cards: the next step, then one card per activity with its check lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.home.queries.year import Year
from trellis.home.words import ActivityWords, due_words, month_name, short, until_words
from trellis.kit.dates import first_of_month
from trellis.kit.school_year import last_of_month
from trellis.work.queries import YearTask

FINISHED = ("done", "waived")


@dataclass(slots=True)
class CheckLine:
    """One task in a card."""

    id: int
    text: str
    state: str
    own: bool
    """Whether the reader may check it off."""
    hint: str
    role: str


@dataclass(slots=True)
class Chip:
    """How far another role is in the activity."""

    role: str
    done: int
    of: int


@dataclass(slots=True)
class Card:
    """An activity with the lines that the tab shows."""

    row: ActivityWords
    when: str
    until: str
    late: bool
    day: date
    month: date
    earlier: str
    lines: list[CheckLine]
    chips: list[Chip]
    warnings: list[str]


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


@dataclass(slots=True)
class Month:
    """A month of the rail."""

    label: str
    url: str
    current: bool
    done: int
    of: int
    late: bool
    day: date


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


def rail(year: Year, shown: Sequence[YearTask], chosen: date | None, query: str) -> list[Month]:
    """Months with the progress of what the tab shows."""
    done: dict[date, int] = {}
    of: dict[date, int] = {}
    late: set[date] = set()
    for task in shown:
        if task.state == "waived":
            continue
        of[task.month] = of.get(task.month, 0) + 1
        if year.state(task, own=True) == "done":
            done[task.month] = done.get(task.month, 0) + 1
        elif task.is_late(year.on):
            late.add(task.month)
    return [
        Month(
            label=month_name(day)[:3],
            url=f"?month={month.code}{query}",
            current=day == chosen,
            done=done.get(day, 0),
            of=of.get(day, 0),
            late=day in late,
            day=day,
        )
        for month, day in zip(year.plan.months, year.months, strict=True)
    ]


def next_step(year: Year, shown: Iterable[YearTask]) -> Next | None:
    """The first open step of the reader, by date."""
    waiting = [one for one in shown if year.state(one, own=True) not in FINISHED]
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
    return task.due or last_of_month(task.month.year, task.month.month)


def cards(year: Year, shown: Sequence[YearTask], month: date | None, *, mine: bool) -> list[Group]:
    """Cards by month; in the reader's own tab open steps of earlier months come along."""
    by_activity: dict[str, list[YearTask]] = {}
    for task in year.tasks:
        by_activity.setdefault(year.said(task).activity.code, []).append(task)
    picked: dict[str, list[YearTask]] = {}
    for task in shown:
        if month is None or task.month == month or (mine and _left_over(year, task, month)):
            picked.setdefault(year.said(task).activity.code, []).append(task)
    finished = {code for code, all_of in by_activity.items() if _is_finished(year, all_of)}
    found = [
        _card(year, tasks, by_activity[code], finished, month, mine=mine)
        for code, tasks in picked.items()
    ]
    groups: dict[date, Group] = {}
    for card in sorted(found, key=lambda one: (one.day, one.row.order)):
        at = card.month if month is None else month
        groups.setdefault(at, Group(month_name(at))).cards.append(card)
    return [groups[at] for at in sorted(groups)]


def _left_over(year: Year, task: YearTask, month: date) -> bool:
    """Whether an open step of an earlier month is still to do in the month shown, if it is now."""
    now = first_of_month(year.on)
    return task.month < month <= now and year.state(task, own=True) not in FINISHED


def _is_finished(year: Year, tasks: Iterable[YearTask]) -> bool:
    return all(task.state in FINISHED for task in tasks)


def _card(
    year: Year,
    tasks: list[YearTask],
    all_of: list[YearTask],
    finished: set[str],
    month: date | None,
    *,
    mine: bool,
) -> Card:
    row = year.said(tasks[0]).activity
    open_ones = [one for one in tasks if year.state(one, own=True) not in FINISHED]
    first = min(open_ones or tasks, key=_day)
    late = any(one.is_late(year.on) for one in open_ones)
    words = due_words(
        year.said(first), first.due, first.late_after, first.month, late=first.is_late(year.on)
    )
    return Card(
        row=row,
        when=words,
        until="" if late or not open_ones or first.due is None
        else until_words(first.late_after, year.on),
        late=late,
        day=_day(first),
        month=tasks[0].month,
        earlier=month_name(tasks[0].month) if month and tasks[0].month != month else "",
        lines=[line(year, task) for task in tasks],
        chips=_chips(year, [one for one in all_of if not year.is_mine(one)]) if mine else [],
        warnings=_warnings(year, row, finished) if open_ones else [],
    )  # fmt: skip


def _chips(year: Year, others: Iterable[YearTask]) -> list[Chip]:
    found: dict[str, Chip] = {}
    for task in others:
        if task.state == "waived":
            continue
        chip = found.get(task.role)
        if chip is None:
            label = year.words.columns.get(task.role, task.role)
            chip = found[task.role] = Chip(label, 0, 0)
        chip.of += 1
        chip.done += task.state == "done"
    return list(found.values())


def _warnings(year: Year, row: ActivityWords, finished: set[str]) -> list[str]:
    """What usually comes first and is open; advice while it holds. Nothing here blocks."""
    found = []
    for code, why in row.after:
        if code not in finished and code in year.words.activities:
            title = year.words.activities[code].title
            found.append(_("Usually after: %(title)s (not done yet). %(why)s")
                         % {"title": title, "why": why})  # fmt: skip
    found += [text for text, until in row.advice if until not in finished]
    return found


def line(year: Year, task: YearTask) -> CheckLine:
    """A check line with what is known beside it."""
    own = year.is_mine(task)
    state = year.state(task, own=own)
    return CheckLine(
        id=task.id,
        text=year.said(task).text,
        state=state,
        own=own,
        hint=" · ".join(_hints(year, task, state)),
        role=task.role,
    )


def _hints(year: Year, task: YearTask, state: str) -> Iterable[str]:
    said = year.said(task)
    if state == "waived":
        yield _("Does not apply: %s") % task.reason
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
        role = year.words.roles.get(task.role, task.role)
        yield _("%s: vacant, falls to you") % role
    if said.system and task.state == "open":
        yield said.system.about
    yield from _counts(year, task)


def _counts(year: Year, task: YearTask) -> Iterable[str]:
    notes, files = year.beside.notes.get(task.id, 0), year.beside.files.get(task.id, 0)
    if notes:
        yield ngettext("%d note", "%d notes", notes) % notes
    if files:
        yield ngettext("%d file", "%d files", files) % files
