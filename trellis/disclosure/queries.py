"""What pages ask before they show counts of people, by the settings of the program."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from trellis.disclosure.rules import Line, Rule, guard
from trellis.disclosure.schema import Disclosure
from trellis.programs import queries as programs
from trellis.programs.texts import say

K = TypeVar("K", bound=Hashable)

CAREFUL = Disclosure(minimum=10, zeros=False, mark="–", about="–")
"""What holds where a program says nothing of it."""


def settings() -> Disclosure:
    """What the program says of small counts."""
    told = programs.current().parts.get("disclosure")
    return told if isinstance(told, Disclosure) else CAREFUL


def shown(parts: Mapping[K, int], *, earlier: Collection[K] = (), total: bool = True) -> Line[K]:
    """A line of counts of people as it may be shown; every page with such counts asks here.

    `earlier` are the parts that the last publication of the same line hid.
    """
    told = settings()
    rule = Rule(told.minimum, told.zeros)
    return guard(parts, rule, earlier=earlier if told.keeps else (), total=total)


def words(count: int | None) -> str:
    """A count as people read it: itself, or the one mark of what is hidden."""
    return str(count) if count is not None else say(settings().mark)


def about() -> str:
    """The sentence under a table in which something is hidden."""
    return say(settings().about)
