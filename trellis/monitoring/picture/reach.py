"""Over which organizations somebody sees the picture: the whole state, or those they work with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trellis.monitoring.queries.statements import within
from trellis.monitoring.rules import Scope, scope_of
from trellis.organizations.rules import Seat
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


@dataclass(frozen=True)
class Sight:
    """What somebody sees: everything, or the organizations of a scope."""

    whole: bool
    scope: Scope

    def __bool__(self) -> bool:
        return self.whole or bool(self.scope)

    def clause(self, named: dict[str, Any]) -> str:
        """The condition on `o`, an organization; its values are added to `named`."""
        if self.whole:
            return "1 = 1"
        return within(self.scope, named)


def sight_of(seats: Iterable[Seat]) -> Sight:
    """What these seats see."""
    held, program = list(seats), programs.current()
    whole = any(seat.gives(Capability.STATEWIDE_READ, program) for seat in held)
    return Sight(whole, scope_of(held, whole=True))
