"""The invented state before it is written: the same for a seed, and nowhere real."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.conf import settings

from trellis.kit.names import sort_key
from trellis.programs.loader import load
from trellis.programs.program import Program
from trellis.sample.invention.people import people_of
from trellis.sample.invention.places import FULL, SMALL, State, invent

REAL = Path(settings.BASE_DIR).parent / "shared/data/illinois/IL_RCDTS_codes.csv"
pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def program() -> Program:
    return load(settings.PACK_FOLDER / "illinois").program


def state(program: Program, seed: int = 1) -> State:
    return invent(program, seed=seed, size=FULL)


def test_the_full_state_has_its_size(program):
    found = state(program)
    labels = [one.label for one in found.schools]
    assert (len(found.districts), len(found.schools)) == (90, 400)
    counted = [labels.count(one) for one in ("intensive", "comprehensive", "targeted")]
    assert counted == [24, 20, 16]
    assert len({one.code for one in found.schools} | {one.code for one in found.districts}) == 490
    assert len({one.name for one in found.schools}) == 400
    assert len({one.code[:2] for one in found.districts}) == 39  # every office, and the exempted


def test_a_seed_makes_the_same_state_and_people(program):
    for size in (SMALL, FULL):
        one, two = (invent(program, seed=5, size=size) for _ in range(2))
        assert one.schools == two.schools
        first, second = (people_of(one, seed=5, year=2026, top="top") for one in (one, two))
        assert first == second
    assert state(program, 1).schools != state(program, 2).schools


def test_nobody_has_the_name_or_address_of_somebody_else(program):
    people = people_of(state(program), seed=1, year=2026, top="top")
    assert len({one.name for one in people.persons}) == len(people.persons)
    assert len({one.email for one in people.persons}) == len(people.persons)


@pytest.mark.skipif(not REAL.exists(), reason="the state's directory is not beside the project")
def test_no_district_school_or_code_is_real(program):
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {sort_key(row["FacilityName"]) for row in rows}
    codes = {row["RCDTS"] for row in rows}
    found = state(program)
    invented = {sort_key(one.name) for one in found.schools}
    invented |= {sort_key(one.name) for one in found.districts}
    short = {name.removesuffix(" school").removesuffix(" elementary") for name in invented}
    assert (invented | short) & names == set()
    own = {one.code for one in found.schools} | {one.code for one in found.districts}
    assert own & codes == set(program.exceptions.exceptions[0].organizations)
