"""The matrix's targets for teams: Lincoln's leadership team exists, its advisory group is begun."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import TODAY, Relation, World
from tests.relations import Visitor
from tests.target import Asks, Target
from trellis.kit import clock
from trellis.organizations.actions import team_papers, teams
from trellis.organizations.models import Team
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability as Can


def of_team(world: World) -> Iterator[Target]:
    """Pages of a team and what is done with one."""
    lincoln, oak = world["lincoln"], world["oak"]
    team = leadership(world)
    yield from _on_their_way(world)
    day = {"on": TODAY.isoformat()}
    yield Target("organizations:teams", (lincoln.pk,), sees=lambda v: any(
        one(v) for one in (_reads("lincoln", "team"), _reads("lincoln", "advisor"), _agrees)
    ))  # fmt: skip
    yield Target(
        "organizations:team-beginning", (oak.pk, "leadership"), sees=_reads("oak", "team"),
        acts=_leads("oak"), moves_on=True,
    )  # fmt: skip
    sees, leads = _reads("lincoln", "team"), _leads("lincoln")
    yield Target("organizations:team", (team.pk,), sees=sees)
    principal = f"person-{_seat(world.who('principal'))}"
    yield Target(
        "organizations:team-members", (team.pk,), {principal: "school-leader", **day},
        sees=sees, acts=leads, moves_on=True,
    )  # fmt: skip
    member = team.members.get(brings="teacher")
    yield Target(
        "organizations:team-place", (team.pk, member.pk), day, sees=sees, acts=leads,
        refuses_get=True, moves_on=True,
    )  # fmt: skip
    yield Target("organizations:team-end", (team.pk,), day, sees=sees, acts=leads,
                 refuses_get=True, moves_on=True)  # fmt: skip
    writes = _writes("lincoln", "team")
    yield Target(
        "organizations:team-charter", (team.pk,), {"ask-purpose": "To read.", "seen": "1"},
        sees=sees, acts=writes, refuses_get=True, moves_on=True,
    )  # fmt: skip
    yield Target(
        "organizations:team-review", (team.pk, "composition"), {"ask-grades": "K to 5", **day},
        sees=sees, acts=writes, refuses_get=True, moves_on=True,
    )  # fmt: skip


def _on_their_way(world: World) -> Iterator[Target]:
    """A team that is not formed yet, and one whose list is to be agreed."""
    group, waiting = advisory(world), begun_at_grant(world)
    yield Target(
        "organizations:team-formation", (waiting.pk,), {"on": TODAY.isoformat()},
        sees=_reads("grant", "team"), acts=_leads("grant"), moves_on=True,
    )  # fmt: skip
    formed = Team.objects.filter(organization=world["adams"], kind="leadership").first()
    formed = formed or Team.objects.create(
        organization=world["adams"], kind="leadership", formed_on=TODAY,
        begun_by=world.who("principal", Relation.OTHER_DISTRICT), begun_at=clock.now(),
    )  # fmt: skip
    yield Target(
        "organizations:team-formation-withdrawal", (formed.pk,), sees=_reads("adams", "team"),
        acts=_leads("adams"), moves_on=True,
    )  # fmt: skip
    yield Target(
        "organizations:team-agreement", (group.pk,), acts=_agrees, moves_on=True,
        sees=lambda v: _agrees(v) or _reads("lincoln", "advisor")(v),
    )  # fmt: skip


def leadership(world: World) -> Team:
    """Lincoln's leadership team: a teacher and somebody of the district, a charter, a review."""
    principal = world.who("principal")
    there = Team.objects.filter(organization=world["lincoln"], kind="leadership").first()
    if there is not None:
        return there
    team = teams.begin_team(world["lincoln"], "leadership", by=principal)
    brings = {_seat(world.who("team")): "teacher", _seat(world.who("district")): "district-staff"}
    teams.add_members(team, brings, by=principal, on=TODAY)
    teams.form_team(team, by=principal, on=TODAY)
    team_papers.write_charter(team, {"purpose": "To read."}, seen=0, by=principal, on=TODAY)
    team_papers.keep_review(team, "composition", {"grades": "K"}, by=principal, on=TODAY)
    return team


def advisory(world: World) -> Team:
    """Lincoln's advisory group with one family on its list."""
    principal = world.who("principal")
    there = Team.objects.filter(organization=world["lincoln"], kind="advisory").first()
    if there is not None:
        return there
    group = teams.begin_team(world["lincoln"], "advisory", by=principal)
    teams.add_members(group, {_seat(world.who("advisor")): "family"}, by=principal, on=TODAY)
    return group


def begun_at_grant(world: World) -> Team:
    """The team of the school beside, with both sides there, not formed yet."""
    principal = world.who("principal", Relation.SAME_DISTRICT)
    there = Team.objects.filter(organization=world["grant"]).first()
    if there is not None:
        return there
    team = teams.begin_team(world["grant"], "leadership", by=principal)
    member = world.who("team", Relation.SAME_DISTRICT)
    brings = {_seat(member): "teacher", _seat(world.who("district")): "district-staff"}
    teams.add_members(team, brings, by=principal, on=TODAY)
    return team


def _seat(person: Person) -> int:
    return person.appointments.get(delegated_by=None).pk


def _leads(place: str) -> Asks:
    return lambda v: v.may(Can.TEAM_LEAD, place)


def _writes(place: str, role: str) -> Asks:
    """The team's own members, who leads it, who shares in it."""

    def asks(visitor: Visitor) -> bool:
        own = any(
            one.role.code == role and one.place == place and one.lent is None
            for one in visitor.places
        )
        return own or visitor.may(Can.TEAM_LEAD, place) or visitor.may(Can.TEAM_SHARE, place)

    return asks


def _reads(place: str, role: str) -> Asks:
    """Those who write, and as an outline whoever reads the year."""
    return lambda v: _writes(place, role)(v) or v.may(Can.YEAR_READ, place)


def _agrees(visitor: Visitor) -> bool:
    """District, principal and team say yes to the list of Lincoln's advisory group."""
    asked = {"principal": "lincoln", "team": "lincoln", "district": "birch"}
    asked["superintendent"] = "birch"
    return any(one.lent is None and asked.get(one.role.code) == one.place for one in visitor.places)
