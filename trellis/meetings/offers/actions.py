"""Offering times for a meeting, picking them, saying that none suits, taking the offer back.

Whoever changes anything holds the person who leads: no time of theirs is given away twice, even by
two schools in the same moment.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.history.actions import Facts as Told
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.meetings.actions.planning import Facts, everybody, plan_meeting, tell_planned
from trellis.meetings.models import Meeting, Offer, Pick, Refusal, Slot
from trellis.meetings.offers import mails, queries, rules
from trellis.meetings.queries.choices import year_for
from trellis.meetings.queries.people import Asked, asked_to
from trellis.meetings.rules import kind_of, lead_seat, local_day
from trellis.meetings.schema import KindOfMeeting
from trellis.organizations.models import Assignment, Organization, holding
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear

OPEN, SETTLED, WITHDRAWN = Offer.State.OPEN, Offer.State.SETTLED, Offer.State.WITHDRAWN
MOST_TIMES, MOST_ORGANIZATIONS = 12, 60


@dataclass(frozen=True)
class Terms:
    """What all times of an offer have in common."""

    minutes: int
    place: str = ""
    link: str = ""
    message: str = ""


@transaction.atomic
def offer_times(
    organizations: Sequence[Organization],
    *,
    kind: str,
    starts: Collection[datetime],
    terms: Terms,
    by: Person,
    acting: str = "",
) -> list[Offer]:
    """Offer times to organizations, each an offer of its own; whoever picks there is told.

    NotAllowed unless the person leads such meetings at each of them; NotReady for what is missing.
    """
    found = next((one for one in rules.offered() if one.code == kind), None)
    if found is None:
        raise NotReady(_("For meetings of this kind no times are offered."))
    seats = _leading(organizations, found, by, acting)
    times = checked(starts, terms)
    year = opened(year_for(organizations))
    asked = asked_to(organizations, found.picked_by, on=clock.today())
    offers = [
        Offer.objects.create(
            kind=kind, year=year, organization=one, **columns(times, terms), offered_by=by,
            offered_at=clock.now(),
        )
        for one in organizations
    ]  # fmt: skip
    Slot.objects.bulk_create(Slot(offer=one, starts_at=at) for one in offers for at in times)
    for offer, seat in zip(offers, seats, strict=True):
        keep(
            offer,
            "offered times",
            by=by,
            seat=seat,
            after={"times": [at.isoformat() for at in times]},
        )
    mails.tell_offered(offers, times, asked, by=by)
    return offers


def _leading(
    organizations: Sequence[Organization], kind: KindOfMeeting, by: Person, acting: str
) -> list[Seat]:
    """The seat for each organization. NotAllowed; NotReady where there are none or too many."""
    if not organizations:
        raise NotReady(_("Choose at least one organization."))
    if len({one.pk for one in organizations}) > MOST_ORGANIZATIONS:
        words = {"most": MOST_ORGANIZATIONS}
        raise NotReady(_("Offer times to up to %(most)s organizations at once.") % words)
    held = seats_of(by)
    seats = [lead_seat(held, kind.code, at=one, acting=acting) for one in organizations]
    found = [seat for seat in seats if seat is not None]
    if len(found) < len(seats):
        raise NotAllowed(_("Only those who lead these meetings here can offer times."))
    return found


def checked(
    starts: Collection[datetime], terms: Terms, *, most: int = MOST_TIMES
) -> list[datetime]:
    """The times in order, each once. NotReady for none, too many, one gone by, odd terms."""
    times = sorted(set(starts))
    if not times:
        raise NotReady(_("Enter at least one time."))
    if len(times) > most:
        raise NotReady(_("Enter up to %(most)s times.") % {"most": most})
    if times[0] <= clock.now():
        raise NotReady(_("A time that you offer must be still to come."))
    if not 5 <= terms.minutes <= 600:
        raise NotReady(_("A meeting takes between 5 minutes and 10 hours."))
    if terms.link and not terms.link.startswith(("https://", "http://")):
        raise NotReady(_("A video link begins with https://."))
    return times


def columns(times: Sequence[datetime], terms: Terms) -> dict[str, object]:
    """The terms as a record keeps them."""
    return {
        "month": first_of_month(local_day(times[0])),
        "minutes": terms.minutes, "place": visible(" ".join(terms.place.split()))[:200],
        "link": terms.link[:500], "message": visible(terms.message.strip())[:2000],
    }  # fmt: skip


def opened(year: ProgramYear | None) -> ProgramYear:
    """The year to which times belong. NotReady where none has opened."""
    if year is None:
        raise NotReady(_("No year has opened there yet."))
    return year


@transaction.atomic
def pick_times(offer: Offer, slots: Collection[int], *, by: Person) -> Meeting | None:
    """Say which times suit, in place of what the person said before.

    The first time that every needed role picked stands: the meeting is planned, everybody is told,
    and the other times close. Answers the meeting, or None while somebody is still to pick.
    NotAllowed unless the person's word counts; OutOfOrder once it is closed; NotReady for no time.
    """
    now = _open(offer)
    roles, role = _speaking(now, by)
    free = queries.free_slots(now, now.slots.all())
    chosen = {one.pk for one in free} & set(slots)
    if not chosen:
        raise NotReady(_("Choose at least one time that is still free."))
    mine = Pick.objects.filter(slot__offer=now, person=by)
    mine.exclude(slot__in=chosen).delete()
    kept = set(mine.values_list("slot", flat=True))
    Pick.objects.bulk_create(
        Pick(slot_id=pk, person=by, role=role, at=clock.now()) for pk in chosen - kept
    )
    mine.update(role=role)
    now.refusals.filter(person=by).delete()
    keep(now, "picked times", by=by, after={"times": len(chosen)})
    found = rules.stands(_words(now, roles), roles, [one.pk for one in free])
    if not found:
        return None
    return _settle(now, next(one for one in free if one.pk == found), by=by)


@transaction.atomic
def refuse_times(offer: Offer, words: str, *, by: Person) -> None:
    """Say that none of the times suits, and what would; whoever offered is told at once.

    NotAllowed unless the person's word counts; OutOfOrder once it is closed.
    """
    now = _open(offer)
    _roles, role = _speaking(now, by)
    said = visible(" ".join(words.split()))[:500]
    Pick.objects.filter(slot__offer=now, person=by).delete()
    told = {"role": role, "words": said, "at": clock.now()}
    _row, new = Refusal.objects.update_or_create(offer=now, person=by, defaults=told)
    keep(now, "refused all times", by=by)
    mails.tell_refused(now, said, by=by, again="" if new else clock.now().isoformat())


@transaction.atomic
def set_time(offer: Offer, slot: int, *, by: Person, acting: str = "") -> Meeting:
    """Settle an offer on one of its times without waiting for more picks.

    NotAllowed unless the person leads such meetings there; OutOfOrder; NotReady for a time that is
    not free any more.
    """
    now = _open(offer)
    _steering(now, by, acting)
    free = {one.pk: one for one in queries.free_slots(now, now.slots.all())}
    if slot not in free:
        raise NotReady(_("This time is not free any more. Choose another one."))
    return _settle(now, free[slot], by=by)


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: Person, acting: str = "") -> None:
    """Take an offer back; whoever could pick is told. NotAllowed; OutOfOrder."""
    now = _open(offer)
    seat = _steering(now, by, acting)
    _close(now, WITHDRAWN)
    keep(now, "withdrew the times", by=by, seat=seat)
    mails.tell_withdrawn(now, queries.asked(now), by=by)


# ---- What they share ----


def _open(offer: Offer) -> Offer:
    """The offer as it stands, with nobody else giving away the leader's time. OutOfOrder."""
    now = locked(offer)
    said = {
        SETTLED.value: _("A time was found already. The meeting stands in your list."),
        WITHDRAWN.value: _("These times are no longer offered."),
    }
    if now.state != OPEN:
        raise OutOfOrder(said[now.state])
    return now


def locked(offer: Offer) -> Offer:
    """The offer as it stands, while the person who leads is held."""
    Person.objects.select_for_update().get(pk=offer.offered_by_id)
    near = ("organization", "offered_by", "year", "series")
    return Offer.objects.select_related(*near).get(pk=offer.pk)


def _speaking(offer: Offer, by: Person) -> tuple[dict[str, list[Asked]], str]:
    roles = rules.needed(queries.asked(offer))
    role = rules.picks_as(seats_of(by), offer, roles)
    if role is None:
        raise NotAllowed(_("These times wait for others to pick. You can read them here."))
    return roles, role


def _words(offer: Offer, roles: dict[str, list[Asked]]) -> list[tuple[int, str]]:
    """Whose picks still count, by the role in which each person may speak today."""
    rows = Pick.objects.filter(slot__offer=offer).select_related("person")
    today: dict[int, str | None] = {}
    for one in rows:
        if one.person_id not in today:
            today[one.person_id] = rules.picks_as(seats_of(one.person), offer, roles)
    found = [(one.slot_id, today[one.person_id]) for one in rows]
    return [(slot, role) for slot, role in found if role]


def _steering(offer: Offer, by: Person, acting: str) -> Seat:
    assert offer.organization is not None  # noqa: S101 - hours that are booked have no picks
    seat = lead_seat(seats_of(by), offer.kind, at=offer.organization, acting=acting)
    if seat is None:
        raise NotAllowed(_("Only those who lead these meetings here can settle the time."))
    return seat


def _close(offer: Offer, to: Offer.State) -> None:
    if not Offer.objects.filter(pk=offer.pk, state=OPEN).update(state=to):
        raise OutOfOrder(_("Somebody else was faster. Look at it again."))


def _settle(offer: Offer, slot: Slot, *, by: Person) -> Meeting:
    """Plan the meeting at a time and tell everybody, the one who picked and the leader too."""
    assert offer.organization is not None  # noqa: S101
    _close(offer, SETTLED)
    meeting = plan(offer, slot, offer.organization, by=by)
    keep(
        offer,
        "found a time",
        by=by,
        after={"meeting": meeting.pk, "at": slot.starts_at.isoformat()},
    )
    tell_all(meeting, by=by)
    return meeting


def tell_all(meeting: Meeting, *, by: Person) -> None:
    """Tell everybody of a meeting that was found by picking, the one who picked too.

    Who leads is told only where somebody else made it.
    """
    rows, leader = everybody(meeting), meeting.led_by
    tell_planned(meeting, rows, by=leader)
    if leader.pk != by.pk:
        tell_planned(meeting, [row for row in rows if row.person_id == leader.pk], by=by)


def plan(
    offer: Offer,
    slot: Slot,
    organization: Organization,
    *,
    by: Person,
    asked: dict[int, list[Asked]] | None = None,
) -> Meeting:
    """Plan the meeting of a slot in the name of whoever leads. OutOfOrder where they don't any more
    or the slot was taken meanwhile.
    """
    leader = offer.offered_by
    planner = next(
        (
            one
            for one in (by, leader, *_serving(organization))
            if lead_seat(seats_of(one), offer.kind, at=organization)
        ),
        leader,
    )
    if lead_seat(seats_of(planner), offer.kind, at=organization) is None:
        raise OutOfOrder(
            _("%(name)s doesn’t lead these meetings any more. Ask for new times.")
            % {"name": leader.name}
        )
    facts = Facts(slot.starts_at, offer.minutes, place=offer.place, link=offer.link)
    meeting = plan_meeting(
        [organization], kind=offer.kind, year=offer.year, facts=facts, by=planner,
        series=offer.series, led_by=leader, asked=asked, tell=False,
    )  # fmt: skip
    free = Q(meeting=None) | Q(meeting__state=Meeting.State.CANCELLED)
    if not Slot.objects.filter(free, pk=slot.pk).update(meeting=meeting):
        raise OutOfOrder(_("Somebody else was faster: this time is taken."))
    return meeting


def _serving(organization: Organization) -> list[Person]:
    """Who serves there today, for times of somebody who will from a later day on."""
    rows = Assignment.objects.filter(holding(clock.today()), organization=organization)
    found = rows.filter(person__is_active=True).select_related("person").order_by("pk")
    return [one.person for one in found if one.person]


def keep(
    offer: Offer, verb: str, *, by: Person, seat: Seat | None = None, after: Told | None = None
) -> None:
    """Record what happened to an offer."""
    kind = kind_of(offer.kind)
    name = offer.organization.name if offer.organization else (kind.code if kind else offer.kind)
    acting_as = seat.called(programs.current()) if seat else ""
    record(f"offer:{offer.pk}", name, verb, by=by, acting_as=acting_as, after=after)
