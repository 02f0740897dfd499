"""A school that moves in the middle of a year brings its district's deeds to the new district."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.cycles.tests.counts import tasks_at
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.organizations.actions import move_organization
from trellis.organizations.models import Organization
from trellis.programs.schema.roles import Capability
from trellis.work.models import Task, Workplan

JANUARY = date(2027, 1, 20)


@pytest.fixture
def elm(world):
    """A district without an identified school: no year opened there."""
    birch = world["birch"]
    world.organizations["elm"] = found = Organization.objects.create(
        code="CAST-ELM", kind=birch.kind, level="district", name="Elm district",
        sort_name="elm district", parent=world["north"], office=world["north"],
        state=world["state"],
    )  # fmt: skip
    return found


def move(world, school, to):
    editor = world.who(sorted(world.program.roles_with(Capability.ORGANIZATION_EDIT))[0])
    with clock.standing_on(JANUARY):
        move_organization(world[school], world[to], by=editor, on=JANUARY, acting_as="cast")


def test_the_new_district_owes_the_districts_deeds_from_that_month_on(world, elm):
    assert not Workplan.objects.filter(organization=elm).exists()
    planned = Task.objects.filter(workplan__organization=world["birch"], month__gte="2027-01-01")
    codes = set(planned.values_list("template_code", flat=True))
    move(world, "lincoln", "elm")
    assert set(tasks_at(world, "elm")) == codes
    assert min(Task.objects.filter(workplan__organization=elm).values_list("month")) == (
        date(2027, 1, 1),
    )
    assert not Task.objects.filter(workplan__organization=elm, held_at=world["birch"]).exists()
    assert Task.objects.filter(workplan__organization=elm, held_at=elm).exists()


def test_history_says_what_the_move_opened(world, elm):
    move(world, "lincoln", "elm")
    entry = Entry.objects.get(verb="opened steps of the district it came to")
    assert entry.subject_name == "Lincoln School"
    assert entry.after["tasks"] == tasks_at(world, "elm").total()


def test_the_old_district_keeps_what_it_owes_and_the_school_its_year(world, elm):
    before = tasks_at(world, "birch"), tasks_at(world, "lincoln")
    move(world, "lincoln", "elm")
    assert (tasks_at(world, "birch"), tasks_at(world, "lincoln")) == before


def test_a_district_whose_year_runs_gets_nothing_twice(world):
    before = tasks_at(world, "cedar")
    assert before
    move(world, "lincoln", "cedar")
    assert tasks_at(world, "cedar") == before
    assert not Entry.objects.filter(verb="opened steps of the district it came to").exists()


def test_a_school_without_a_year_opens_none_where_it_comes(world, elm):
    quiet = next(
        place
        for place in ("oak", "adams", "grant", "hyde")
        if not Workplan.objects.filter(organization=world[place]).exists()
    )
    move(world, quiet, "elm")
    assert not Workplan.objects.filter(organization=elm).exists()
