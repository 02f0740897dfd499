"""Hours that anybody in reach of whoever leads books, one organization at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.hours import moment
from trellis.kit.names import visible
from trellis.meetings.actions.planning import call_off
from trellis.meetings.actions.shared import hold
from trellis.meetings.models import AgendaItem, Meeting, Offer, Slot
from trellis.meetings.offers import queries, rules
from trellis.meetings.offers.actions import (
    Terms,
    checked,
    columns,
    keep,
    locked,
    opened,
    plan,
    tell_all,
)
from trellis.meetings.queries.people import Asked
from trellis.meetings.rules import kind_of, leads_kind
from trellis.meetings.schema import KindOfMeeting
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work.queries import standing_of

OPEN, WITHDRAWN = Offer.State.OPEN, Offer.State.WITHDRAWN
MOST_WEEKS, MOST_SLOTS = 40, 400


def weekly(
    first: date, begins: time, ends: time, minutes: int, *, weeks: int, every: int, zone: str
) -> list[datetime]:
    """The beginnings of all slots of hours that come again each so many weeks on the same clock.

    NotReady where there is no time for one slot, or the clock leaves an hour out or shows it twice.
    """
    if not 1 <= weeks <= MOST_WEEKS or not 1 <= every <= 4:
        raise NotReady(
            _("Hours come again every 1 to 4 weeks, up to %(most)s times.") % {"most": MOST_WEEKS}
        )
    start = begins.hour * 60 + begins.minute
    room = ends.hour * 60 + ends.minute - start
    if room < minutes:
        raise NotReady(_("Between beginning and end there is no room for one slot."))
    found = []
    for week in range(weeks):
        day = first + timedelta(weeks=week * every)
        for number in range(room // minutes):
            hour, minute = divmod(start + number * minutes, 60)
            found.append(moment(day, time(hour, minute), zone))
    return found


@transaction.atomic
def open_hours(kind: str, *, starts: Collection[datetime], terms: Terms, by: Person) -> Offer:
    """Open hours for whoever is in reach of the person's roles that lead such meetings.

    NotAllowed without such a role; NotReady for what is missing.
    """
    if kind not in {one.code for one in rules.opened()}:
        raise NotReady(_("Meetings of this kind are not booked."))
    seats = seats_of(by)
    seat = leading_seat(seats, kind)
    if seat is None:
        raise NotAllowed(_("Only those who lead these meetings can open hours."))
    times = checked(starts, terms, most=MOST_SLOTS)
    offer = Offer.objects.create(
        kind=kind, year=opened(standing_of(seats)[0]), **columns(times, terms), offered_by=by,
        offered_at=clock.now(),
    )  # fmt: skip
    Slot.objects.bulk_create(Slot(offer=offer, starts_at=at) for at in times)
    told = {"from": times[0].isoformat(), "to": times[-1].isoformat(), "slots": len(times)}
    keep(offer, "opened hours", by=by, seat=seat, after=told)
    return offer


def leading_seat(seats: Collection[Seat], kind: str) -> Seat | None:
    """A seat from which somebody leads meetings of a kind anywhere."""
    program = programs.current()
    return next((one for one in seats if leads_kind(one, kind, program)), None)


@transaction.atomic
def book_slot(slot: Slot, organization: Organization, *, by: Person, about: str = "") -> Meeting:
    """Take a slot for an organization: a meeting is planned, and whoever leads is told.

    NotAllowed unless the person books for that organization; OutOfOrder where the slot is taken,
    gone by or closed, or whoever offers it serves the organization no more.
    """
    offer = locked(slot.offer)
    kind = kind_of(offer.kind)
    if offer.organization_id or kind is None:
        raise OutOfOrder(_("These hours are not open for booking."))
    seat = booking_seat(by, offer, organization)
    if seat is None:
        raise NotAllowed(_("You can book for your own school or district only."))
    now = Slot.objects.select_related("meeting").get(pk=slot.pk)
    if offer.state != OPEN:
        raise OutOfOrder(_("These hours are no longer open."))
    if not queries.free_slots(offer, [now]):
        raise OutOfOrder(_("This time is taken or has gone by. Choose another one."))
    asked = {organization.pk: [Asked(by, seat.role)]}
    meeting = plan(offer, now, organization, by=by, asked=asked)
    if about := visible(" ".join(about.split()))[:500]:
        AgendaItem.objects.create(party=meeting.parties.get(), order=1, text=about)
    keep(offer, "booked a time", by=by, seat=seat,
         after={"meeting": meeting.pk, "at": now.starts_at.isoformat()})  # fmt: skip
    tell_all(meeting, by=by)
    return meeting


def booking_seat(by: Person, offer: Offer, organization: Organization) -> Seat | None:
    """The seat from which somebody books hours for an organization that the leader serves."""
    kind = kind_of(offer.kind)
    if kind is None:
        return None
    seats = seats_of(by)
    mine = rules.booked_for(seats, kind) & rules.led_from(seats_of(offer.offered_by), kind.code)
    if not Organization.objects.filter(mine, pk=organization.pk, closed_on=None).exists():
        return None
    return _own_seat(seats, kind, organization)


def _own_seat(
    seats: Collection[Seat], kind: KindOfMeeting, organization: Organization
) -> Seat | None:
    """The seat at an organization, or above it, from which somebody books such hours at all."""
    near = {pk for pk in organization.ancestor_ids().values() if pk}
    return next(
        (one for one in rules.booking_seats(seats, kind) if one.organization_id in near), None
    )


def reachable(seats: Collection[Seat], offer: Offer, kind: KindOfMeeting) -> bool:
    """Whether somebody books these hours for any organization that the leader serves."""
    led = rules.led_from(seats_of(offer.offered_by), kind.code)
    mine = rules.booked_for(seats, kind)
    return Organization.objects.filter(mine & led, closed_on=None).exists()


@transaction.atomic
def give_back(slot: Slot, *, by: Person) -> None:
    """Give a booked time back: the meeting is cancelled, the time is free again, the leader told.

    NotAllowed unless the person booked it; OutOfOrder where there is nothing to give back.
    """
    locked(slot.offer)
    now = Slot.objects.select_related("meeting", "offer__offered_by").get(pk=slot.pk)
    if now.meeting is None or now.offer.organization_id:
        raise OutOfOrder(_("Nobody has booked this time."))
    meeting, leader = hold(now.meeting), now.offer.offered_by
    party = meeting.parties.select_related("organization").get()
    kind = kind_of(now.offer.kind)  # who leads may serve there only from a later day on
    seat = _own_seat(seats_of(by), kind, party.organization) if kind else None
    if by.pk == leader.pk or seat is None or not party.attendance.filter(person=by).exists():
        raise NotAllowed(_("Only who booked a time gives it back."))
    call_off(meeting, seat=seat, why=_("%(name)s gave the time back.") % {"name": by.name}, by=by)


@transaction.atomic
def close_hours(offer: Offer, *, by: Person) -> None:
    """Close hours for further bookings; what is booked stays. NotAllowed; OutOfOrder."""
    now = locked(offer)
    if now.organization_id or now.offered_by_id != by.pk:
        raise NotAllowed(_("Only who opened these hours can close them."))
    if not Offer.objects.filter(pk=now.pk, state=OPEN).update(state=WITHDRAWN):
        raise OutOfOrder(_("These hours are closed already."))
    keep(now, "closed the hours", by=by)
