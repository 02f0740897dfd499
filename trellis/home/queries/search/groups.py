"""Schools, people, steps, meetings and resources: each kind is read within what seats may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.home.addresses import HOMES, address, task_root
from trellis.home.queries.search.wanted import Wanted, exactly, nearly, nearly_says, says
from trellis.home.queries.teams import activities_away
from trellis.home.words import Words, step_words, words
from trellis.kit import clock, dates
from trellis.kit.paging import number
from trellis.kit.school_year import school_year
from trellis.meetings import rules as meetings
from trellis.meetings.models import Attendance, Meeting, Party
from trellis.meetings.schema import Form
from trellis.organizations.imports.layouts import kinds
from trellis.organizations.models import Appointment, Assignment, Level, Organization, holding
from trellis.organizations.queries import LAST, code_asked
from trellis.organizations.rules import Seat, within_reach
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say
from trellis.work.models import State, Task
from trellis.work.rules import roles_done_by

MOST = 200
"""How many of a kind are counted; beyond it only that there are more is said."""


MEETING = ("meeting__title", "meeting__topic", "organization__name")


class Hit(NamedTuple):
    """One thing found: its words, what stands beside it, where it leads, and its key."""

    title: str
    beside: str
    url: str
    key: str
    outside: bool = False
    """Whether the link leaves Trellis."""


class Asking(NamedTuple):
    """Who looks for what, in which edition of the program."""

    wanted: Wanted
    person: Person
    seats: Sequence[Seat]
    program: Program
    version: int
    after: str = ""


class Pile(NamedTuple):
    """What was found of one kind: whether only nearly, and whether there is more than counted."""

    hits: list[Hit]
    nearly: bool
    more: bool


Row = tuple[Any, ...]


def schools(asking: Asking) -> Pile:
    """Schools, districts and offices of the public directory, by name or beginning of a code."""
    listed = [code for code, one in kinds(asking.program).items() if one.listed]
    rows = Organization.objects.filter(kind__in=listed, closed_on=None).exclude(level=Level.STATE)
    name, _mark, code = asking.after.partition("|")
    if code:
        rows = rows.filter(sort_name__gte=name).filter(Q(sort_name__gt=name) | Q(code__gt=code))
    asked = code_asked(asking.wanted.text)
    if asked:
        begun = Q(code__gte=asked, code__lt=asked + LAST)
        rows = rows.filter(begun).annotate(off=Value(0))
    else:
        rows = _ranked(rows, asking, "sort_name")
    fields = ("off", "sort_name", "code", "name", "level", "city", "district__name")
    found = _read(rows, ("off", "sort_name", "code"), fields)
    return _piled(found, asking, lambda row: row[3], _school)


def _school(row: Row) -> Hit:
    _off, sort_name, code, name, level, city, district = row
    beside = [district if level == Level.SCHOOL else "", city, code]
    url = address(HOMES.get(level, "school"), code)
    return Hit(name, " · ".join(part for part in beside if part), url, f"{sort_name}|{code}")


def people(asking: Asking) -> Pile:
    """People who hold a role, or serve, where the seats read the year; with one such place."""
    reach = within_reach(asking.seats, Capability.YEAR_READ)
    there = Organization.objects.filter(reach, closed_on=None)
    today = holding(clock.today())
    held = Appointment.objects.filter(today, person=OuterRef("pk"), organization__in=there)
    served = Assignment.objects.filter(today, person=OuterRef("pk"), organization__in=there)
    rows = Person.objects.filter(Exists(held) | Exists(served), is_active=True)
    name, _mark, pk = asking.after.partition("|")
    if (after := number(pk)) is not None:
        rows = rows.filter(sort_name__gte=name).filter(Q(sort_name__gt=name) | Q(pk__gt=after))
    rows = _ranked(rows, asking, "sort_name").annotate(
        **{
            short: Coalesce(
                Subquery(held.order_by("pk").values(field)[:1]),
                Subquery(served.order_by("pk").values(field)[:1]),
            )
            for short, field in (
                ("as_role", "role"), ("place", "organization__name"), ("at", "organization"),
            )
        }
    )  # fmt: skip
    fields = ("off", "sort_name", "pk", "name", "as_role", "place", "at")
    found = _read(rows, ("off", "sort_name", "pk"), fields)
    roles = asking.program.roles

    def hit(row: Row) -> Hit:
        _off, sort_name, pk, name, role, place, at = row
        called = say(roles[role].name) if role in roles else role
        url = reverse("organizations:appointments", args=[at])
        return Hit(name, f"{called}, {place}", url, f"{sort_name}|{pk}")

    return _piled(found, asking, lambda row: row[3], hit)


def steps(asking: Asking) -> Pile:
    """Steps of this school year that the seats' years show: by the words of the program or own."""
    start = school_year(clock.today(), asking.program.pack.school_year_starts)
    said = words(asking.version, start)
    rows = _steps_seen(asking, said).filter(workplan__year__start=start)
    if (after := number(asking.after)) is not None:
        rows = rows.filter(pk__gt=after)
    fields = (
        "off", "pk", "template_code", "title", "month", "role", "state",
        "workplan__organization__name",
    )  # fmt: skip
    found = _read(rows, ("off", "pk"), fields)
    states = dict(State.choices)

    def text(row: Row) -> str:
        one = step_words(said, row[2], row[3], row[4])
        return one.text if row[3] else f"{one.text} {one.activity.title}"

    def hit(row: Row) -> Hit:
        _off, pk, code, title, month, role, state, place = row
        beside = (
            place,
            f"{said.roles.get(role, role)}",
            dates.month_name(month),
            f"{states[state]}",
        )
        named = step_words(said, code, title, month).text
        return Hit(named, " · ".join(beside), f"{task_root()}{pk}/", str(pk))

    return _piled(found, asking, text, hit)


def _steps_seen(asking: Asking, said: Words) -> QuerySet[Task, Any]:
    """Steps in reach, and those above an own place; what was agreed above is not shown below."""
    exact, near = _codes(asking, said)
    codes = exact or near
    there = Organization.objects.filter(within_reach(asking.seats, Capability.YEAR_READ))
    above = {
        pk
        for seat in asking.seats
        if seat.gives(Capability.YEAR_READ, asking.program)
        for _floor, pk in seat.ancestors
    }
    own = ~Q(title="") & nearly(asking.wanted, "title", key=False)
    seen = Q(workplan__organization__in=there) & (Q(template_code__in=codes) | own)
    seen |= Q(workplan__organization__in=above, template_code__in=codes, title="")
    first = Q(template_code__in=exact) | (~Q(title="") & exactly(asking.wanted, "title", key=False))
    return Task.objects.filter(seen).annotate(off=Case(When(first, Value(0)), default=Value(1)))


def _codes(asking: Asking, said: Words) -> tuple[list[str], list[str]]:
    """Codes of the steps whose words say it, and of those that nearly do."""
    exact, near, away = [], [], activities_away(asking.seats)
    for code, one in said.tasks.items():
        if one.activity.code in away:
            continue
        text = f"{one.text} {one.activity.title}"
        if says(asking.wanted, text):
            exact.append(code)
        elif nearly_says(asking.wanted, text):
            near.append(code)
    return exact, near


def gatherings(asking: Asking) -> Pile:
    """Meetings that a person may read of, the latest first; never what was noted in them."""
    called = {one.code: say(one.name) for one in meetings.told().kinds}
    rows = _meetings_said(_meetings_seen(asking), asking.wanted, called)
    begun, _mark, pk = asking.after.partition("|")
    if (last := number(pk)) is not None and (at := _moment(begun)) is not None:
        rows = rows.filter(meeting__starts_at__lte=at)
        rows = rows.filter(Q(meeting__starts_at__lt=at) | Q(pk__lt=last))
    fields = ("off", "pk", "kind", *MEETING, "meeting__starts_at", "state")
    found = _read(rows, ("off", "-meeting__starts_at", "-pk"), fields)

    def text(row: Row) -> str:
        return " ".join((row[3], row[4], row[5], called.get(row[2], "")))

    def hit(row: Row) -> Hit:
        _off, pk, kind, title, topic, place, begins, state = row
        beside = [place, dates.moment(begins), topic]
        if state != Meeting.State.PLANNED:
            beside.append(f"{Meeting.State(state).label}")
        url = reverse("meetings:meeting", args=[pk])
        said = " · ".join(part for part in beside if part)
        return Hit(title or f"{called.get(kind, kind)}", said, url, f"{begins.isoformat()}|{pk}")

    return _piled(found, asking, text, hit)


def _meetings_said(
    rows: QuerySet[Party, Any], asked: Wanted, called: dict[str, str]
) -> QuerySet[Party, Any]:
    """Those whose title, topic, place or kind says each of the words, or nearly does."""
    near, exact = Q(), Q()
    for word in asked.words:
        alone = Wanted(word, (word,))
        kind = Q(kind__in=[code for code, name in called.items() if nearly_says(alone, name)])
        near &= nearly(alone, *MEETING, key=False) | kind
        kind = Q(kind__in=[code for code, name in called.items() if says(alone, name)])
        exact &= exactly(alone, *MEETING, key=False) | kind
    return rows.filter(near).annotate(off=Case(When(exact, Value(0)), default=Value(1)))


def _meetings_seen(asking: Asking) -> QuerySet[Party, Any]:
    """Parts that seats read of, or to which somebody was asked in a role that they still hold.

    What a coach writes is between two people and is never searched, not by them either.
    """
    found = meetings.readable(asking.seats)
    for seat in asking.seats:
        roles = roles_done_by(asking.program, seat.role)
        rows = Attendance.objects.filter(person=asking.person, role__in=roles)
        near = Q(organization=seat.organization_id)
        for floor in ("district", "office", "state"):
            near |= Q(**{f"organization__{floor}": seat.organization_id})
        found |= Q(pk__in=rows.values("party")) & near
    alone = [one.code for one in meetings.told().kinds if one.form == Form.COACHING]
    return Party.objects.filter(found).exclude(kind__in=alone)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def resources(asking: Asking) -> Pile:
    """What the program names to read or fill in; no query."""
    rows = [
        (not says(asking.wanted, title), title, one.url)
        for one in asking.program.resources.values()
        for title in (say(one.title),)
        if nearly_says(asking.wanted, title)
    ]
    rows = [row for row in sorted(set(rows)) if f"{row[1]}|" > asking.after]
    none = _("No address is known yet")
    return _piled(
        rows, asking, lambda row: row[1],
        lambda row: Hit(row[1], "" if row[2] else none, row[2], f"{row[1]}|", outside=True),
    )  # fmt: skip


def _read(rows: QuerySet[Any, Any], order: Sequence[str], fields: Sequence[str]) -> list[Row]:
    """As many rows as are counted, and one more; one query."""
    return list(rows.order_by(*order).values_list(*fields)[: MOST + 1])


def _ranked(rows: QuerySet[Any, Any], asking: Asking, field: str) -> QuerySet[Any, Any]:
    """Rows that say it or nearly do; `off` tells the two apart."""
    exact = exactly(asking.wanted, field)
    off = Case(When(exact, Value(0)), default=Value(1))
    ranked: QuerySet[Any, Any] = rows.filter(nearly(asking.wanted, field)).annotate(off=off)
    return ranked


def _piled(
    rows: Sequence[Row], asking: Asking, text: Callable[[Row], str], hit: Callable[[Row], Hit]
) -> Pile:
    """Those that say it; where none does, those that nearly do."""
    exact = [row for row in rows if not row[0] or says(asking.wanted, text(row))]
    if exact or asking.after:
        return Pile([hit(row) for row in exact[:MOST]], False, len(exact) > MOST)
    near = [row for row in rows if nearly_says(asking.wanted, text(row))]
    return Pile([hit(row) for row in near[:MOST]], bool(near), len(near) > MOST)
