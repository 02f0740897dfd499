"""What pages read of work: whose it is, what is on a list, what others still owe; few queries."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import TODAY, Relation, team_role
from trellis.organizations.rules import seats_of
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.work import queries
from trellis.work.actions import assign_task, complete_task, waive_task
from trellis.work.models import Task
from trellis.work.tests.steps import (
    BOARD_UPDATE_TOO,
    LETTER,
    PLAN,
    TEAM_FILM,
)


def pairs(world, person, on=TODAY):
    seats = seats_of(person, on=on)
    _year, running = queries.standing_of(seats)
    return queries.pairs_of(seats, world.year, running, on=on)


def named(world, person):
    """Role, place and why of a person's pairs, by the names of the cast."""
    shorts = {one.pk: short for short, one in world.organizations.items()}
    return {(one.role, shorts[one.held_at], one.why) for one in pairs(world, person)}


def listed(world, person, on=TODAY):
    """The codes on a person's list, without the plan, in its order."""
    found = queries.my_tasks(person, pairs(world, person, on), world.year, on=on)
    return [task.code.removeprefix(f"{PLAN}/") for task in found]


# ---- Whose work is it ----


def test_a_principal_does_the_schools_steps_and_takes_part_above(world):
    assert named(world, world.who("principal")) == {
        ("principal", "lincoln", "own"),
        ("principal", "birch", "taking part"),
        ("principal", "north", "taking part"),
        ("principal", "state", "taking part"),
    }


def test_a_superintendent_does_the_districts_steps_too(world):
    found = named(world, world.who("superintendent"))
    assert {("superintendent", "birch", "own"), ("district", "birch", "own")} <= found


def test_a_coordinator_serves_only_assigned_schools(world):
    found = named(world, world.who("coordinator"))
    assert {(role, place) for role, place, why in found if why == "own"} == {
        ("coordinator", "state"), ("coordinator", "lincoln"),
    }  # fmt: skip
    assert ("coordinator", "birch", "taking part") in found


def test_two_seats_give_the_work_of_both_where_the_year_is_open(world):
    role = team_role(world.program).code
    found = named(world, world.persons["two seats"])
    assert (role, "adams", "own") in found and (role, "oak", "own") in found
    assert (role, "cedar", "taking part") in found
    assert (role, "birch", "taking part") not in found


@pytest.mark.parametrize("name", ["stranger", "ended"])
def test_without_a_seat_there_is_no_work(world, name):
    person = world.persons[name]
    assert (pairs(world, person), listed(world, person)) == ([], [])


@pytest.mark.parametrize(
    ("role", "count"), [("team", 1), ("principal", 2), ("coordinator", 1), ("agency", 2)]
)
def test_finding_whose_work_it_is_takes_few_queries(world, role, count, django_assert_num_queries):
    seats = seats_of(world.who(role), on=TODAY)
    with world_running(world), django_assert_num_queries(count):
        _year, running = queries.standing_of(seats)
        queries.pairs_of(seats, world.year, running, on=TODAY)


def world_running(world):
    """As within a request: the program is at hand."""
    return programs.running_on(Installation.objects.get().version_id)


# ---- My list ----


def test_a_list_holds_what_is_open_up_to_the_month_of_the_coming_week(world):
    found = set(listed(world, world.who("principal")))
    months = {code[:3] for code in found}
    assert months == {"oct", "nov", "dec"}
    assert {code[:3] for code in listed(world, world.who("principal"), date(2026, 12, 27))} == {
        "oct", "nov", "dec", "jan",
    }  # fmt: skip


def test_a_list_goes_by_month_on_both_databases(world):
    months = [code[:3] for code in listed(world, world.who("principal"))]
    order = {"oct": 0, "nov": 1, "dec": 2}
    assert months == sorted(months, key=lambda month: order[month])


def test_what_was_done_this_month_stays_on_the_list_and_what_does_not_apply_leaves(world):
    principal = world.who("principal")
    complete_task(world.task(LETTER), by=principal, on=TODAY)
    aside = f"{PLAN}/dec-needs.principal-1"
    waive_task(world.task(aside), by=principal, on=TODAY, reason="No vendor.")
    found = queries.my_tasks(principal, pairs(world, principal), world.year, on=TODAY)
    states = {task.code: task.state for task in found}
    assert (states[LETTER], aside in states) == ("done", False)
    january = set(listed(world, principal, date(2027, 1, 5)))
    assert LETTER.removeprefix(f"{PLAN}/") not in january


def test_a_step_named_to_somebody_stands_on_no_other_list(world):
    code = f"{PLAN}/nov-grant-start.team-1"
    other = world.persons["stranger"]
    other.appointments.create(role="team", organization=world["lincoln"], starts=TODAY)
    assign_task(world.task(code), other, by=world.who("principal"))
    short = code.removeprefix(f"{PLAN}/")
    assert (short in listed(world, other), short in listed(world, world.who("team"))) == (
        True, False,
    )  # fmt: skip


def test_a_member_who_has_done_the_own_part_has_it_off_the_list(world):
    other = world.persons["stranger"]
    other.appointments.create(role="team", organization=world["lincoln"], starts=TODAY)
    complete_task(world.task(TEAM_FILM), by=other, on=TODAY)
    short = TEAM_FILM.removeprefix(f"{PLAN}/")
    assert (short in listed(world, other), short in listed(world, world.who("team"))) == (
        False, True,
    )  # fmt: skip


def test_a_task_names_the_organization_whose_deed_it_is(world):
    principal = world.who("principal")
    found = queries.my_tasks(principal, pairs(world, principal), world.year, on=TODAY)
    places = {task.code: (task.organization, task.scope, task.why) for task in found}
    assert places[LETTER] == ("Lincoln School", "school", "own")
    assert places[BOARD_UPDATE_TOO] == ("Birch district", "district", "taking part")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_one_query_however_long(world, rows, django_assert_num_queries):
    person = world.who("coordinator", Relation.OTHER_REGION)
    for place in ("lincoln", "grant")[: rows - 1]:
        world[place].served_by.filter(role="coordinator").update(person=person)
    mine = pairs(world, person)
    with django_assert_num_queries(1):
        found = queries.my_tasks(person, mine, world.year, on=TODAY)
    assert len({task.organization for task in found if task.scope == "school"}) == rows


# ---- What others owe ----


def test_what_others_still_owe_shows_once_the_own_part_is_done(world):
    principal = world.who("principal")
    mine = pairs(world, principal)
    before, _month, _count = queries.waiting_for(mine, world.year, on=TODAY)
    for n in (1, 2, 3, 4):
        task = world.task(f"{PLAN}/nov-topics.principal-{n}")
        complete_task(task, by=principal, on=TODAY)
    after, _month, _count = queries.waiting_for(mine, world.year, on=TODAY)
    found = {(task.role, task.code.rpartition("/")[2]) for task in after} - {
        (task.role, task.code.rpartition("/")[2]) for task in before
    }
    assert found == {
        ("coordinator", "nov-topics.coordinator-1"),
        ("coordinator", "nov-topics.coordinator-2"),
        ("coordinator", "nov-topics.coordinator-3"),
        ("district", "nov-topics.district-1"),
        ("district", "nov-topics.district-3"),
        ("team", "nov-topics.team-1"),
    }
    assert {task.organization for task in after} == {"Lincoln School"}


def test_the_next_month_and_how_much_is_owed_in_it_and_after(world):
    mine = pairs(world, world.who("vendor"))
    _others, month, count = queries.waiting_for(mine, world.year, on=TODAY)
    later = Task.objects.filter(
        role="vendor", held_at=world["lincoln"], month__gte=date(2027, 1, 1)
    )
    assert (month, count) == (date(2027, 2, 1), later.count())


def test_what_others_owe_takes_one_query(world, django_assert_num_queries):
    mine = pairs(world, world.who("principal"))
    with django_assert_num_queries(1):
        queries.waiting_for(mine, world.year, on=TODAY)
    assert queries.waiting_for([], world.year, on=TODAY) == ([], None, 0)


# ---- A year ----


def test_a_schools_year_holds_its_own_its_districts_and_the_states_steps(world):
    found = queries.tasks_of(world["lincoln"], world.year, PLAN)
    scopes = {task.scope: task.workplan_id for task in found}
    assert set(scopes) == {"school", "district", "state"}
    plans = Task.objects.filter(workplan__in=scopes.values())
    assert len(found) == len({task.id for task in found}) == plans.count()
    assert {task.held_at for task in found} == {
        world[place].pk for place in ("lincoln", "birch", "state")
    }


def test_reasons_that_look_like_a_day_stay_words(world):
    task, principal = world.task(LETTER), world.who("principal")
    waive_task(task, by=principal, on=TODAY, reason="1999-XX-01")
    found = queries.tasks_of(world["lincoln"], world.year, PLAN)
    (told,) = [one for one in found if one.code == LETTER]
    assert (told.reason, told.settled_name, told.settled_on) == (
        "1999-XX-01", principal.name, TODAY,
    )  # fmt: skip


def test_a_year_takes_one_query_and_its_remarks_one(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.tasks_of(world["lincoln"], world.year, PLAN)
    complete_task(world.task(TEAM_FILM), by=world.who("team"), on=TODAY)
    with django_assert_num_queries(1):
        remarks = queries.remarks_on(found)
    assert remarks.done_by == {world.task(TEAM_FILM).pk: {world.who("team").pk}}
    assert (remarks.notes, remarks.files, queries.remarks_on([])) == ({}, {}, queries.Remarks())


def test_the_circle_of_a_school_is_everybody_whose_work_stands_there(world):
    shorts = {one.pk: short for short, one in world.organizations.items()}
    found = {
        (one.name, one.role, shorts.get(one.held_at))
        for one in queries.circle_of(world["lincoln"], on=TODAY)
    }
    at = {
        "principal": "lincoln", "team": "lincoln", "coordinator": "lincoln", "vendor": "lincoln",
        "advisor": "lincoln",
        "district": "birch", "superintendent": "birch", "board": "birch",
        "board-secretary": "birch", "agency": "state", "regional-office": "north",
    }  # fmt: skip
    names = {role: world.who(role).name for role in at} | {
        "vendor": world.organizations[f"vendor {Relation.OWN}"].name
    }
    colleague = (world.checker.name, "agency", "state")
    assert found == {(names[role], role, place) for role, place in at.items()} | {colleague}


def test_the_circle_takes_two_queries(world, django_assert_num_queries):
    with world_running(world), django_assert_num_queries(2):
        queries.circle_of(world["lincoln"], on=TODAY)


def test_somebody_whose_account_is_disabled_is_in_no_circle(world):
    for role in ("principal", "coordinator"):
        type(world.who(role)).objects.filter(pk=world.who(role).pk).update(is_active=False)
    found = {one.role for one in queries.circle_of(world["lincoln"], on=TODAY)}
    assert found.isdisjoint({"principal", "coordinator"})
