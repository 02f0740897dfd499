"""Who loads logs of past meetings, and of which schools."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.kit.errors import NotAllowed
from trellis.meetings import rules as meetings
from trellis.meetings.schema import FROM_FILES
from trellis.organizations.models import Import, Organization
from trellis.organizations.rules import Seat, grants, may, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Reach

RIGHT = Capability.MEETING_IMPORT


def allow(by: Person | None) -> None:
    """Only who may load logs; `by` None is the operator at the command line."""
    if by is not None and not may(by, RIGHT):
        raise NotAllowed(_("Your roles don’t let you load logs of past meetings."))


def own(source: Import, by: Person | None) -> None:
    """A log is read, applied and dropped by whoever loaded it."""
    allow(by)
    if by is not None and source.by_id != by.pk:
        raise NotAllowed(_("Only who loaded a log applies or drops it."))


class Importer:
    """What somebody may load, asked once for each organization."""

    def __init__(self, by: Person | None) -> None:
        self.by = by
        self._seats: list[Seat] = seats_of(by) if by is not None else []
        self._there: dict[int, tuple[bool, bool, bool]] = {}

    def may_load(self, at: Organization) -> bool:
        """Whether meetings of this organization are this person's to load."""
        return self._known(at)[0]

    def only_own(self, at: Organization) -> bool:
        """Whether only meetings that they led themselves are."""
        return self._known(at)[1]

    def may_note_for_agency(self, at: Organization) -> bool:
        """Whether notes for the agency only are theirs to write there."""
        return self._known(at)[2]

    def _known(self, at: Organization) -> tuple[bool, bool, bool]:
        if self.by is None:
            return True, False, True
        found = self._there.get(at.pk)
        if found is None:
            giving = [seat for seat in self._seats if grants(seat, RIGHT, at=at)]
            roles = programs.current().roles
            own = all(roles[seat.role].reach == Reach.ASSIGNED for seat in giving)
            agency = meetings.may_read_agency(self._seats, at)
            found = self._there[at.pk] = bool(giving), own, agency
        return found


def leading_roles(program: Program, kinds: Iterable[str]) -> dict[str, frozenset[str]]:
    """Roles that lead each of these kinds of meetings."""
    return {code: meetings.leading(program, code) for code in kinds}


def helping_roles(program: Program) -> frozenset[str]:
    """Roles that help one to one: those that lead meetings with others than their own."""
    kinds = [one.code for one in meetings.told().kinds if one.form in FROM_FILES]
    return frozenset().union(*leading_roles(program, kinds).values())
