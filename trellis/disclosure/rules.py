"""Which counts of one line are hidden, so that nobody can tell a small one from the others.

A line is some parts that together are a total, like pupils by group. First the small counts go
(primary). Who knows the total subtracts, so further parts go too, the smallest first (complement).
Who knows these rules as well learns from the smallest count that still stands that all hidden ones
are below it; so parts go on being hidden until, even then, each could be any of `minimum` numbers.
Equal counts go together: which of two went would tell. Where no part is left, the total goes. All
look the same.

Lines are guarded one by one. Tables whose columns have totals as well need more than this.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Rule:
    """From how many on a count is shown, and whether nobody is."""

    minimum: int
    zeros: bool = True

    def hides(self, count: int) -> bool:
        """Whether a count is too small to be shown by itself."""
        return count < self.minimum and (count > 0 or not self.zeros)

    @property
    def least(self) -> int:
        """The smallest count that can stand behind a mark, as every reader knows."""
        return 1 if self.zeros else 0


@dataclass(frozen=True)
class Line(Generic[K]):
    """What is shown of a line: each part's count and the total, or None where it is hidden."""

    parts: Mapping[K, int | None]
    total: int | None

    @property
    def hidden(self) -> frozenset[K]:
        """The parts that are hidden; a later publication of the line is given them."""
        return frozenset(key for key, count in self.parts.items() if count is None)

    def percent(self, key: K, places: int = 0) -> Decimal | None:
        """A part of the total in percent; it goes when its count or the total goes."""
        count = self.parts[key]
        if count is None or not self.total:
            return None
        step = Decimal(1).scaleb(-places)
        return (Decimal(100 * count) / self.total).quantize(step, ROUND_HALF_UP)


def guard(
    parts: Mapping[K, int], rule: Rule, *, earlier: Collection[K] = (), total: bool = True
) -> Line[K]:
    """What of a line may be shown. ValueError for a count below zero.

    `earlier` are parts that an earlier publication hid: they stay hidden. Say `total=False` only
    where nobody can know the total: not from this page, nor from another one.
    """
    if any(count < 0 for count in parts.values()):
        raise ValueError("Nobody counts fewer people than none.")
    whole = sum(parts.values())
    hidden = {key for key, count in parts.items() if rule.hides(count) or key in earlier}
    told = total and not rule.hides(whole)
    while told and hidden and not _wide([parts[key] for key in hidden], _next(parts, hidden), rule):
        smallest = _next(parts, hidden)
        hidden |= {key for key, count in parts.items() if count and count == smallest}
        told = smallest is not None
    shown = {key: None if key in hidden else count for key, count in parts.items()}
    return Line(shown, whole if told else None)


def _next(parts: Mapping[K, int], hidden: Collection[K]) -> int | None:
    """The smallest count that stands; a count of nobody covers nothing."""
    return min((count for key, count in parts.items() if count and key not in hidden), default=None)


def _wide(hidden: Sequence[int], stands: int | None, rule: Rule) -> bool:
    """Whether what is known leaves each hidden count at least `minimum` apart.

    Known are their sum, the least that a mark stands for, and that each is below what stands.
    """
    others, together = len(hidden) - 1, sum(hidden)
    most = together if stands is None else stands - 1
    low = max(rule.least, together - others * most)
    high = min(most, together - others * rule.least)
    return others > 0 and high - low >= rule.minimum
