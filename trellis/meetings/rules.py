"""Who may read, lead and note a meeting: by the seats held at its parties, and by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Q

from trellis.meetings.models import Attendance, Meeting, Party
from trellis.meetings.schema import Form, KindOfMeeting, Meetings
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, grants, within_reach
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Reach
from trellis.programs.texts import say
from trellis.work.rules import roles_doing, roles_done_by

READ, LEAD, AGENCY = Capability.MEETING_READ, Capability.MEETING_LEAD, Capability.MEETING_AGENCY


def local_day(at: datetime, program: Program | None = None) -> date:
    """The day of a moment on the program's clock; SQLite's bare rows hold UTC without its name."""
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at.astimezone(_zone(program)).date()


def begins(day: date, program: Program | None = None) -> datetime:
    """The moment at which a day begins on the program's clock."""
    return datetime.combine(day, time.min, _zone(program))


def _zone(program: Program | None) -> ZoneInfo:
    return ZoneInfo((program or programs.current()).pack.time_zone)


def told() -> Meetings:
    """What the program says of meetings."""
    return programs.current().section("meetings", Meetings)


def kind_of(code: str) -> KindOfMeeting | None:
    """The kind of that code, in the program of today."""
    return told().kind(code)


def called(code: str) -> str:
    """What people call a meeting of that kind."""
    kind = kind_of(code)
    return say(kind.name) if kind else code


def first_topic(kind: KindOfMeeting | None, month: date) -> str:
    """The topic with which a meeting of a kind opens in a month; empty where there is none."""
    topics = told().topics_of(kind, month.month) if kind else {}
    return say(next(iter(topics.values()), ""))


@lru_cache(maxsize=256)
def leading(program: Program, code: str) -> frozenset[str]:
    """Roles that lead meetings of a kind: its own, those that do its steps, and its stand-in."""
    kind = program.section("meetings", Meetings).kind(code)
    if kind is None or kind.led_by not in program.roles:
        return frozenset()
    falls_to = program.roles[kind.led_by].vacancy_falls_to
    return frozenset({*roles_doing(program, kind.led_by), *([falls_to] if falls_to else [])})


@lru_cache(maxsize=256)
def _own_kinds(program: Program, role: str) -> frozenset[str]:
    """Kinds that a role comes to or leads; all who read at one place only read of no others."""
    done = set(roles_done_by(program, role))
    kinds = program.section("meetings", Meetings).kinds
    return frozenset(
        kind.code for kind in kinds
        if kind.form != Form.COACHING
        and (done & {*kind.roles, kind.led_by} or role in leading(program, kind.code))
    )  # fmt: skip


@lru_cache(maxsize=8)
def _of_teams(program: Program) -> frozenset[str]:
    """Kinds of meetings of teams: read, like all of a team, by who takes part."""
    kinds = program.section("meetings", Meetings).kinds
    return frozenset(kind.code for kind in kinds if kind.form == Form.TEAM)


def _works_with_teams(seat: Seat, program: Program) -> bool:
    return any(seat.gives(one, program) for one in (Capability.TEAM_LEAD, Capability.TEAM_SHARE))


@lru_cache(maxsize=8)
def _confidential(program: Program) -> frozenset[str]:
    kinds = program.section("meetings", Meetings).kinds
    return frozenset(kind.code for kind in kinds if kind.form == Form.COACHING)


def leads_kind(seat: Seat, code: str, program: Program) -> bool:
    """Whether a seat leads meetings of a kind, wherever it reaches."""
    return seat.role in leading(program, code) and seat.gives(LEAD, program)


def led(seats: Iterable[Seat], kinds: Iterable[KindOfMeeting]) -> list[KindOfMeeting]:
    """Those of some kinds that somebody's seats lead anywhere."""
    program, held = programs.current(), list(seats)
    return [one for one in kinds if any(leads_kind(seat, one.code, program) for seat in held)]


def lead_seat(
    seats: Iterable[Seat], code: str, *, at: Organization, acting: str = ""
) -> Seat | None:
    """The seat from which somebody leads meetings of a kind here: the acting one, or the first."""
    roles = leading(programs.current(), code)
    fitting = [seat for seat in seats if seat.role in roles and grants(seat, LEAD, at=at)]
    return next((seat for seat in fitting if seat.key == acting), fitting[0] if fitting else None)


def leader_seat(
    seats: Sequence[Seat], person: Person, meeting: Meeting, parties: Sequence[Party],
    acting: str = "",
) -> Seat | None:  # fmt: skip
    """The seat from which somebody steers a whole meeting.

    Who leads it needs the right at one of its parties, everybody else at all of them.
    """
    found = [
        lead_seat(seats, meeting.kind, at=party.organization, acting=acting) for party in parties
    ]
    there = [seat for seat in found if seat is not None]
    if not there or (len(there) < len(found) and meeting.led_by_id != person.pk):
        return None
    return next((seat for seat in there if seat.key == acting), there[0])


def party_seat(
    seats: Sequence[Seat], person: Person, meeting: Meeting, party: Party,
    others: Sequence[Party] = (), acting: str = "",
) -> Seat | None:  # fmt: skip
    """The seat from which somebody notes one party's part."""
    here = lead_seat(seats, meeting.kind, at=party.organization, acting=acting)
    return here or leader_seat(seats, person, meeting, [party, *others], acting)


def may_read(seats: Iterable[Seat], party: Party) -> bool:
    """Whether somebody may read of a party's part by a role held there or above."""
    program = programs.current()
    if party.kind in _confidential(program):
        return False
    return any(
        grants(seat, READ, at=party.organization)
        and (
            party.kind in _own_kinds(program, seat.role)
            if program.roles[seat.role].reach == Reach.OWN
            else party.kind not in _of_teams(program) or _works_with_teams(seat, program)
        )
        for seat in seats
    )


def is_asked(
    seats: Iterable[Seat], person: Person, party: Party, rows: Iterable[Attendance]
) -> bool:
    """Whether somebody was asked to come in a role that they still hold there or above."""
    program = programs.current()
    near = {party.organization_id, *party.organization.ancestor_ids().values()}
    roles = {row.role for row in rows if row.person_id == person.pk}
    return any(
        seat.organization_id in near and roles & set(roles_done_by(program, seat.role))
        for seat in seats
    )


def may_read_at(seats: Iterable[Seat], organization: Organization) -> bool:
    """Whether somebody reads of meetings there at all."""
    return any(grants(seat, READ, at=organization) for seat in seats)


def may_lead_at(seats: Iterable[Seat], organization: Organization) -> bool:
    """Whether somebody leads some kind of meeting there."""
    program = programs.current()
    return any(
        grants(seat, LEAD, at=organization) and seat.role in leading(program, kind.code)
        for seat in seats
        for kind in told().kinds
    )


def may_read_agency(seats: Iterable[Seat], organization: Organization) -> bool:
    """Whether somebody reads and writes what is noted for the agency only."""
    return any(grants(seat, AGENCY, at=organization) for seat in seats)


def readable(seats: Sequence[Seat]) -> Q:
    """The filter for parties that seats may read of; matches none without seats."""
    program = programs.current()
    wide = [seat for seat in seats if program.roles[seat.role].reach != Reach.OWN]
    found = Q(pk__in=[])
    if wide:
        there = Organization.objects.filter(within_reach(wide, READ))
        found |= Q(organization__in=there) & ~Q(kind__in=_of_teams(program))
    if near := [seat for seat in wide if _works_with_teams(seat, program)]:
        there = Organization.objects.filter(within_reach(near, READ))
        found |= Q(organization__in=there, kind__in=_of_teams(program))
    for seat in seats:
        if program.roles[seat.role].reach == Reach.OWN and seat.gives(READ, program):
            kinds = _own_kinds(program, seat.role)
            found |= Q(organization=seat.organization_id, kind__in=kinds)
    return found & ~Q(kind__in=_confidential(program))
