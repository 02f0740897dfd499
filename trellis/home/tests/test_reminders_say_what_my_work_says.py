"""What somebody is reminded of is what My work lists for them, however many are asked together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import TODAY, World, copy_of
from tests.standins import stand_ins
from trellis.home.queries.teams import waiting_for_teams
from trellis.kit import clock
from trellis.organizations.rules import seats_of
from trellis.organizations.teams.rules import kept_away
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import inbox
from trellis.work import queries as work
from trellis.work.models import Task
from trellis.work.reminders import queries as reminders

DAYS = (TODAY, TODAY.replace(month=11, day=28), date(2027, 2, 1))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Everything here is asked in either pack's state."""
    if "world" in metafunc.fixturenames:
        metafunc.parametrize("built", ["illinois", "prairie"], indirect=True, scope="module")


@pytest.fixture
def world(built: World, db) -> World:
    """The cast of either pack, with stand-ins, vacancies and named tasks."""
    found = copy_of(built)
    stand_ins(found)
    return found


def listed(person: Person, on: date) -> set[tuple[int, str]]:
    """The steps of My work and why each is the person's."""
    seats = seats_of(person, on=on)
    year, running, teams = work.standing_with_teams(seats, on=on)
    assert year is not None
    pairs = work.pairs_of(seats, year, running, on=on)
    program = programs.current()
    waits = waiting_for_teams(program, running, teams)
    rows = inbox.front(
        person, pairs, year, away=kept_away(program), waits=waits, on=on, most=10_000
    )
    return {(one.id, one.why) for one in rows if one.pile == "now"}


def together(people: list[Person], on: date) -> dict[int, set[tuple[int, str]]]:
    """The same for many at once."""
    day = reminders.standing(on)
    assert day is not None
    held = reminders.held_by([one.pk for one in people], on)
    owed = dict(reminders.owed_by(held, day, ahead=7))
    return {one.pk: {(task.id, task.why) for task in owed.get(one.pk, ())} for one in people}


@pytest.mark.parametrize("on", DAYS)
def test_everybody_together_owes_what_each_reads_on_my_work(world, on):
    people = list(Person.objects.filter(is_active=True))
    assert len(people) > reminders.FEW
    with clock.standing_on(on):
        expected = {one.pk: listed(one, on) for one in people}
        assert together(people, on) == expected
        assert sum(map(len, expected.values())) > 50
        for one in people[::7]:
            assert together([one], on) == {one.pk: expected[one.pk]}


def test_a_step_named_for_one_is_reminded_of_that_one_until_they_hold_nothing_there(world):
    role = next(
        code
        for (code, _place), one in world.placed.items()
        if Task.objects.filter(role=code, held_at=world["lincoln"], state="open").exists()
    )
    task = Task.objects.filter(role=role, held_at=world["lincoln"], state="open").first()
    other = world.who(role)
    Task.objects.filter(pk=task.pk).update(assignee=other, month=TODAY.replace(day=1))
    people = list(Person.objects.filter(is_active=True))
    with clock.standing_on(TODAY):
        theirs = {pk for pk, found in together(people, TODAY).items() if task.pk in dict(found)}
        assert theirs == {other.pk}
        other.appointments.update(ends=TODAY - timedelta(days=1))
        theirs = {pk for pk, found in together(people, TODAY).items() if task.pk in dict(found)}
        assert theirs == {one.pk for one in people if task.pk in dict(listed(one, TODAY))}
        assert other.pk not in theirs
