"""The registry of pack sections: each room names its file, its shape, its checks and its install.

Handlers of `install` run inside the transaction that stores the version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from trellis.programs.models import Version
    from trellis.programs.program import Program


@dataclass(frozen=True)
class Complaint:
    """What is wrong in a section: `at` leads there by keys and list positions."""

    at: tuple[str | int, ...]
    text: str
    section: str = ""
    """The section it is about, where that is another one than the checked."""


@dataclass(frozen=True)
class Section:
    """One part of a pack. A `file` that ends in `/` is a folder of files of the same shape."""

    name: str
    file: str
    model: type[BaseModel]
    required: bool = True
    check: Callable[[Program], Iterator[Complaint]] | None = None
    """Looks across sections; for a folder, `at` starts with the file's stem."""
    needs: tuple[str, ...] = ()
    """Other sections that the check reads; it waits until their files have the right shape."""
    install: Callable[[Version, Program], None] | None = None


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section; called once per section from the owning room's `AppConfig.ready()`."""
    if _sections.get(section.name, section) != section:
        raise ValueError(f"Two rooms claim the pack section {section.name}.")
    _sections[section.name] = section


def registered() -> list[Section]:
    """All sections, each after those that it needs, whatever the order of the rooms."""
    needs = {name: set(_sections[name].needs) & set(_sections) for name in sorted(_sections)}
    return [_sections[name] for name in TopologicalSorter(needs).static_order()]
