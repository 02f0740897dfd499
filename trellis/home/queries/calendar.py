"""A person's calendar: meetings they are asked to, and the days by which they owe something."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.home.queries.my_work import once_per_deed
from trellis.home.queries.teams import asked_of
from trellis.home.words import Words, due_words, missing_task, words
from trellis.kit.icalendar import Event, calendar, day_event
from trellis.meetings.calendar import event_of
from trellis.meetings.models import Attendance, Meeting, Party
from trellis.meetings.rules import is_asked, lead_seat
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs.models import ProgramYear
from trellis.work import queries as work
from trellis.work.models import State, Task
from trellis.work.queries import MyTask

BACK = timedelta(days=60)
"""How long a meeting stays in the calendar after it was held or cancelled."""

NAMED = 12
"""Organizations that the entry of one step names before it counts the rest."""


@dataclass(frozen=True)
class Entries:
    """What a calendar says; the steps carry no moment of their own yet."""

    meetings: tuple[Event, ...]
    steps: tuple[Event, ...]

    @property
    def digest(self) -> str:
        """What tells one state of the calendar from another."""
        return hashlib.sha256(calendar([*self.meetings, *self.steps]).encode()).hexdigest()

    def written(self, *, version: int, at: datetime) -> str:
        """The whole calendar, its steps as of its last change."""
        dated = [replace(one, stamp=at, sequence=version) for one in self.steps]
        return calendar([*self.meetings, *dated], name="Trellis")


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def entries_of(person: Person, program: int, *, on: date) -> Entries:
    """Everything that stands in a person's calendar, in their language and a version's words.

    At most six queries.
    """
    with translation.override(person.language or settings.LANGUAGE_CODE):
        seats = seats_of(person, on=on)
        if not seats:
            return Entries((), ())
        meetings = tuple(_meetings(person, seats, since=_midnight(on - BACK)))
        year, running = work.standing_of(seats)
        pairs = work.pairs_of(seats, year, running, on=on) if year else []
        if year is None or not pairs:
            return Entries(meetings, ())
        until = date(year.start + 2, 1, 1)  # past the end of every program year
        tasks = once_per_deed(asked_of(work.my_tasks(person, pairs, year, on=on, until=until)))
        owed = [one for one in tasks if one.state == State.OPEN and one.due is not None]
        return Entries(meetings, tuple(_steps(owed, words(program, year.start), person, year)))


# ---- Meetings ----


def _meetings(person: Person, seats: Sequence[Seat], *, since: datetime) -> list[Event]:
    """Meetings that somebody is asked to in a role that they still hold, each once.

    What came from an earlier log is past and stands in no calendar.
    """
    near = ("party__meeting", "party__organization")
    rows = Attendance.objects.filter(
        person=person, party__meeting__starts_at__gte=since, party__meeting__imported=False
    )
    found: dict[int, tuple[Meeting, list[Party]]] = {}
    for row in rows.select_related(*near).order_by("party__meeting__starts_at", "party"):
        party, meeting = row.party, row.party.meeting
        leads = meeting.led_by_id == person.pk and _leads(seats, meeting, party.organization)
        if leads or is_asked(seats, person, party, [row]):
            found.setdefault(meeting.pk, (meeting, []))[1].append(party)
    return [
        event_of(meeting, [one.organization.name for one in parties], page=meeting_page(parties[0]))
        for meeting, parties in found.values()
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _leads(seats: Sequence[Seat], meeting: Meeting, organization: Organization) -> bool:
    return lead_seat(seats, meeting.kind, at=organization) is not None


def meeting_page(party: Party) -> str:
    """Where one reads of a party's part, as a whole address."""
    return settings.BASE_URL + reverse("meetings:meeting", args=[party.pk])


# ---- Steps with a day ----


def _steps(
    tasks: Iterable[MyTask], said: Words, person: Person, year: ProgramYear
) -> Iterable[Event]:
    """One entry for a step and a day, however many organizations owe it.

    The day on which most owe it keeps the step's identity, so that a moved day moves the entry.
    """
    days: dict[str, dict[date, list[MyTask]]] = {}
    for one in tasks:
        if one.due is not None:
            days.setdefault(one.code, {}).setdefault(one.due, []).append(one)
    alone = (
        len({one.organization_id for owed in days.values() for day in owed.values() for one in day})
        == 1
    )
    for code, owed in days.items():
        most = max(owed, key=lambda day: (len(owed[day]), -day.toordinal()))
        for day, same in owed.items():
            apart = "" if day == most else f"/{day.isoformat()}"
            yield _step(f"{person.pk}/{year.start}/{code}{apart}", day, same, said, alone=alone)


def _step(name: str, day: date, same: Sequence[MyTask], said: Words, *, alone: bool) -> Event:
    one = same[0]
    step = said.tasks.get(one.code) or missing_task(one.code)
    # Words that people wrote themselves may say anything; a title on a locked screen may not.
    text = _("A step agreed in a meeting") if is_own(one.code) else step.text
    places = sorted({each.organization for each in same})
    if len(same) == 1:
        page = reverse("home:task", args=[one.id])
    else:
        page = f"{reverse('home:my-work')}?{urlencode({'step': one.code})}"
    when = due_words(step, day, one.late_after, one.month)
    lines = [when, "" if alone else _named(places), step.activity.why, settings.BASE_URL + page]
    event = day_event(
        identity(f"my/{name}"),
        LONG_AGO,
        day,
        text if alone else _at(text, places),
        description="\n".join(line for line in lines if line),
        url=settings.BASE_URL + page,
    )
    return event if one.late_after else replace(event, status="TENTATIVE")


def day_of(task: Task, program: int) -> str:
    """The day of one step as a calendar of its own; empty where no day is known; no query but for
    its year's words."""
    if task.due is None:
        return ""
    step = words(program, task.workplan.year.start).tasks.get(task.template_code)
    step = step or missing_task(task.template_code)
    place, page = task.workplan.organization.name, reverse("home:task", args=[task.pk])
    text = _("A step agreed in a meeting") if is_own(task.template_code) else step.text
    event = day_event(
        identity(f"task/{task.pk}"),
        task.workplan.opened_at,
        task.due,
        _at(text, [place]),
        description=settings.BASE_URL + page,
        url=settings.BASE_URL + page,
    )
    return calendar([event])


def is_own(code: str) -> bool:
    """Whether people wrote a step's words themselves."""
    return code.startswith("own:")


def _at(text: str, places: Sequence[str]) -> str:
    if len(places) == 1:
        return _("%(step)s (%(place)s)") % {"step": text, "place": places[0]}
    counted = ngettext(
        "%(step)s (%(count)s organization)", "%(step)s (%(count)s organizations)", len(places)
    )
    return counted % {"step": text, "count": len(places)}


def _named(places: Sequence[str]) -> str:
    if len(places) <= NAMED:
        return ", ".join(places)
    rest = len(places) - NAMED
    return _("%(names)s and %(count)s more") % {"names": ", ".join(places[:NAMED]), "count": rest}


def identity(name: str) -> str:
    """The same identity for the same thing here, and another in every other house."""
    return str(uuid5(NAMESPACE_URL, f"{settings.BASE_URL}/calendar/{name}"))
