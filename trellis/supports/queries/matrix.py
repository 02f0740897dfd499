"""The catalog at one look: organizations down, levels across; and one of its cells in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.supports.models import STANDING, Wording
from trellis.supports.queries.reading import (
    Line,
    Offerer,
    designation_names,
    line_of,
    offerers,
    standing,
)
from trellis.supports.schema import Content, LevelFace, Supports
from trellis.supports.words import catalog_of, level_names


@dataclass(frozen=True)
class Cell:
    """What an organization offers at a level: groups of titles by code."""

    level: int | None
    name: str
    cost: str
    focus: str
    also: list[str]
    """What comes from lower levels, in words."""
    groups: list[tuple[str, list[tuple[str, str]]]]
    recommended: str

    @property
    def count(self) -> int:
        """How many are its own."""
        return sum(len(titles) for _name, titles in self.groups)


@dataclass(frozen=True)
class MatrixRow:
    """An organization; `whole` is its one cell where it has no levels."""

    owner: Offerer
    name: str
    cells: list[Cell | None]
    whole: Cell | None
    exclusions: list[str]


def matrix(program: Program) -> list[MatrixRow]:
    """Every organization with its cells; two queries."""
    told = catalog_of(program)
    if told is None:
        return []
    owners, titles = offerers(), _titles()
    return [_row(program, told, owner, titles) for owner in owners.values()]


Titles = dict[tuple[int, int | None], list[tuple[str, str, str]]]


def _titles() -> Titles:
    """Code, title and group by provider and level; only these of each content are read."""
    found: Titles = {}
    rows = Wording.objects.filter(STANDING).order_by("position", "id")
    for code, provider, level, title, group in rows.values_list(
        "service__code", "provider_id", "level", "content__title", "content__group"
    ):
        found.setdefault((provider, level), []).append((code, say(title), say(group)))
    return found


def _row(program: Program, told: Supports, owner: Offerer, titles: Titles) -> MatrixRow:
    cells = [_cell(program, owner, number, titles) for number in told.levels]
    return MatrixRow(
        owner=owner,
        name=say(owner.face.name),
        cells=cells,
        whole=_cell(program, owner, None, titles),
        exclusions=[say(one) for one in owner.face.exclusions],
    )


def _cell(program: Program, owner: Offerer, level: int | None, titles: Titles) -> Cell | None:
    face = owner.level(level)
    if face is None:
        return None
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, title, group in titles.get((owner.pk, level), []):
        groups.setdefault(group, []).append((code, title))
    return Cell(
        level=level,
        name=level_names(program).get(level or 0, ""),
        cost=say(face.cost_words),
        focus=say(face.focus) if face.focus and not face.suspect else "",
        also=_also(program, owner, face, titles),
        groups=list(groups.items()),
        recommended=", ".join(designation_names(program, face.recommended)),
    )


def _also(program: Program, owner: Offerer, face: LevelFace, titles: Titles) -> list[str]:
    names = level_names(program)
    found = [_("Everything of %(level)s") % {"level": names[lower]} for lower in face.includes]
    carried = [one.service for one in owner.face.carried if face.level in one.levels]
    known = {code: title for listed in titles.values() for code, title, _group in listed}
    return found + [known[code] for code in carried if code in known]


@dataclass(frozen=True)
class LevelPage:
    """One organization at one level: what it says, its own supports, and those it includes."""

    owner: Offerer
    name: str
    level: str
    cost: str
    focus: str
    audience: str
    about: str
    recommended: str
    exclusions: list[str]
    own: list[Line]
    inherited: list[Line]


def level_page(program: Program, provider: str, level: int | None) -> LevelPage | None:
    """The page of a cell, or nothing where there is none; two queries.

    A support of a lower level stands there once, marked with the level it comes from.
    """
    owner = next((one for one in offerers().values() if one.code == provider), None)
    face = owner.level(level) if owner else None
    if owner is None or face is None:
        return None
    own, inherited = _lines(program, owner, face)
    shown = face if not face.suspect else face.model_copy(
        update={"focus": None, "audience": None, "about": None}
    )  # fmt: skip
    return LevelPage(
        owner=owner,
        name=say(owner.face.name),
        level=level_names(program).get(level or 0, ""),
        cost=say(face.cost_words),
        focus=say(shown.focus or ""),
        audience=say(shown.audience or ""),
        about=say(shown.about or ""),
        recommended=", ".join(designation_names(program, face.recommended)),
        exclusions=[say(one) for one in owner.face.exclusions],
        own=own,
        inherited=inherited,
    )


def _lines(program: Program, owner: Offerer, face: LevelFace) -> tuple[list[Line], list[Line]]:
    rows = standing(Q(provider=owner.pk))
    own = [line_of(program, code, one, owner) for code, _pk, one in rows if one.level == face.level]
    return own, list(_inherited(program, owner, face, rows))


def _inherited(
    program: Program, owner: Offerer, face: LevelFace, rows: list[tuple[str, int, Content]]
) -> Iterator[Line]:
    names = level_names(program)
    carried = {one.service for one in owner.face.carried if face.level in one.levels}
    for code, _pk, one in rows:
        if one.level in face.includes or (code in carried and one.level != face.level):
            yield line_of(program, code, one, owner, inherited=names.get(one.level or 0, ""))
