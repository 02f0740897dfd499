"""The packs in this repository are in order, and their counts are those of their sources."""

from dataclasses import astuple

import pytest
from django.conf import settings

from trellis.programs.editor_schemas import editor_schemas
from trellis.programs.loader import digest_of, load, program_of
from trellis.programs.schema.base import Mark
from trellis.programs.schema.calendar import (
    After,
    Fixed,
    LastDay,
    MonthOnly,
    NthWeekday,
    Span,
    TwiceAMonth,
)
from trellis.programs.schema.roles import Level
from trellis.programs.sections import Section, register, registered
from trellis.programs.source_counts import per_month_and_role, source_counts
from trellis.programs.tests.packs import ILLINOIS, PRAIRIE, problems

pytestmark = pytest.mark.pure

ROWS_CELLS_ENTRIES_PRINTED_OURS_INFERRED = {
    (ILLINOIS, "intensive-planning"): (41, 140, 189, 185, 4, 10),
    (PRAIRIE, "focus-year"): (13, 35, 38, 37, 1, 2),
    (PRAIRIE, "area-renewal"): (0, 9, 9, 0, 9, 0),
}


@pytest.mark.parametrize("folder", [ILLINOIS, PRAIRIE], ids=lambda folder: folder.name)
def test_a_pack_of_the_repository_is_in_order(folder):
    assert problems(folder) == []


@pytest.mark.parametrize("folder", [ILLINOIS, PRAIRIE], ids=lambda folder: folder.name)
def test_what_is_stored_tells_the_same_program(folder):
    pack = load(folder)
    again = program_of(pack.content)
    assert again.tasks == pack.program.tasks
    assert again.parts == pack.program.parts
    assert pack.digest == digest_of(dict(reversed(pack.content.items())))


@pytest.mark.parametrize(("place", "counts"), ROWS_CELLS_ENTRIES_PRINTED_OURS_INFERRED.items())
def test_source_counts(place, counts):
    folder, code = place
    program = load(folder).program
    assert astuple(source_counts(program.plans[code], program)) == counts


def test_entries_per_role_of_the_planning_year():
    program = load(ILLINOIS).program
    table = per_month_and_role(program.plans["intensive-planning"], program)
    roles = {role: sum(n for (_m, r), n in table.items() if r == role) for _month, role in table}
    told = {role: roles[role] for role in ("principal", "district", "board", "agency")}
    assert told == {"principal": 47, "district": 57, "board": 14, "agency": 24}


def test_the_second_state_differs_where_a_first_one_could_have_crept_in():
    one, two = load(ILLINOIS).program, load(PRAIRIE).program
    assert not set(one.roles) & set(two.roles)
    assert not set(one.tasks) & set(two.tasks)
    assert {plan.of for plan in two.plans.values()} == {Level.SCHOOL, Level.DISTRICT}
    assert one.pack.school_year_starts != two.pack.school_year_starts
    assert {language.code for language in two.pack.languages} == {"en", "es"}
    months = {(month.year, month.month) for month in two.plans["area-renewal"].months}
    assert max(year for year, _month in months) == 2


def test_the_second_state_uses_every_part_of_the_format():
    program = load(PRAIRIE).program
    kinds = {type(rule.rule) for rule in program.dates.values()}
    assert kinds == {After, Fixed, LastDay, MonthOnly, NthWeekday, Span, TwiceAMonth}
    tasks = program.tasks.values()
    assert {task.mark for task in tasks} == set(Mark)
    assert {task.scope for task in tasks} == {Level.STATE, Level.DISTRICT, Level.SCHOOL}
    assert any(task.each_member for task in tasks) and not all(task.active for task in tasks)
    deeds = [code for code, task in program.tasks.items() if task.deed == "plan-decision"]
    assert len(deeds) == 3
    assert any(role.second_factor for role in program.roles.values())


def test_the_schemas_for_editors_are_in_step():
    folder = settings.BASE_DIR / "packs" / "schemas"
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert there == editor_schemas(), "write them anew: ./dev manage pack schema packs/schemas"


def test_each_section_comes_after_those_it_needs():
    seen: set[str] = set()
    for section in registered():
        assert set(section.needs) <= seen
        seen.add(section.name)
    assert {"pack", "roles", "year-plans", "organizations", "designations"} <= seen


def test_two_rooms_cannot_claim_one_section():
    model = registered()[0].model
    with pytest.raises(ValueError, match="Two rooms claim the pack section pack."):
        register(Section("pack", "other.yaml", model))


def test_a_section_is_asked_for_by_its_kind():
    program = load(PRAIRIE).program
    with pytest.raises(TypeError, match="Pack section roles is not a YearPlan."):
        program.section("roles", type(program.plans["focus-year"]))
