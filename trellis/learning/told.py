"""What the program says of the library, for rules, checks and pages alike."""

from __future__ import annotations

from trellis.kit import clock
from trellis.kit.school_year import school_year
from trellis.learning.models import Item
from trellis.learning.schema import Learning
from trellis.programs.program import Program

NOTHING = Learning(categories=[], kinds=[])


def library_of(program: Program) -> Learning:
    """What a program says of its library; nothing where it says none."""
    told = program.parts.get("learning")
    return told if isinstance(told, Learning) else NOTHING


def address_of(item: Item, program: Program) -> str:
    """Where a thing is: its own link, else the one that its resource has in the year."""
    resource = program.resources.get(item.code)
    return item.url or (resource.url if resource else "")


def this_year(program: Program) -> int:
    """The school year in which today lies, by the year in which it began."""
    return school_year(clock.today(), program.pack.school_year_starts)
