"""The world of the room's tests, for its logs."""

from trellis.meetings.tests.conftest import prairie as prairie
from trellis.meetings.tests.conftest import world as world
