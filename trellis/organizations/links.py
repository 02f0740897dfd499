"""Links on the administration page: rooms above register theirs when Django starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.programs.schema.roles import Capability

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class AdministrationLink:
    """A page of administration: its route, what people read, and who may open it."""

    route: str
    label: str | StrPromise
    about: str | StrPromise
    capability: Capability


_links: dict[str, AdministrationLink] = {}


def register(link: AdministrationLink) -> None:
    """Add a link; the same one again changes nothing."""
    _links[link.route] = link


def registered() -> list[AdministrationLink]:
    """All links in the order of registration."""
    return list(_links.values())
