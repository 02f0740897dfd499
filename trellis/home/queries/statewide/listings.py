"""Which lists there are, from the roles of the pack; what their columns say and where rows lead.

Each list is one statement over everybody it speaks of (the denominator), whose `flag` marks those
that need somebody (the figure). So a figure and its list can't disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from trellis.cycles.models import ImprovementCycle
from trellis.designations.models import Letter, Release
from trellis.designations.schema import Designations
from trellis.home.queries.rows import marks, statement
from trellis.kit.names import sort_key
from trellis.kit.school_year import label
from trellis.notices.models import Bounce
from trellis.organizations.models import Invitation
from trellis.organizations.rules import Seat
from trellis.programs.date_rules import CONFIRMED, INFERRED, MISSING, PRINTED, Resolved
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Reach, Role
from trellis.programs.texts import say

Cell = str | int | date | None
Say = Callable[[Any], Cell]


def plain(value: Any) -> Cell:
    """The value as it is."""
    return value if isinstance(value, int) else str(value or "")


def moment(value: Any) -> Cell:
    """The day of a moment; SQLite's bare statements answer moments as text."""
    if not value:
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return localtime(aware).date()


def day(value: Any) -> Cell:
    """A day, or nothing; a union's days are text on SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def choice(labels: Mapping[str, Any]) -> Say:
    """The words of a code; the code itself where there are none."""
    return lambda value: str(labels.get(value, value or ""))


@dataclass(frozen=True)
class Listing:
    """One list: what it is called, its statement, its columns, and where a row leads."""

    code: str
    title: str
    of: str
    """What it counts over, after "of 500"."""
    sql: str
    heads: tuple[tuple[str, Say], ...]
    route: str = "organizations:appointments"
    params: dict[str, Any] = field(default_factory=dict)
    named: bool = True
    """Whether it is sorted by names, whose stored key pads numbers; else by plain words."""
    placed: bool = True
    """Whether its rows lie somewhere: the statement gives their `region` and `district`."""

    def link(self, target: int) -> str:
        """Where the first cell of a row leads: to the place where it is mended."""
        if not self.route:
            return ""
        return reverse(self.route, args=[target] if target else [])


def listings(
    program: Program, seats: list[Seat], days: Mapping[str, Resolved], start: int
) -> list[Listing]:
    """The lists that somebody with these seats may read, in the order of the page.

    `days` are the dates of the year that begins in `start`.
    """

    def may(capability: Capability) -> bool:
        return any(seat.gives(capability, program) for seat in seats)

    found = []
    if may(Capability.RELEASE_MANAGE):
        found += [_releases(), _letters(), _unread()]
    found.append(_years(program))
    found += _people(program)
    if days:
        found.append(_dates(program, days, start, links=may(Capability.DATES_SET)))
    if may(Capability.PEOPLE_APPOINT):
        found.append(_invitations(program))
    if may(Capability.MAIL_MANAGE):
        found.append(_bounces())
    return found


def _people(program: Program) -> Iterator[Listing]:
    """Roles that one person should hold, and roles that serve, where a year is open."""
    for n, role in enumerate(program.roles.values()):
        serves = role.reach == Reach.ASSIGNED
        if not serves and not (role.single and role.held_at.value in ("school", "district")):
            continue
        kind = "unserved" if serves else "vacant"
        floor = role.works_at if serves else role.held_at
        yield _holders(n, role, kind, floor.value)


def _holders(n: int, role: Role, kind: str, floor: str) -> Listing:
    key = f"l{n}_"
    floors = {
        "school": _("schools with an open year"),
        "district": _("districts with an open year"),
        "office": _("offices with an open year"),
    }
    who = statement(f"statewide_{kind}").format(n=key)
    title = _("Nobody assigned: %(role)s") if kind == "unserved" else _("Vacant: %(role)s")
    return Listing(
        code=f"{kind}-{role.code}",
        title=title % {"role": say(role.name)},
        of=floors.get(floor, ""),
        sql=statement("statewide_holders").format(n=key, who=who),
        params={f"{key}role": role.code, f"{key}level": floor},
        heads=(*_whose(), (say(role.column), plain)),
    )


def _whose() -> tuple[tuple[str, Say], ...]:
    return (_("Organization"), plain), (_("Code"), plain), (_("District"), plain)


def _years(program: Program) -> Listing:
    terms = {
        term.code: say(term.label)
        for one in program.section("designations", Designations).vocabularies
        for term in one.terms
    }
    states = {"": _("not open"), **dict(ImprovementCycle.State.choices)}
    kinds = sorted({kind for plan in program.plans.values() for kind in plan.designations})
    params: dict[str, Any] = {}
    return Listing(
        code="years",
        title=_("Designated, and no year open"),
        of=_("organizations whose published designation has a year plan"),
        sql=statement("statewide_years").format(kinds=marks("kind", kinds, params)),
        params=params,
        heads=(*_whose(), (_("Designation"), choice(terms)), (_("Year"), choice(states))),
    )


def _stored(code: str, title: str, of: str, *heads: tuple[str, Say], **rest: Any) -> Listing:
    """A list whose statement needs nothing but the year and the day."""
    return Listing(code, title, of, statement(f"statewide_{code}"), heads, **rest)


def _releases() -> Listing:
    return _stored(
        "releases",
        _("Releases not yet published"),
        _("releases"),
        (_("Release"), plain),
        (_("School year"), lambda start: label(int(start))),
        (_("State"), choice(dict(Release.State.choices))),
        (_("Organizations"), plain),
        (_("Published"), moment),
        route="designations:release",
        named=False,
        placed=False,
    )


def _letters() -> Listing:
    return _stored(
        "letters",
        _("Letters not yet sent"),
        _("letters"),
        *_letter(),
        (_("State"), choice(dict(Letter.State.choices))),
        (_("Sent"), day),
    )


def _unread() -> Listing:
    return _stored(
        "unread",
        _("Letters that nobody has opened here"),
        _("letters sent"),
        *_letter(),
        (_("Sent"), day),
        (_("First opened"), moment),
    )


def _letter() -> tuple[tuple[str, Say], ...]:
    return (_("District"), plain), (_("Code"), plain), (_("Release"), plain)


def _dates(program: Program, days: Mapping[str, Resolved], start: int, *, links: bool) -> Listing:
    """The dates are computed, not stored: they enter the statement as values."""
    words = {
        PRINTED: _("printed"),
        INFERRED: _("not yet confirmed"),
        CONFIRMED: _("confirmed"),
        MISSING: _("missing"),
    }
    params: dict[str, Any] = {"start": start if links else 0}
    parts = []
    for n, (code, at) in enumerate(sorted(days.items())):
        name = say(program.dates[code].label)
        flag = int(at.standing in (INFERRED, MISSING))
        params |= {f"ds{n}": sort_key(name), f"dm{n}": code, f"dn{n}": name, f"dw{n}": at.standing}
        params[f"dd{n}"] = at.day.isoformat() if at.day else ""
        parts.append(
            f"SELECT CAST(%(ds{n})s AS VARCHAR(200)) AS sort, CAST(%(dm{n})s AS VARCHAR(60)) AS"
            f" mark, {flag} AS flag, CAST(%(start)s AS INTEGER) AS target,"
            f" CAST(%(dn{n})s AS VARCHAR(300)) AS c1, CAST(%(dd{n})s AS VARCHAR(10)) AS c2,"
            f" CAST(%(dw{n})s AS VARCHAR(20)) AS c3"
        )
    return Listing(
        code="dates",
        title=_("Dates not confirmed"),
        of=_("dates of %(year)s") % {"year": label(start)},
        sql="\nUNION ALL\n".join(parts),
        heads=((_("Date"), plain), (_("Day"), day), (_("Mark"), choice(words))),
        route="cycles:dates" if links else "",
        params=params,
        placed=False,
    )


def _invitations(program: Program) -> Listing:
    roles = {code: say(role.name) for code, role in program.roles.items()}
    return _stored(
        "invitations",
        _("Invitations without an answer"),
        _("invitations, revoked ones left out"),
        (_("Email"), plain),
        (_("Role"), choice(roles)),
        (_("Organization"), plain),
        (_("Sent"), moment),
        (_("Expires"), moment),
        (_("State"), choice(dict(Invitation.State.choices))),
        named=False,
    )


def _bounces() -> Listing:
    return _stored(
        "bounces",
        _("Addresses from which mail came back"),
        _("addresses from which mail ever came back"),
        (_("Email"), plain),
        (_("Person"), plain),
        (_("Reason"), choice(dict(Bounce.Reason.choices))),
        (_("Came back"), moment),
        (_("Mended"), moment),
        route="organizations:bounce",
        named=False,
        placed=False,
    )
