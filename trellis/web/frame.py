"""The header and the footer: written once per program, language and doors, then kept in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.template import engines
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy
from jinja2 import Environment
from markupsafe import Markup

from trellis.kit.tongue import gettext as _
from trellis.programs.models import Installation
from trellis.programs.program import Program
from trellis.web import policy

DOORS = (
    ("home:my-work", gettext_lazy("My work")),
    ("home:schools", gettext_lazy("Schools")),
    ("organizations:administration", gettext_lazy("Administration")),
)
"""At most six words; each shows once its room stands and the visitor may enter."""

HOLE = Markup("<hole>")  # no text of a page holds it, for every text is escaped


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


@dataclass(frozen=True)
class Notice:
    """What the banner and the footer say of a database that is not the live one."""

    title: str
    text: str


@dataclass(frozen=True)
class Frame:
    """What stands around a page; the visitor's own menu goes between the parts of the header."""

    before: Markup
    after: Markup
    footer: Markup


@dataclass(frozen=True)
class Ways:
    """The addresses that header and footer lead to; empty while a room does not stand."""

    root: str
    search: str
    help: str
    sign_in: str


def notice(kind: str) -> Notice | None:
    """Says on every page that this is no live database."""
    if kind == Installation.Kind.SAMPLE:
        return Notice(_("Sample data."), _("Schools, people and progress are invented."))
    if kind == Installation.Kind.PRACTICE:
        return Notice(_("Practice run."), _("Real schools; nothing here is in force."))
    return None


@lru_cache(maxsize=128)
def frame(
    program: Program | None, language: str, kind: str, doors: tuple[Door, ...], signed_in: bool
) -> Frame:
    """Header and footer for everybody with these doors; no person's name is in them."""
    ready = program is not None
    ways = Ways(
        root=way("home:front") or "/",
        search=way("home:schools") if ready else "",
        help=way("home:help") if ready else "",
        sign_in="" if signed_in or not ready else way("account_login"),
    )
    given = {"program": program, "doors": doors, "ways": ways, "notice": notice(kind)}
    env: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    header = env.get_template("web/_header.html").render(given | {"hole": HOLE})
    footer = env.get_template("web/_footer.html").render(given)
    before, _hole, after = header.partition(HOLE)
    return Frame(Markup(before), Markup(after), Markup(footer))  # noqa: S704 - rendered, so escaped
