"""Everything somebody owes is read a page at a time from one index, each step once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.cast import TODAY, Relation
from trellis.organizations.rules import seats_of
from trellis.organizations.teams.rules import kept_away
from trellis.programs import queries as programs
from trellis.work import inbox, queries
from trellis.work.actions import assign_task, complete_task
from trellis.work.models import State, Task
from trellis.work.tests.steps import LETTER, NAME_TEAM, NAME_TEAM_TOO, PLAN, TEAM_FILM, stand

FAR = date(2027, 12, 31)


def pairs(person):
    seats = seats_of(person, on=TODAY)
    year, running = queries.standing_of(seats)
    assert year is not None
    return queries.pairs_of(seats, year, running, on=TODAY)


def page(world, person, *, after=inbox.FIRST, most=1000):
    away = kept_away(programs.current())
    return inbox.inbox(
        person, pairs(person), world.year, away=away, on=TODAY, after=after, most=most
    )


def short(tasks):
    return [one.code.removeprefix(f"{PLAN}/") for one in tasks]


@pytest.mark.parametrize("role", ["principal", "district", "superintendent", "coordinator"])
def test_pages_follow_each_other_without_gap_or_repetition(world, role):
    person = world.who(role)
    whole = page(world, person)
    seen, after = [], inbox.FIRST
    while found := page(world, person, after=after, most=7):
        seen += found
        after = inbox.key_of(found[-1])
    assert seen == whole
    assert len({one.id for one in whole}) == len(whole) > 20
    assert [(one.month, one.order, one.id) for one in whole] == sorted(
        (one.month, one.order, one.id) for one in whole
    )


@pytest.mark.parametrize(
    "role", ["principal", "district", "superintendent", "coordinator", "board", "team", "agency"]
)
def test_it_has_the_open_steps_of_the_year_and_of_each_deed_one(world, role):
    person = world.who(role)
    tasks = queries.my_tasks(person, pairs(person), world.year, on=TODAY, until=FAR)
    away = kept_away(programs.current())
    asked = [
        one for one in tasks if one.why != "own" or one.code not in away.get(one.role, frozenset())
    ]
    acts = {(one.workplan_id, one.deed or one.id) for one in asked if one.state == State.OPEN}
    found = page(world, person)
    assert {(one.workplan_id, one.deed or one.id) for one in found} == acts
    assert len(found) == len(acts)
    months = inbox.months(person, pairs(person), world.year, away=away, on=TODAY)
    assert sum(count for _month, count in months) == len(found)


def test_what_was_done_or_set_aside_leaves_it(world):
    principal = world.who("principal")
    before = short(page(world, principal))
    stand(world.task(LETTER), State.DONE)
    stand(world.task(f"{PLAN}/dec-needs.principal-1"), State.WAIVED, reason="No vendor.")
    left = {"oct-designations.principal-1", "dec-needs.principal-1"}
    assert short(page(world, principal)) == [one for one in before if one not in left]


def test_a_step_named_to_somebody_and_an_own_part_that_is_done_leave_it(world):
    other, team = world.persons["stranger"], world.who("team")
    other.appointments.create(role="team", organization=world["lincoln"], starts=TODAY)
    complete_task(world.task(TEAM_FILM), by=other, on=TODAY)
    named = Task.objects.filter(role="team", workplan__organization=world["lincoln"]).exclude(
        template_code=TEAM_FILM
    )[0]
    assign_task(named, other, by=world.who("principal"))
    mine, theirs = (set(short(page(world, one))) for one in (team, other))
    film = TEAM_FILM.removeprefix(f"{PLAN}/")
    assert (film in mine, film in theirs) == (True, False)
    step = named.template_code.removeprefix(f"{PLAN}/")
    assert (step in mine, step in theirs) == (False, True)


def test_of_a_deed_that_two_own_roles_share_the_next_one_steps_in_when_the_first_is_gone(world):
    district = world.who("district")
    world.who("principal").appointments.update(ends="2026-12-01")
    shared = {one.removeprefix(f"{PLAN}/") for one in (NAME_TEAM, NAME_TEAM_TOO)}
    here = [one for one in page(world, district) if one.organization_code == world["lincoln"].code]
    assert len(shared & set(short(here))) == 1


def test_nothing_of_another_year_or_place_stands_in_it(world):
    far = world.who("principal", Relation.OTHER_DISTRICT)
    assert "Lincoln School" not in {one.organization for one in page(world, far)}
    world.year.pk += 1
    assert page(world, world.who("principal")) == []


@pytest.mark.parametrize("role", ["principal", "superintendent"])
def test_a_page_is_one_query_that_reads_the_index_from_its_key_in_order(world, role):
    person = world.who(role)
    mine, asked = pairs(person), []

    def keep(execute, sql, params, *rest):
        asked.append((sql, params))
        return execute(sql, params, *rest)

    after = inbox.Key(TODAY.replace(day=1), 0, 0)
    with connection.execute_wrapper(keep):
        inbox.inbox(person, mine, world.year, away={}, on=TODAY, after=after, most=7)
    ((sql, params),) = asked
    plan = explained(sql, params)
    if connection.vendor == "sqlite":
        assert "INDEX task_by_holder (held_at_id=? AND role=? AND state=? AND (month,order" in plan
        assert plan.count("USE TEMP B-TREE FOR ORDER BY") == 1, "only the pages of all pairs"
        assert "SCAN t" not in plan
    else:
        assert "using task_by_holder on work_task x" in plan
        (condition,) = [one for one in plan.split("\n") if "> ROW(" in one]
        assert condition.strip().startswith("Index Cond: ")
        assert plan.count("Sort  (") == 1, "only the pages of all pairs"


def explained(sql: str, params: dict[str, Any]) -> str:
    """The plan of a statement, as for a large table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute("EXPLAIN " + sql, params)
        else:
            cursor.execute("EXPLAIN QUERY PLAN " + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
