"""Who of a team came to the meetings of a year: attendance of persons, shown per team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from trellis.meetings import rules
from trellis.meetings.models import Attendance, Meeting, Party
from trellis.organizations.models import Organization, TeamMember
from trellis.organizations.rules import Seat
from trellis.organizations.teams.rules import kinds
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say


@dataclass(slots=True)
class Count:
    """To how many meetings somebody came, of those that they were asked to."""

    came: int = 0
    of: int = 0

    def add(self, came: bool) -> None:
        """One more meeting."""
        self.came, self.of = self.came + came, self.of + 1


@dataclass(slots=True)
class MemberCame:
    """A member of a team, with counts by month and over the year."""

    name: str
    role: str
    months: dict[date, Count] = field(default_factory=dict)
    whole: Count = field(default_factory=Count)


@dataclass(slots=True)
class Met:
    """One meeting: who of the team came, of how many that were asked."""

    party: int
    called: str
    day: date
    came: list[str] = field(default_factory=list)
    of: int = 0


@dataclass(slots=True)
class TeamCame:
    """A team of an organization: its members, the months, and each meeting."""

    name: str
    members: list[MemberCame] = field(default_factory=list)
    months: list[date] = field(default_factory=list)
    meetings: list[Met] = field(default_factory=list)


def teams_at(
    organization: Organization, year: ProgramYear, person: Person, seats: Sequence[Seat]
) -> list[TeamCame]:
    """Each team with who came to what was held in a year, as far as the reader reads of it.

    A meeting counts for somebody while they sit on the team. Two queries.
    """
    members = list(
        TeamMember.objects.filter(team__organization=organization, team__formed_on__isnull=False)
        .select_related("team", "appointment__person")
        .order_by("appointment__person__sort_name", "pk")
    )
    rows = _attendance(organization, year, person, seats, members) if members else []
    program = programs.current()
    found = []
    for kind in kinds(program):
        here = [one for one in members if one.team.kind == kind.code]
        if here:
            team = TeamCame(say(kind.name))
            _fill(team, here, rows)
            found.append(team)
    return found


def in_month(organization: int, month: date, seats: Sequence[Seat]) -> list[tuple[str, list[Met]]]:
    """By team, who of it came to the meetings of a month that these seats read of; one query."""
    sat = "person__appointments__memberships__"
    parties = Party.objects.filter(
        rules.readable(seats), organization=organization, state=Meeting.State.HELD, month=month
    )
    rows = Attendance.objects.filter(**{
        "party__in": parties.values("pk"), f"{sat}team__organization": organization,
        f"{sat}team__formed_on__isnull": False,
    }).order_by("party__meeting__starts_at", "person__sort_name", "pk")  # fmt: skip
    met: dict[str, dict[int, Met]] = {}
    for kind, party, called, at, name, came, starts, ends in rows.values_list(
        f"{sat}team__kind", "party", "party__kind", "party__meeting__starts_at", "person__name",
        "attended", f"{sat}starts", f"{sat}ends",
    ):  # fmt: skip
        day = rules.local_day(at)
        if starts > day or (ends is not None and ends < day):
            continue
        one = met.setdefault(kind, {}).setdefault(party, Met(party, rules.called(called), day))
        one.of += 1
        if came:
            one.came.append(name)
    named = {kind.code: say(kind.name) for kind in kinds(programs.current())}
    return [(name, list(met[code].values())) for code, name in named.items() if code in met]


def _attendance(
    organization: Organization, year: ProgramYear, person: Person,
    seats: Sequence[Seat], members: Sequence[TeamMember],
) -> list[Attendance]:  # fmt: skip
    reads = rules.readable(seats) | Q(attendance__person=person)
    parties = Party.objects.filter(
        reads, organization=organization, state=Meeting.State.HELD, meeting__year=year
    )
    rows = Attendance.objects.filter(
        party__in=parties.values("pk"), person__in={one.appointment.person_id for one in members}
    )
    return list(rows.select_related("party__meeting").order_by("party__meeting__starts_at", "pk"))


def _fill(team: TeamCame, members: Sequence[TeamMember], rows: Sequence[Attendance]) -> None:
    roles = programs.current().roles
    sitting: dict[int, list[TeamMember]] = {}
    lines: dict[int, MemberCame] = {}
    for member in members:
        held = member.appointment
        sitting.setdefault(held.person_id, []).append(member)
        role = roles.get(held.role)
        lines.setdefault(
            held.person_id,
            MemberCame(held.person.name, say(role.name) if role else held.role),
        )
    met: dict[int, Met] = {}
    for row in rows:
        day = rules.local_day(row.party.meeting.starts_at)
        if not any(_sat(one, day) for one in sitting.get(row.person_id, ())):
            continue
        came, line = bool(row.attended), lines[row.person_id]
        line.months.setdefault(row.party.month, Count()).add(came)
        line.whole.add(came)
        one = met.setdefault(row.party_id, Met(row.party_id, rules.called(row.party.kind), day))
        one.of += 1
        if came:
            one.came.append(line.name)
    team.members, team.meetings = list(lines.values()), list(met.values())
    team.months = sorted({month for one in team.members for month in one.months})


def _sat(member: TeamMember, day: date) -> bool:
    return member.starts <= day and (member.ends is None or member.ends >= day)
