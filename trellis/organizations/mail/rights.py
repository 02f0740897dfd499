"""Who may hold mail, and who may mend an address: the agency, and whoever appoints the person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from trellis.kit import clock
from trellis.organizations.models import Appointment, Organization
from trellis.organizations.rules import Seat, may, seats_of, within_reach
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability, Level

if TYPE_CHECKING:
    from trellis.notices.models import Bounce
    from trellis.people.models import Person

MANAGE, APPOINT = Capability.MAIL_MANAGE, Capability.PEOPLE_APPOINT


def may_manage(person: Person, seats: Iterable[Seat] | None = None) -> bool:
    """Whether a person may see all mail, hold it and correct addresses."""
    return may(person, MANAGE, seats=seats)


def mendable(person: Person, seats: list[Seat] | None = None) -> Q:
    """The filter for bounces that a person may see: all, or of people whom they may appoint."""
    held = seats_of(person) if seats is None else seats
    if may_manage(person, held):
        return Q()
    given = Q(pk__in=[])
    for seat in held:
        places = Organization.objects.filter(within_reach([seat], APPOINT))
        everywhere = seat.level == Level.STATE and not seat.assigned
        roles = Q() if everywhere else Q(role__in=programs.current().roles[seat.role].appoints)
        given |= Q(organization__in=places.values("pk")) & roles
    stands = Q(ends=None) | Q(ends__gte=clock.today())
    theirs = Appointment.objects.filter(given, stands, person=OuterRef("person"))
    return Q(person__isnull=False) & Q(Exists(theirs))


def may_mend(person: Person, bounce: Bounce, seats: list[Seat] | None = None) -> bool:
    """Whether a person may propose an address, or say that the old one works again."""
    return type(bounce).objects.filter(mendable(person, seats), pk=bounce.pk).exists()
