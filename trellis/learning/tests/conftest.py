"""What the tests of this room share."""

import pytest

from tests.visits import sign_in_as


@pytest.fixture
def agency(world):
    """Somebody who looks after the library."""
    return world.publisher


@pytest.fixture
def at_agency(client, agency):
    """Their browser."""
    return sign_in_as(client, agency)
