"""The lines of My work as they stand on the page.

What a line says is the same for everybody who owes the step that day, so a template writes it once,
with holes for the organizations and the numbers of their tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from trellis.home.addresses import task_root
from trellis.home.queries.my_work import UNFOLDED, Line, Said
from trellis.kit.gaps import Pieces, filled, written


class Writer:
    """Writes the lines of one page; `step` begins the address of a step's own list."""

    def __init__(
        self, step: str, language: str, *, at_one_place: bool, unfolded: int = UNFOLDED
    ) -> None:
        self._named = not at_one_place
        self._step, self._language, self._unfolded = step, language, unfolded

    def first(self, line: Line | None) -> Markup | None:
        """The one loud step."""
        if line is None:
            return None
        shape = self._shape(line)
        pieces = _written("home/_next.html", line.said, shape, self._named, self._language)
        named = (line.named,) if self._named else ()
        if shape == "one":
            task = str(line.places[0].task)
            return filled(pieces, task, task, *named, task)
        return filled(pieces, *named, self._step)

    def lines(self, lines: Sequence[Line]) -> Markup:
        """The items of a list."""
        return Markup("\n").join([self._line(one) for one in lines])

    def _line(self, line: Line) -> Markup:
        shape = self._shape(line)
        pieces = _written("home/_line.html", line.said, shape, self._named, self._language)
        if shape == "few":
            boxes = _box(self._language)
            each = [filled(boxes, *[str(one.task)] * 4, one.name) for one in line.places]
            return filled(pieces, Markup("").join(each))
        named = (line.named,) if self._named else ()
        if shape == "one":
            task = str(line.places[0].task)
            return filled(pieces, task, task, task, task, *named)
        return filled(pieces, *named, self._step)

    def _shape(self, line: Line) -> str:
        """Whether the step is for one organization, a few with a box each, or a list of many."""
        places = line.owed
        return "one" if places == 1 else "few" if places <= self._unfolded else "many"


@lru_cache(maxsize=4096)
def _written(template: str, said: Said, shape: str, named: bool, _language: str) -> Pieces:
    given = {**said._asdict(), "shape": shape, "named": named, "tasks": task_root()}
    return written(template, given)


@lru_cache(maxsize=8)
def _box(_language: str) -> Pieces:
    return written("home/_place.html", {"tasks": task_root()})


@lru_cache(maxsize=1024)
def counts(open_count: int, late_count: int, _language: str) -> Markup:
    """How many steps are open and late, in words."""
    given = {"open_count": open_count, "late_count": late_count}
    return Markup(written("home/_counts.html", given)[0])  # noqa: S704 - rendered, so escaped
