"""Who asks for help, who gives it, and who reads of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from trellis.meetings import rules
from trellis.meetings.queries.people import asked_to
from trellis.meetings.schema import Form
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, grants
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

GIVING = (Form.ONE, Form.MANY, Form.OPEN)
"""Forms of meetings whose leaders also help one to one."""
OWN_FLOORS = ("school", "district")
SATURDAY = 5


def givers() -> list[str]:
    """Roles that help one to one: those that lead meetings with others than their own."""
    kinds = rules.told().kinds
    return list(dict.fromkeys(one.led_by for one in kinds if one.form in GIVING))


def giving_seat(seats: Iterable[Seat], at: Organization, acting: str = "") -> Seat | None:
    """The seat from which somebody gives help here."""
    held = list(seats)
    for kind in rules.told().kinds:
        if kind.form in GIVING:
            seat = rules.lead_seat(held, kind.code, at=at, acting=acting)
            if seat is not None:
                return seat
    return None


def asking_seat(seats: Iterable[Seat], at: Organization) -> Seat | None:
    """The seat from which somebody asks for help: of the school itself, or of its district."""
    return next(
        (
            seat
            for seat in seats
            if seat.level in OWN_FLOORS
            and not seat.assigned
            and grants(seat, Capability.MEETING_READ, at=at)
            and grants(seat, Capability.TASK_DO, at=at)
        ),
        None,
    )


def may_read(seats: Iterable[Seat], at: Organization) -> bool:
    """Whether somebody reads of help given and asked for here."""
    return rules.may_read_at(seats, at)


def answerers(organization: Organization, *, on: date) -> list[Person]:
    """Who answers here: the first role that anybody holds, else whom its vacancy falls to."""
    program = programs.current()
    roles = givers()
    falls = [program.roles[one].vacancy_falls_to for one in roles if one in program.roles]
    for role in (*roles, *(one for one in falls if one)):
        found = asked_to([organization], [role], on=on)[organization.pk]
        if found:
            return [one.person for one in found]
    return []


def answer_day(on: date) -> date:
    """By when an answer is due: so many working days after, as the program says."""
    day = on
    for _number in range(rules.told().help_days):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return day


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of help with their words."""
    return [(one.code, say(one.label)) for one in rules.told().help_kinds]


def called(code: str) -> str:
    """What people call a kind of help."""
    found = rules.told().help_kind(code)
    return say(found.label) if found else code
