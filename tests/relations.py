"""Who may what, told a second time: from the pack's roles and the cast's tree alone.

Nothing here asks the product's rules; the policy matrix compares its answers with theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from tests.cast import SCHOOL, Relation, World, relations_of, team_role
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability, Level, Reach, Role

ABOVE = {
    "north": "state", "south": "state", "birch": "north", "cedar": "north", "harbor": "south",
    "lincoln": "birch", "grant": "birch", "oak": "birch", "adams": "cedar", "mill": "cedar",
    "hyde": "harbor",
}  # fmt: skip
RUNNING = frozenset({"state", "birch", "cedar", "harbor", "lincoln", "grant", "adams", "hyde"})


def lies_in(place: str, above: str) -> bool:
    """Whether a place is another one or lies beneath it."""
    here: str | None = place
    while here is not None:
        if here == above:
            return True
        here = ABOVE.get(here)
    return False


@dataclass(frozen=True)
class Place:
    """A role held at, or serving, a place of the cast; `serves` tells the two apart.

    `lent` are the rights of somebody who only stands in; None for an own role.
    """

    role: Role
    place: str
    serves: bool = False
    lent: frozenset[str] | None = None

    def has(self, capability: Capability) -> bool:
        """Whether the role grants it anywhere, and it was lent where the role was."""
        granted = capability in self.role.capabilities
        return granted and (self.lent is None or capability in self.lent)

    def gives(self, role: Role) -> bool:
        """Whether a role may be given from here; who stands in gives none that releases."""
        if self.lent is not None and any(one.startswith("release.") for one in role.capabilities):
            return False
        return self.place == "state" or role.code in self.role.appoints

    def reaches(self, place: str) -> bool:
        """Whether the role's rights extend to a place."""
        if self.role.reach == Reach.ASSIGNED and not self.serves:
            # Who serves others has rights in the own office or firm, but not over the whole state.
            return self.place == place and self.role.held_at != Level.STATE
        if self.role.reach == Reach.OWN:
            return self.place == place
        return lies_in(place, self.place)

    def does(self, role: str, held_at: str) -> bool:
        """Whether a task of a role, held at a place, is this one's to do."""
        if role not in (self.role.code, *self.role.does_tasks_of) or not self.has(
            Capability.TASK_DO
        ):
            return False
        if self.role.reach == Reach.ASSIGNED and not self.serves:
            return held_at == self.place == "state"
        takes_part = lies_in(self.place, held_at) and self.place in RUNNING
        return self.place == held_at or takes_part


@dataclass(frozen=True)
class Visitor:
    """Somebody of the cast, or the public; `name` is what failures call them."""

    name: str
    person: Person | None
    places: tuple[Place, ...] = ()

    def has(self, capability: Capability) -> bool:
        """Whether any of the roles grants it."""
        return any(one.has(capability) for one in self.places)

    def may(self, capability: Capability, place: str) -> bool:
        """Whether a role grants it there."""
        return any(one.has(capability) and one.reaches(place) for one in self.places)

    def may_own(self, capability: Capability, place: str) -> bool:
        """Whether a role that is not lent grants it there."""
        own = tuple(one for one in self.places if one.lent is None)
        return Visitor(self.name, self.person, own).may(capability, place)

    def holds(self, roles: Mapping[str, Set[str]], capability: Capability) -> bool:
        """Whether one of the roles is held at, or serves, one of its places; lent with a right."""
        return any(
            one.place in roles.get(one.role.code, ())
            and (one.serves or one.role.reach != Reach.ASSIGNED)
            and (one.lent is None or one.has(capability))
            for one in self.places
        )

    def reads(self, place: str) -> bool:
        """Whether the year of a place may be read: in reach, or above an own place."""
        read = Capability.YEAR_READ
        return self.may(read, place) or any(
            one.has(read) and lies_in(one.place, place) for one in self.places
        )

    def does(self, role: str, held_at: str, capability: Capability = Capability.TASK_DO) -> bool:
        """Whether a task is this visitor's to do, by a role with a right."""
        return any(one.has(capability) and one.does(role, held_at) for one in self.places)

    def appoints(self, role: Role, place: str) -> bool:
        """Whether this visitor may give a role there; from the top of the tree, any."""
        return any(
            one.has(Capability.PEOPLE_APPOINT) and one.reaches(place) and one.gives(role)
            for one in self.places
        )

    def lends(self, role: Role, place: str) -> bool:
        """Whether this visitor may lend somebody's role there: not on a lent right."""
        own = tuple(one for one in self.places if one.lent is None)
        return Visitor(self.name, self.person, own).appoints(role, place)

    def is_near(self, place: str) -> bool:
        """Whether a place lies above or beneath an own one."""
        return any(lies_in(place, one.place) or lies_in(one.place, place) for one in self.places)


def visitors_of(world: World) -> list[Visitor]:
    """Every role at every distance, those outside, and the public."""
    found = [
        Visitor(
            f"{role.code} ({relation})", world.who(role.code, relation), places_of(role, relation)
        )
        for role in world.program.roles.values()
        for relation in relations_of(role)
    ]
    team = team_role(world.program)
    twice = (Place(team, "oak"), Place(team, "adams"))
    return [
        *found,
        Visitor("stranger", world.persons["stranger"]),
        Visitor("ended", world.persons["ended"]),
        Visitor("two seats", world.persons["two seats"], twice),
        Visitor("public", None),
    ]


def places_of(
    role: Role, relation: Relation, *, lent: frozenset[str] | None = None
) -> tuple[Place, ...]:
    """Where a role at a distance is held, and what it serves; `lent` where it is only lent."""
    school = SCHOOL[relation]
    if role.reach == Reach.ASSIGNED:
        home = {Level.STATE: "state", Level.OFFICE: ABOVE[ABOVE[school]]}.get(role.held_at, "")
        return (Place(role, home, lent=lent), Place(role, school, serves=True, lent=lent))
    if role.held_at == Level.OTHER:
        return (Place(role, f"beside the tree ({relation})", lent=lent),)
    floors = {
        Level.SCHOOL: school,
        Level.DISTRICT: ABOVE[school],
        Level.OFFICE: ABOVE[ABOVE[school]],
        Level.STATE: "state",
    }
    return (Place(role, floors[role.held_at], lent=lent),)
