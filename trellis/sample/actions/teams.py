"""Teams of the sample: most are formed in November, some are only begun, one waits for January."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.utils import timezone

from trellis.designations.models import Designation
from trellis.organizations.models import (
    Appointment,
    Organization,
    Team,
    TeamMember,
    TeamPaper,
)
from trellis.organizations.teams.rules import kinds
from trellis.organizations.teams.schema import TeamKind
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.sample.invention.cast import BY_KEY

BATCH = 500
BEGUN_ONLY = 0.15
"""How many of the teams are begun and not formed."""
CHARTER = {
    "purpose": "Every student reads with ease by the end of fifth grade.",
    "roles": "The principal leads. A teacher brings data. Whoever speaks least keeps notes.",
    "agreements": "We decide together. Names of students stay in the room.",
    "meetings": "Every second Tuesday, 45 minutes.",
}
REVIEW = {
    "roles": ["teaching", "student-support", "district"],
    "grades": "Grades 5 to 8; nobody for music and sports.",
    "groups": ["low-income", "english-learners"],
    "missing": "Nobody who drives the buses. We ask in January.",
}


Seats = dict[tuple[str, int], list[Appointment]]


@dataclass
class Rows:
    """What is written in three statements."""

    members: list[TeamMember] = field(default_factory=list)
    papers: list[TeamPaper] = field(default_factory=list)


def add_teams(program: Program, *, start: int, seed: int) -> int:
    """Write the teams of all schools whose people were invented; answers how many."""
    rng = Random(f"teams {seed}")  # noqa: S311 - only days
    found, rows = kinds(program), Rows()
    teams = [team for kind in found for team in _teams(kind, start, rng)]
    Team.objects.bulk_create(teams, batch_size=BATCH)
    seats = _seats()
    districts = dict(Organization.objects.values_list("pk", "district_id"))
    for team in teams:
        kind = next(one for one in found if one.code == team.kind)
        above = districts[team.organization_id] or 0
        _fill(team, kind, seats, above, rows)
        _papers(team, kind, seats, above, rows)
    TeamMember.objects.bulk_create(rows.members, batch_size=BATCH)
    TeamPaper.objects.bulk_create(rows.papers, batch_size=BATCH)
    return len(teams)


def _teams(kind: TeamKind, start: int, rng: Random) -> Iterator[Team]:
    """One at each intensive school with people for it."""
    held: dict[int, date] = {}
    for place, day in Appointment.objects.filter(role=kind.role).values_list(
        "organization_id", "starts"
    ):
        held[place] = min(day, held.get(place, day))
    cast = _cast_school()
    supported = Designation.objects.filter(release__year__start=start, kind="intensive")
    led = dict(
        Appointment.objects.filter(role="principal", ends=None).values_list(
            "organization_id", "person_id"
        )
    )
    for place in sorted(set(supported.values_list("organization_id", flat=True)) & set(held)):
        first = max(held[place], date(start, 11, 5)) + timedelta(days=rng.randint(3, 12))
        if place not in led:
            continue
        begun = place != cast and rng.random() < BEGUN_ONLY
        yield Team(
            organization_id=place,
            kind=kind.code,
            formed_on=None if begun else _working(first),
            list_number=1,
            begun_by_id=led[place],
            begun_at=_moment(_working(first)),
        )


def _fill(team: Team, kind: TeamKind, seats: Seats, district: int, rows: Rows) -> None:
    """Its people with what they bring, and where it is formed the principal and the district."""
    own = [
        one.code for one in kind.brings if one.side != "district" and one.code != "school-leader"
    ]
    people = list(zip(seats[kind.role, team.organization_id], cycle(own), strict=False))
    if team.formed_on and kind.also:
        people += [(one, "district-staff") for one in seats["district", district][:1]]
        leads = seats["principal", team.organization_id]
        people += [(one, "school-leader") for one in leads[:1]]
    first = team.formed_on or team.begun_at.date()
    for one, brings in people:
        rows.members.append(
            TeamMember(
                team=team, appointment=one, brings=brings, starts=max(first, one.starts),
                added_by_id=team.begun_by_id, added_at=team.begun_at,
            )
        )  # fmt: skip


def _papers(team: Team, kind: TeamKind, seats: Seats, district: int, rows: Rows) -> None:
    """Each formed team has looked at who is on it; the cast's has a charter; groups are agreed."""
    if team.formed_on is None:
        return
    kept: list[tuple[str, str, dict[str, Any], int]] = []
    if kind.agreed_by:
        for role in kind.agreed_by:
            where = district if role == "district" else team.organization_id
            kept += [("agreement", role, {}, one.person_id) for one in seats[role, where][:1]]
    else:
        kept.append(("review", "composition", REVIEW, team.begun_by_id))
        if team.organization_id == _cast_school():
            kept.append(("charter", "", CHARTER, team.begun_by_id))
    rows.papers += [
        TeamPaper(
            team=team, what=what, code=code, number=1, texts=texts, on=team.formed_on, by_id=by,
            at=team.begun_at,
        )
        for what, code, texts, by in kept
    ]  # fmt: skip


def _seats() -> Seats:
    found: Seats = defaultdict(list)
    for one in Appointment.objects.filter(ends=None).order_by("pk"):
        found[one.role, one.organization_id].append(one)
    return found


def _cast_school() -> int:
    person = Person.objects.get(email=BY_KEY["principal"].email)
    return Appointment.objects.get(person=person, role="principal").organization_id


def _working(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15, 30)))
