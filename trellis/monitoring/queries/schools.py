"""What is known of the organizations of a caseload: three statements, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from trellis.designations.letters.schema import Delivery, Letters
from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.meetings.rules import begins, local_day
from trellis.monitoring.queries.statements import fetch, marks, within
from trellis.monitoring.rules import Scope
from trellis.monitoring.schema import Spotlight
from trellis.monitoring.spotlight import Expected, Held, Known, Light, Month
from trellis.organizations import glances
from trellis.organizations.glances import Told
from trellis.organizations.teams import rules as teams
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.schema.roles import Level


@dataclass(frozen=True)
class PutOff:
    """A reason that its reader has put off."""

    id: int
    rule: str
    until: date
    note: str


@dataclass
class Caseload:
    """The organizations of a caseload, the rules over them, and what their reader put off."""

    schools: list[Known]
    light: Light
    put_off: dict[tuple[int, str], PutOff] = field(default_factory=dict)
    told: dict[str, dict[int, list[Told]]] = field(default_factory=dict)
    """What the rooms below tell, by the name of their glance and by organization."""


def caseload_of(
    scope: Scope,
    program: Program,
    *,
    on: date,
    reader: Person | None = None,
    roles: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Caseload:
    """A caseload on a day; three statements.

    `roles` are those in which the reader serves, whose steps count; `only` the codes of some.
    """
    told = program.section("spotlight", Spotlight)
    schools = schools_in(scope, on, only=only)
    levels = {one.code: one.of.value for one in teams.kinds(program)}
    light = Light(told.rules, {}, _at_district(told, program), on, levels)
    if not schools:
        return Caseload([], light)
    add_meetings(schools, program, on)
    places = {*schools, *(one.district_id for one in schools.values() if one.district_id)}
    found = Caseload(list(schools.values()), light)
    named: dict[str, Any] = {"on": on, "reader": reader.pk if reader else 0}
    holders = _add_facts(found, places, (told, program, roles), named)
    found.light = replace(light, holders=holders)
    return found


def _at_district(told: Spotlight, program: Program) -> frozenset[str]:
    named = {role for rule in told.rules for role in rule.roles}
    return frozenset(one for one in named if program.roles[one].held_at == Level.DISTRICT)


# ---- Which organizations, and how far their year is


def schools_in(scope: Scope, on: date, *, only: Collection[str] | None = None) -> dict[int, Known]:
    """The organizations of a scope with how far their year is; one statement."""
    if not scope or (only is not None and not only):
        return {}
    named: dict[str, Any] = {"on": on}
    reach = within(scope, named)
    if only is not None:
        reach += f" AND o.code IN ({marks('only', sorted(only), named)})"
    shown = f"o.id IN ({marks('named', sorted(scope.named), named)})" if scope.named else "FALSE"
    found: dict[int, Known] = {}
    for pk, *facts, month, steps, done, late, oldest, due in fetch(
        "schools", named, reach=reach, shown=shown
    ):
        one = found.get(pk)
        if one is None:
            one = found[pk] = Known(pk, *facts)
        if month is None:
            continue
        one.months.append(Month(month, steps, done, late))
        if oldest and (one.oldest is None or oldest < one.oldest):
            one.oldest = oldest
        if due and (one.due is None or due < one.due):
            one.due = due
    return found


# ---- Meetings


def add_meetings(schools: dict[int, Known], program: Program, on: date) -> None:
    """Meetings held, planned and expected; one statement."""
    named: dict[str, Any] = {}
    places = marks("p", schools, named)
    month, now = first_of_month(on), _now(program, on)
    asked = (month, first_of_month(month - timedelta(days=1)))
    expected: dict[tuple[int, date], dict[str, int]] = {}
    counts: dict[tuple[int, date, str], int] = {}
    last_held: dict[int, datetime] = {}
    for pk, kind, per_month, first, last, held_in, state, party, starts in fetch(
        "meetings", named, plain=True, places=places
    ):
        one = schools[pk]
        for wanted in asked:
            if first <= wanted <= last:
                expected.setdefault((pk, wanted), {})[kind] = per_month
                one.cadence = one.cadence or kind
        if party is None:
            continue
        at = starts if starts.tzinfo else starts.replace(tzinfo=UTC)
        counts[pk, held_in, state] = counts.get((pk, held_in, state), 0) + 1
        if state == "held":
            last_held[pk] = at
        elif at >= now and one.next_at is None:
            one.next_at, one.next_meeting = at, party
    for pk, at in last_held.items():
        schools[pk].last_met = local_day(at, program)
    for (pk, wanted), kinds in expected.items():
        held, planned = (counts.get((pk, wanted, state), 0) for state in ("held", "planned"))
        told = Expected(sum(kinds.values()), held, planned)
        if wanted == month:
            schools[pk].meetings = told
        else:
            schools[pk].before = told


def _now(program: Program, on: date) -> datetime:
    """This moment; on a day that a sample stands on, its beginning."""
    now = clock.now()
    return now if local_day(now, program) == on else begins(on, program)


# ---- Roles, letters, what is put off; and what other rooms tell

OWN_KINDS = frozenset({"role", "letter", "off"})
_TOLD = "\nUNION ALL\nSELECT '{name}', y.*, NULL, '' FROM ({statement}) y"


def _add_facts(
    found: Caseload,
    places: Iterable[int],
    asked: tuple[Spotlight, Program, Collection[str]],
    named: dict[str, Any],
) -> dict[tuple[int, str], Held]:
    told, program, roles = asked
    schools = {one.id: one for one in found.schools}
    letters = [
        kind.code
        for kind in program.section("letters", Letters).kinds
        if kind.delivery == Delivery.MAIL
    ]
    on: date = named["on"]
    named["sunday"] = on + timedelta(days=7 - on.isoweekday())
    parts = {
        "places": marks("p", sorted(places), named),
        "roles": marks("r", sorted({role for rule in told.rules for role in rule.roles}), named),
        "letters": marks("l", letters, named),
    }
    named_own = {"own": marks("o", sorted(roles), named)}
    parts["told"] = "".join(
        _TOLD.format(name=one.name, statement=one.statement.format(**parts, **named_own))
        for one in glances.registered()
    )
    holders: dict[tuple[int, str], Held] = {}
    for what, pk, code, count, since, before, note in fetch("facts", named, **parts):
        if what == "role":
            holders[pk, code] = Held(count, since, before)
        elif what == "off":
            found.put_off[pk, code] = PutOff(count, code, since, note)
        elif pk in schools and what == "letter":
            schools[pk].letter = since
        elif what not in OWN_KINDS:
            found.told.setdefault(what, {}).setdefault(pk, []).append(Told(code, count, since))
    _spread(found)
    return holders


def _spread(found: Caseload) -> None:
    """What is told of one organization stands with it."""
    for name, rows in found.told.items():
        for one in found.schools:
            if one.id in rows:
                one.told[name] = rows[one.id]


def own_roles(seats: Sequence[Any]) -> frozenset[str]:
    """The roles in which a person serves."""
    return frozenset(seat.role for seat in seats if seat.assigned)
