"""The cast's world with its year open, for the tests of meetings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import cast
from tests.cast import TODAY, World
from trellis.kit import clock
from trellis.programs import queries as programs


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The first pack's world, on the day of the tests."""
    found = cast.build()
    with clock.standing_on(TODAY):
        yield found


@pytest.fixture
def prairie(db: None) -> Iterator[World]:
    """The second pack's world."""
    found = cast.build("prairie")
    assert programs.current().pack.code == "prairie"
    with clock.standing_on(TODAY):
        yield found
