"""What stands around a page: written once per program, language and doors, then kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from trellis.kit.gaps import Pieces, filled, written
from trellis.kit.tongue import gettext as _
from trellis.programs.models import Installation
from trellis.programs.program import Program
from trellis.supports.words import helpline
from trellis.web import look, policy

DOORS = (
    ("home:my-work", gettext_lazy("My work")),
    ("monitoring:caseload", gettext_lazy("My schools")),
    ("home:schools", gettext_lazy("Schools")),
    ("supports:catalog", gettext_lazy("Supports")),
    ("home:statewide", gettext_lazy("Statewide")),
    ("organizations:administration", gettext_lazy("Administration")),
)
"""At most six words; each shows once its room stands and the visitor may enter."""


@lru_cache(maxsize=64)
def way(route: str) -> str:
    """The address of a route without parts, or nothing while its room does not stand."""
    if route not in policy.BY_ROUTE:
        return ""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


class Door(NamedTuple):
    """A word of the navigation; `here` says whether the page is it or lies behind it."""

    route: str
    here: str

    @property
    def label(self) -> str:
        """The word."""
        return str(dict(DOORS)[self.route])

    @property
    def url(self) -> str:
        """Where it leads."""
        return way(self.route)


class Notice(NamedTuple):
    """What the banner and the footer say of a database that is not the live one."""

    title: str
    text: str


class Frame(NamedTuple):
    """What stands around a page: its text between the holes, and whose data it is."""

    pieces: tuple[Markup, ...]
    notice: Notice | None
    sample: bool


@dataclass(frozen=True)
class Ways:
    """The addresses that header and footer lead to; empty while a room does not stand."""

    root: str
    search: str
    finds_all: bool
    help: str
    sign_in: str


class SeatChoice(NamedTuple):
    """A role the person may act in."""

    key: str
    label: str
    here: bool


def notice(kind: str) -> Notice | None:
    """Says on every page that this is no live database."""
    if kind == Installation.Kind.SAMPLE:
        return Notice(_("Sample data."), _("Schools, people and progress are invented."))
    if kind == Installation.Kind.PRACTICE:
        return Notice(_("Practice run."), _("Real schools; nothing here is in force."))
    return None


@lru_cache(maxsize=128)
def frame(
    program: Program | None,
    version: int,
    language: str,
    kind: str,
    doors: tuple[Door, ...],
    signed_in: bool,
) -> Frame:
    """What surrounds a page for everybody with these doors; no person's name is in it."""
    ready = program is not None
    ways = Ways(
        root=way("home:front") or "/",
        search=way("home:search" if signed_in else "home:schools") if ready else "",
        finds_all=signed_in,
        help=way("home:help") if ready else "",
        sign_in="" if signed_in or not ready else way("account_login"),
    )
    given = {
        "program": program,
        "language": language,
        "font": look.font(),
        "look": look.address(version, program) if program else "",
        "sample": kind == Installation.Kind.SAMPLE,
        "doors": doors,
        "ways": ways,
        "notice": notice(kind),
        "helpline": helpline(program) if program else None,
    }
    text = written("web/_frame.html", given)
    said = notice(kind)
    return Frame(tuple(Markup(one) for one in text), said, kind == Installation.Kind.SAMPLE)  # noqa: S704 - rendered


def menu(
    name: str, acting_as: str, seats: Sequence[SeatChoice], path: str, csrf: str, language: str
) -> Markup:
    """The person's own menu: name, role acted in, other seats to act in, profile, sign out."""
    choices = ""
    if seats:
        given = {"seats": seats, "path": path, "csrf": csrf}
        choices = Markup(written("web/_seats.html", given)[0])  # noqa: S704 - rendered
    pieces = _menu(bool(acting_as), language)
    return filled(pieces, name, acting_as or _("No role yet"), choices, csrf)


@lru_cache(maxsize=16)
def _menu(seated: bool, _language: str) -> Pieces:
    return written("web/_person.html", {"seated": seated})
