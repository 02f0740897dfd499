"""The cast's world with its year open, for the tests of meetings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import TODAY, World, copy_of
from trellis.kit import clock
from trellis.programs import queries as programs


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `prairie` runs in the second pack's state; its name stays."""
    if "prairie" in metafunc.fixturenames:
        second = pytest.param("prairie", id=pytest.HIDDEN_PARAM)
        metafunc.parametrize("built", [second], indirect=True, scope="module")


@pytest.fixture
def world(built: World, db: None) -> Iterator[World]:
    """The first pack's world, on the day of the tests."""
    with clock.standing_on(TODAY):
        yield copy_of(built)


@pytest.fixture
def prairie(built: World, db: None) -> Iterator[World]:
    """The second pack's world."""
    assert programs.current().pack.code == "prairie"
    with clock.standing_on(TODAY):
        yield copy_of(built)
