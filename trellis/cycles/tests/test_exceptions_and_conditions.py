"""What the pack leaves out for some, and what appears only for the selected."""

from __future__ import annotations

import pytest

from trellis.cycles.actions import select_organizations
from trellis.cycles.models import Selection
from trellis.cycles.tests.counts import PLAN, planned, tasks_at
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady
from trellis.programs.models import TaskTemplate

REVIEW = "resource-review"


def waived(world, scope):
    """The codes that the pack's exemption names on a floor."""
    rows = TaskTemplate.objects.filter(waivers__isnull=False, scope=scope)
    return set(rows.values_list("code", flat=True))


def test_an_exempted_districts_school_lacks_exactly_the_exempted_tasks(world):
    missing = waived(world, "school")
    assert len(missing) == 10
    assert set(planned(world, "school")) - set(tasks_at(world, "hyde")) == missing
    assert set(tasks_at(world, "hyde")) <= set(planned(world, "school"))


def test_the_exempted_districts_own_deeds_follow_the_same_rule(world):
    missing = waived(world, "district")
    assert set(planned(world, "district")) - set(tasks_at(world, "harbor")) == missing


def test_nobody_else_is_exempted(world):
    assert waived(world, "school") <= set(tasks_at(world, "lincoln"))


def test_a_conditional_task_stands_nowhere_before_somebody_is_selected(world):
    codes = set(
        planned(world, "school", condition=True) | planned(world, "district", condition=True)
    )
    assert len(codes) == 8
    for place in world.organizations:
        assert codes.isdisjoint(tasks_at(world, place))


def test_a_selected_districts_tasks_appear_there_and_at_its_schools_only(world):
    before = {place: tasks_at(world, place) for place in world.organizations}
    added = select_organizations(
        REVIEW, [world["birch"]], world.year, by=world.publisher, acting_as="cast"
    )
    new = {place: tasks_at(world, place) - before[place] for place in world.organizations}
    schools, district = (planned(world, floor, condition=True) for floor in ("school", "district"))
    assert {place: codes for place, codes in new.items() if codes} == {
        "birch": district, "lincoln": schools, "grant": schools,
    }  # fmt: skip
    assert added == district.total() + 2 * schools.total()
    entry = Entry.objects.get(verb="selected")
    assert (entry.subject_name, entry.acting_as) == ("Birch district", "cast")
    assert entry.after == {"condition": REVIEW, "year": 2026}


def test_selecting_again_adds_nothing(world):
    select_organizations(REVIEW, [world["birch"]], world.year, by=world.publisher)
    assert select_organizations(REVIEW, [world["birch"]], world.year, by=world.publisher) == 0
    assert (Selection.objects.count(), Entry.objects.filter(verb="selected").count()) == (1, 1)


def test_selecting_one_more_adds_only_that_one(world):
    select_organizations(REVIEW, [world["birch"]], world.year, by=world.publisher)
    both = [world["birch"], world["cedar"]]
    added = select_organizations(REVIEW, both, world.year, by=world.publisher)
    schools, district = (planned(world, floor, condition=True) for floor in ("school", "district"))
    assert added == district.total() + schools.total()
    assert set(tasks_at(world, "birch").values()) == set(tasks_at(world, "cedar").values()) == {1}


@pytest.mark.parametrize("role", ["coordinator", "district", "superintendent", "principal"])
def test_nobody_but_the_agency_selects(world, role):
    _refused(world, world.who(role))


@pytest.mark.parametrize("name", ["stranger", "ended"])
def test_without_a_seat_nobody_selects(world, name):
    _refused(world, world.persons[name])


def _refused(world, person):
    with pytest.raises(NotAllowed, match="Only the agency selects organizations for this."):
        select_organizations(REVIEW, [world["birch"]], world.year, by=person)
    assert (Selection.objects.count(), Entry.objects.filter(verb="selected").count()) == (0, 0)


def test_an_unknown_condition_is_refused(world):
    with pytest.raises(NotReady, match="No open year plan has an activity under this condition."):
        select_organizations("no-such", [world["birch"]], world.year, by=world.publisher)


def test_who_runs_no_year_is_named_and_nobody_is_selected(world):
    chosen = [world["birch"], world["oak"], world["mill"]]
    with pytest.raises(NotReady) as refused:
        select_organizations(REVIEW, chosen, world.year, by=world.publisher)
    assert refused.value.missing == (
        "Oak School has no open year.", "Mill School has no open year.",
    )  # fmt: skip
    assert Selection.objects.count() == 0


def test_a_plans_conditional_tasks_belong_to_the_plan(world):
    assert {code.split("/")[0] for code in planned(world, "district", condition=True)} == {PLAN}
