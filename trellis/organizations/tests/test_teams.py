"""A team is formed by who leads it, once its sides are there; what it agrees on is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import TODAY, Relation, World
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import formations
from trellis.organizations.actions.seats import end_appointment
from trellis.organizations.actions.team_papers import (
    WrittenMeanwhile,
    keep_review,
    write_charter,
)
from trellis.organizations.actions.teams import (
    add_members,
    agree,
    begin_team,
    end_membership,
    end_team,
    form_team,
    missing_of,
)
from trellis.organizations.models import Team, TeamMember, TeamPaper
from trellis.organizations.teams import queries, rules
from trellis.people.models import Person
from trellis.programs import queries as programs

SCHOOL_SIDE = "Nobody from the school is on the team yet. Add at least one person of the school."
DISTRICT_SIDE = (
    "Nobody from the district is on the team yet. Add at least one person of the district."
)
TOMORROW = TODAY + timedelta(days=1)


def seat(person: Person) -> int:
    """The appointment by which somebody sits on a team."""
    return person.appointments.get().pk


@pytest.fixture
def principal(world: World) -> Person:
    return world.who("principal")


@pytest.fixture
def team(world: World, principal: Person) -> Team:
    """Lincoln's leadership team, begun, with nobody on it."""
    return begin_team(world["lincoln"], "leadership", by=principal)


def fill(team: Team, world: World, *, on: date = TODAY) -> None:
    """A teacher and somebody of the district."""
    brings = {seat(world.who("team")): "teacher", seat(world.who("district")): "district-staff"}
    add_members(team, brings, by=world.who("principal"), on=on)


def formed(team: Team, world: World) -> Team:
    fill(team, world)
    form_team(team, by=world.who("principal"), on=TODAY)
    return team


def outsiders(world: World) -> list[Person]:
    """Everybody who reads of the team or nothing at all, and does not lead it."""
    far = [world.who("principal", one) for one in list(Relation)[1:]]
    near = [world.who(role) for role in ("team", "district", "board", "coordinator", "vendor")]
    return [*far, *near, world.who("agency"), world.persons["stranger"], world.persons["ended"]]


def test_what_is_missing_is_said_side_by_side_until_school_and_district_are_there(team, world):
    kind = next(one for one in rules.kinds(programs.current()) if one.code == "leadership")
    by = world.who("principal")
    assert missing_of(team, kind, on=TODAY) == ["Nobody is on the team yet. Add members."]
    add_members(team, {seat(world.who("team")): "teacher"}, by=by, on=TODAY)
    assert missing_of(team, kind, on=TODAY) == [DISTRICT_SIDE]
    with pytest.raises(NotReady, match="district"):
        form_team(team, by=by, on=TODAY)
    add_members(team, {seat(world.who("district")): "district-staff"}, by=by, on=TODAY)
    assert missing_of(team, kind, on=TODAY) == []
    form_team(team, by=by, on=TODAY)
    team.refresh_from_db()
    assert (team.formed_on, team.exists_on(TODAY), team.ended_on) == (TODAY, True, None)


def test_a_team_exists_from_its_day_on_and_not_before(team, world):
    formed(team, world)
    assert [team.exists_on(TODAY + timedelta(days=n)) for n in (-1, 0, 400)] == [False, True, True]


def test_nobody_but_who_leads_begins_fills_forms_or_ends_a_team(team, world):
    fill(team, world)
    member = team.members.get(brings="teacher")
    more = {seat(world.who("principal")): "school-leader"}
    for somebody in outsiders(world):
        with pytest.raises(NotAllowed):
            begin_team(world["lincoln"], "advisory", by=somebody)
        with pytest.raises(NotAllowed):
            add_members(team, more, by=somebody, on=TODAY)
        with pytest.raises(NotAllowed):
            end_membership(member, by=somebody, on=TODAY)
        with pytest.raises(NotAllowed):
            form_team(team, by=somebody, on=TODAY)
        with pytest.raises(NotAllowed):
            end_team(team, by=somebody, on=TODAY)
    team.refresh_from_db()
    assert (team.formed_on, team.ended_on, TeamMember.objects.count()) == (None, None, 2)


def test_the_superintendent_forms_a_team_where_the_principal_left(world):
    end_appointment(world.who("principal").appointments.get(), by=world.publisher, on=TODAY)
    with pytest.raises(NotAllowed):
        begin_team(world["adams"], "leadership", by=world.who("superintendent"))
    begin_team(world["lincoln"], "leadership", by=world.who("superintendent"))
    assert Team.objects.filter(organization=world["lincoln"]).count() == 1


def test_a_second_team_of_a_kind_is_begun_only_after_the_first_has_ended(team, world, principal):
    with pytest.raises(OutOfOrder):
        begin_team(world["lincoln"], "leadership", by=principal)
    end_team(team, by=principal, on=TODAY)
    begin_team(world["lincoln"], "leadership", by=principal)
    assert Team.objects.filter(kind="leadership").count() == 2


def test_there_is_no_team_of_an_unknown_kind_at_a_district_or_at_a_closed_school(world):
    above = world.who("superintendent")
    for place, kind in (("lincoln", "choir"), ("birch", "leadership")):
        with pytest.raises(NotReady):
            begin_team(world[place], kind, by=above)
    with pytest.raises(NotReady, match="closed"):
        begin_team(
            world["mill"], "leadership", by=world.who("superintendent", Relation.OTHER_DISTRICT)
        )


def test_only_people_of_the_school_and_its_district_sit_on_it(team, world, principal):
    for somebody, code in (
        (world.who("principal", Relation.SAME_DISTRICT), "school-leader"),
        (world.who("team", Relation.SAME_DISTRICT), "teacher"),
        (world.who("district", Relation.OTHER_DISTRICT), "district-staff"),
        (world.who("board"), "district-leader"),
        (world.who("coordinator"), "teacher"),
        (world.persons["ended"], "school-leader"),
    ):
        with pytest.raises(NotReady):
            add_members(team, {seat(somebody): code}, by=principal, on=TODAY)
    for brings in ({}, {seat(world.who("team")): "left-handed"}):
        with pytest.raises(NotReady):
            add_members(team, brings, by=principal, on=TODAY)
    assert not TeamMember.objects.exists()


def test_nobody_is_on_a_team_twice_but_may_come_back(team, world, principal):
    fill(team, world)
    member = TeamMember.objects.get(brings="teacher")
    with pytest.raises(NotReady):
        add_members(team, {member.appointment_id: "teacher"}, by=principal, on=TODAY)
    with pytest.raises(NotReady):
        end_membership(member, by=principal, on=TODAY - timedelta(days=1))
    end_membership(member, by=principal, on=TODAY)
    with pytest.raises(OutOfOrder):
        end_membership(member, by=principal, on=TODAY)
    add_members(team, {member.appointment_id: "teacher"}, by=principal, on=TOMORROW)
    assert TeamMember.objects.filter(appointment=member.appointment).count() == 2


def test_whoever_loses_the_role_leaves_the_team_by_themselves(team, world):
    fill(team, world)
    end_appointment(world.who("team").appointments.get(), by=world.publisher, on=TODAY)
    everybody = queries.all_members(team)
    assert len(queries.current(everybody, TODAY)) == 2
    assert [one.brings for one in queries.current(everybody, TOMORROW)] == ["district-staff"]


def test_a_team_is_formed_once_on_a_day_that_has_come(team, world, principal):
    fill(team, world)
    with pytest.raises(NotReady, match="today or an earlier day"):
        form_team(team, by=principal, on=TOMORROW)
    with pytest.raises(NotReady, match="Nobody is on the team yet"):
        form_team(team, by=principal, on=TODAY - timedelta(days=1))
    form_team(team, by=principal, on=TODAY)
    with pytest.raises(OutOfOrder, match="exists already"):
        form_team(team, by=principal, on=TODAY)


def test_who_listens_hears_of_a_formed_team_once(team, world, monkeypatch):
    heard: list[formations.Formed] = []
    monkeypatch.setattr(formations, "_handlers", {"test": heard.append})
    formed(team, world)
    assert heard == [formations.Formed(world["lincoln"].pk, "leadership", TODAY)]


def test_an_ended_team_keeps_what_it_wrote_and_takes_nothing_more(team, world, principal):
    formed(team, world)
    write_charter(team, {"purpose": "Every child reads."}, seen=0, by=principal, on=TODAY)
    with pytest.raises(NotReady):
        end_team(team, by=principal, on=TODAY - timedelta(days=1))
    end_team(team, by=principal, on=TODAY)
    assert set(TeamMember.objects.values_list("ends", flat=True)) == {TODAY}
    refused = (
        lambda: end_team(team, by=principal, on=TODAY),
        lambda: form_team(team, by=principal, on=TODAY),
        lambda: fill(team, world, on=TOMORROW),
        lambda: write_charter(team, {"purpose": "Again."}, seen=1, by=principal, on=TODAY),
        lambda: keep_review(team, "purpose", {"clear": "All."}, by=principal, on=TODAY),
    )
    for one in refused:
        with pytest.raises(OutOfOrder):
            one()
    assert TeamPaper.objects.count() == 1


def test_the_second_of_two_writers_of_a_charter_keeps_their_text_and_loses_nobody_elses(
    team, world, principal
):
    write_charter(team, {"purpose": "First."}, seen=0, by=principal, on=TODAY)
    member = world.who("team")
    with pytest.raises(WrittenMeanwhile):
        write_charter(team, {"purpose": "Second."}, seen=0, by=member, on=TODAY)
    write_charter(team, {"purpose": "First and second."}, seen=1, by=member, on=TODAY)
    papers = queries.papers_of(team).charter
    assert [(one.number, one.texts["purpose"]) for one in papers] == [
        (2, "First and second."), (1, "First."),
    ]  # fmt: skip


def test_the_team_its_leader_the_district_and_the_coordinator_write_and_nobody_else(team, world):
    writers = [world.who(one) for one in ("principal", "team", "district", "coordinator")]
    for somebody in writers:
        keep_review(team, "composition", {"missing": "A voice."}, by=somebody, on=TODAY)
    others = [world.who(one) for one in ("board", "vendor", "agency", "regional-office")]
    others += [world.who("team", Relation.SAME_DISTRICT), world.who("advisor")]
    others += [world.persons["stranger"], world.persons["ended"]]
    for somebody in others:
        with pytest.raises(NotAllowed):
            keep_review(team, "composition", {"missing": "A voice."}, by=somebody, on=TODAY)
        with pytest.raises(NotAllowed):
            write_charter(team, {"purpose": "Mine."}, seen=0, by=somebody, on=TODAY)
    assert TeamPaper.objects.count() == len(writers)


def test_a_review_keeps_the_answers_that_are_asked_for_and_nothing_else(team, world, principal):
    told: dict[str, str | list[str]] = {"roles": ["teaching", "astrology"], "shoe-size": "9"}
    told["grades"] = " K to 5 "
    paper = keep_review(team, "composition", told, by=principal, on=TODAY, acting_as="Principal")
    assert paper.texts == {"roles": ["teaching"], "grades": "K to 5", "groups": [], "missing": ""}
    assert (paper.number, paper.by, paper.on, paper.acting_as) == (1, principal, TODAY, "Principal")
    empty: list[dict[str, str | list[str]]] = [{}, {"grades": "  "}, {"roles": ["astrology"]}]
    for answers in empty:
        with pytest.raises(NotReady):
            keep_review(team, "composition", answers, by=principal, on=TODAY)
    with pytest.raises(NotReady):
        keep_review(team, "horoscope", {"grades": "K"}, by=principal, on=TODAY)
    with pytest.raises(NotReady):
        keep_review(team, "composition", {"grades": "K"}, by=principal, on=TOMORROW)


# ---- The advisory group ----


@pytest.fixture
def group(world: World, principal: Person) -> Team:
    """Lincoln's advisory group with one family on its list."""
    group = begin_team(world["lincoln"], "advisory", by=principal)
    add_members(group, {seat(world.who("advisor")): "family"}, by=principal, on=TODAY)
    return group


def test_the_list_of_a_group_is_agreed_by_district_principal_and_team(group, world, principal):
    assert agree(group, by=principal, on=TODAY) == ["principal"]
    with pytest.raises(NotReady) as refused:
        form_team(group, by=principal, on=TODAY)
    assert refused.value.missing == (
        "Not agreed to the list yet: District staff.",
        "Not agreed to the list yet: School Leadership Team member.",
    )
    assert agree(group, by=world.who("superintendent"), on=TODAY) == ["district"]
    assert agree(group, by=world.who("team"), on=TODAY) == ["team"]
    with pytest.raises(OutOfOrder):
        agree(group, by=world.who("district"), on=TODAY)
    form_team(group, by=principal, on=TODAY)
    agreed = queries.papers_of(group).agreed
    assert {role: (one.by.name, one.on) for role, one in agreed.items()} == {
        "district": (world.who("superintendent").name, TODAY),
        "principal": (principal.name, TODAY),
        "team": (world.who("team").name, TODAY),
    }


def test_a_changed_list_is_agreed_to_anew(group, world, principal):
    agree(group, by=principal, on=TODAY)
    end_membership(group.members.get(), by=principal, on=TODAY)
    assert queries.papers_of(Team.objects.get(pk=group.pk)).agreed == {}
    agree(group, by=principal, on=TODAY)
    assert TeamPaper.objects.filter(what="agreement", code="principal").count() == 2


def test_nobody_else_agrees_and_nobody_to_an_empty_list(group, world, principal):
    others = [world.who(one) for one in ("board", "coordinator", "advisor", "agency", "vendor")]
    others += [world.who("principal", Relation.SAME_DISTRICT), world.persons["stranger"]]
    others += [world.who("district", Relation.OTHER_DISTRICT), world.persons["ended"]]
    for somebody in others:
        with pytest.raises(NotAllowed):
            agree(group, by=somebody, on=TODAY)
    end_membership(group.members.get(), by=principal, on=TODAY)
    with pytest.raises(NotReady):
        agree(group, by=principal, on=TOMORROW)
    assert not TeamPaper.objects.exists()


def test_history_says_who_did_what_about_a_team(team, world, principal):
    formed(team, world)
    end_team(team, by=principal, on=TODAY, acting_as="Principal")
    place = world["lincoln"]
    told = Entry.objects.filter(subject=f"organization:{place.pk}", verb__contains="team")
    assert list(told.order_by("pk").values_list("verb", flat=True)) == [
        "began a team", "added to a team", "formed a team", "ended a team",
    ]  # fmt: skip
    last = told.order_by("pk").last()
    assert last is not None
    assert (last.actor, last.acting_as, last.after) == (
        f"person:{principal.pk}",
        "Principal",
        {"team": "School leadership team", "on": str(TODAY)},
    )
