"""The matrix's targets for the picture of all schools, and what is reported of them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import World
from tests.relations import Visitor
from tests.target import Target
from trellis.programs.schema.roles import Capability as Can
from trellis.programs.schema.roles import Reach


def pictures(_world: World) -> Iterator[Target]:
    """Figures of whatever the reader works with; nobody else has any."""
    yield Target("monitoring:picture", sees=_sees)
    yield Target("monitoring:picture-file", ("month", "csv"), sees=_sees)
    yield Target("monitoring:picture-list", ("month", "steps"), sees=_sees)
    yield Target("monitoring:picture-list-file", ("month", "steps", "xlsx"), sees=_sees)


def _sees(visitor: Visitor) -> bool:
    return any(
        one.has(Can.STATEWIDE_READ)
        or (one.has(Can.CASELOAD_READ) and (one.serves or one.role.reach != Reach.ASSIGNED))
        for one in visitor.places
    )
