"""The layouts that this installation can read: the pack's, and those built in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from trellis.kit.tables import Unreadable, match_columns
from trellis.organizations.models import Level
from trellis.organizations.schema import (
    Directory,
    DirectoryLayout,
    Kind,
    Organizations,
    PeopleLayout,
    Regions,
)
from trellis.programs.program import Program
from trellis.programs.reading import read
from trellis.programs.texts import say

BUILT_IN = Path(__file__).parent.parent / "layouts"

PEOPLE = PeopleLayout(
    code="people",
    columns={
        "code": ["Code", "Organization"],
        "role": ["Role"],
        "name": ["Name"],
        "email": ["Email", "E-mail"],
        "from": ["From", "Start"],
        "to": ["To", "End"],
        "caseload": ["Caseload"],
    },
)


def kinds(program: Program) -> dict[str, Kind]:
    """Kinds of organization by code."""
    return {kind.code: kind for kind in program.section("organizations", Organizations).kinds}


def regions(program: Program) -> Regions:
    """The pack's regions; a pack without any has empty lists."""
    try:
        return program.section("regions", Regions)
    except KeyError:
        return Regions()


def directory_layouts(program: Program) -> dict[str, DirectoryLayout]:
    """Layouts of directory files by code; the pack's win over those built in."""
    own = program.section("directory", Directory).layouts
    found = {layout.code: layout for layout in own}
    for layout in _built_in():
        found.setdefault(layout.code, _with_kinds(layout, program))
    return found


@lru_cache(maxsize=1)
def _built_in() -> tuple[DirectoryLayout, ...]:
    files = sorted(BUILT_IN.glob("*.yaml"))
    parts = [Directory.model_validate(read(file.read_bytes()).data) for file in files]
    return tuple(layout for part in parts for layout in part.layouts)


def _with_kinds(layout: DirectoryLayout, program: Program) -> DirectoryLayout:
    """A built-in layout speaks of schools and districts; the pack says what it calls them."""
    of = {level: _first_kind(program, level) for level in (Level.SCHOOL, Level.DISTRICT)}
    return layout.model_copy(
        update={"default_kind": of[Level.SCHOOL], "parent_kind": of[Level.DISTRICT]}
    )


def _first_kind(program: Program, level: Level) -> str:
    return next(code for code, kind in kinds(program).items() if kind.level == level.value)


def required(layout: DirectoryLayout) -> list[str]:
    """The fields without which a file can't be read by this layout."""
    more = ["type"] if layout.default_kind is None else []
    if layout.parent_kind and layout.district is None:
        more.append("parent")
    return ["code", "name", *more]


def choose(
    header: list[str], layouts: dict[str, DirectoryLayout], wanted: str = ""
) -> tuple[DirectoryLayout, dict[str, int]]:
    """The layout that was named, or the first that finds its columns in this header."""
    if wanted and wanted not in layouts:
        words = {"code": wanted, "known": ", ".join(layouts)}
        raise Unreadable(_("There is no layout “%(code)s”. There are: %(known)s.") % words)
    chosen = [layouts[wanted]] if wanted else list(layouts.values())
    first: Unreadable | None = None
    for layout in chosen:
        try:
            columns = {str(name): titles for name, titles in layout.columns.items()}
            return layout, match_columns(header, columns, required(layout))
        except Unreadable as error:
            if first is None:
                first = error
    if first is None:
        raise Unreadable(_("The pack has no layout for directory files."))
    if len(chosen) == 1:
        raise first
    names = ", ".join(f"{say(one.name)} ({code})" for code, one in layouts.items())
    raise Unreadable(
        _("No layout fits this file. %(first)s The layouts are: %(names)s.")
        % {"first": first, "names": names}
    )


def people_layouts(program: Program) -> dict[str, PeopleLayout]:
    """Layouts of people files by code."""
    own = program.section("directory", Directory).people
    return {layout.code: layout for layout in own} or {PEOPLE.code: PEOPLE}
