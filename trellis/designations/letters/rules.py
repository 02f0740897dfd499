"""Who reads, sends and prepares letters.

A letter is read by holders of the roles that its kind names: at the district, and at the schools
that the letter names. Before publication only those whom the pack lets know ahead read it, and
only from seats of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from trellis.designations import rules as releases
from trellis.designations.letters.schema import LetterKind, Letters, Moment, Named
from trellis.designations.models import AdvanceNotice, Designation, Letter, Release
from trellis.designations.schema import Designations
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Level, Reach


def may_prepare(person: Person, *, seats: Iterable[Seat] | None = None) -> bool:
    """Whether a person writes, holds and looks at the letters of a release."""
    return releases.may_manage(person, seats=seats)


def may_send_for_agency(person: Person, *, seats: Iterable[Seat] | None = None) -> bool:
    """Whether a person lets letters of the agency leave."""
    return releases.may_publish(person, seats=seats)


def serves(kind: LetterKind, program: Program) -> bool:
    """Whether a kind goes out in the name of those who serve the schools in it."""
    return program.roles[kind.sender].reach == Reach.ASSIGNED


# ---- Reading


def readable(seats: Iterable[Seat], program: Program) -> Q:
    """The filter for letters that these seats may open; matches none without seats."""
    open_to_roles = Q(pk__in=[])
    for kind in program.section("letters", Letters).kinds:
        roles = {*kind.to, *kind.readers}
        here = [seat for seat in seats if seat.role in roles and _reads(seat, program)]
        if here:
            public = Q(release__state=Release.State.PUBLISHED) & _about(here, kind, program)
            open_to_roles |= Q(kind=kind.code) & (public | _ahead(here, kind))
    return Q(state=Letter.State.SENT) & open_to_roles


def _reads(seat: Seat, program: Program) -> bool:
    """A seat on loan reads letters where reading was lent."""
    return not seat.delegated or seat.gives(Capability.YEAR_READ, program)


def _about(seats: Iterable[Seat], kind: LetterKind, program: Program) -> Q:
    """Letters to the districts of these seats, or that name their organizations."""
    districts = {seat.organization_id for seat in seats if seat.level == Level.DISTRICT}
    places = {seat.organization_id for seat in seats if seat.level == Level.SCHOOL}
    found = Q(district__in=districts)
    return found | Q(Exists(naming(kind, program, organization__in=places))) if places else found


def naming(kind: LetterKind, program: Program, **which: object) -> QuerySet[Designation]:
    """Designations by which the letter of the outer query names organizations."""
    beneath = Q(organization__district=OuterRef("district"))
    rows = Designation.objects.filter(
        beneath | Q(organization=OuterRef("district")), release=OuterRef("release"), **which
    )
    return rows.filter(kind__in=supported(program)) if kind.schools == Named.SUPPORTED else rows


def supported(program: Program) -> frozenset[str]:
    """Codes of designations that are owed support, in any period."""
    vocabularies = program.section("designations", Designations).vocabularies
    return frozenset(term.code for one in vocabularies for term in one.terms if term.supported)


def _ahead(seats: Iterable[Seat], kind: LetterKind) -> Q:
    """Before publication: own seats in a role it is addressed to, whose district was told."""
    if kind.at != Moment.ADVANCE:
        return Q(pk__in=[])
    districts = releases.districts_told(seat for seat in seats if seat.role in kind.to)
    checked = Q(release__state=Release.State.CHECKED, district__in=districts)
    return checked & Q(Exists(told_ahead()))


def told_ahead() -> QuerySet[AdvanceNotice]:
    """The advance notice in force of the outer letter's district."""
    notices = AdvanceNotice.objects.in_force()
    return notices.filter(release=OuterRef("release"), district=OuterRef("district"))


# ---- Sending


def sendable(seats: Iterable[Seat], program: Program) -> Q:
    """The filter for letters that go out in the name of these seats, sent ones included."""
    found = Q(pk__in=[])
    for kind in program.section("letters", Letters).kinds:
        serving = [seat for seat in seats if sends_from(seat, kind)]
        if serving and serves(kind, program):
            found |= Q(kind=kind.code) & _about(serving, kind, program)
    return Q(release__state=Release.State.PUBLISHED) & found


def sends_from(seat: Seat, kind: LetterKind) -> bool:
    """Whether a seat serves somewhere in the role in whose name a kind goes out."""
    lent = not seat.delegated or Capability.TASK_DO in seat.lent
    return seat.role == kind.sender and seat.assigned and lent
