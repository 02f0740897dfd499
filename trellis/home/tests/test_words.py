"""Words kept in memory belong to a program, not to the number of a version."""

from __future__ import annotations

import pytest

from tests.cast import TODAY
from trellis.home.queries.year import year_of
from trellis.home.words import words
from trellis.organizations.rules import seats_of
from trellis.programs import queries as programs
from trellis.programs.loader import load
from trellis.programs.models import Version
from trellis.programs.tests.packs import change, copy_of_prairie

PACK = "prairie"


@pytest.fixture
def other(world, tmp_path):
    """Another pack under the number of the installed one, as after an install rolled back."""
    number = Version.objects.get().pk
    kept = programs.program(number)
    pack = copy_of_prairie(tmp_path)
    change(pack, "roles.yaml", "Head of school", "Leader of the school")
    yield number, load(pack).program
    programs.remember(number, kept)


def test_a_number_that_comes_again_brings_its_own_words(other):
    number, program = other
    old = words(number)
    programs.remember(number, program)
    new = words(number)
    assert new.roles != old.roles
    assert words(number) is new


def test_a_year_reads_the_program_of_its_number_as_it_is_now(other, world):
    number, program = other
    person = world.who(next(iter(world.program.roles)))
    seats, code = seats_of(person), world["lincoln"].code
    before = year_of(code, seats, person.pk, on=TODAY)
    programs.remember(number, program)
    after = year_of(code, seats, person.pk, on=TODAY)
    assert before is not None
    assert after is not None
    assert after.program is program is not before.program
    assert after.words is not before.words
