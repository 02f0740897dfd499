"""The matrix's targets for a person's own mail."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import World
from tests.target import Target
from trellis.home.digests.stopping import token
from trellis.work.reminders.rules import OVERVIEW


def own_mail(world: World) -> Iterator[Target]:
    """What everybody chooses for themselves, and the link in a mail to Lincoln's team."""
    yield Target("home:messages", data={"rhythm": "weekly", "time_zone": ""}, moves_on=True)
    yield Target("home:message-stop", (token(world.who("team").pk, OVERVIEW),), moves_on=True)
