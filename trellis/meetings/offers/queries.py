"""What actions and pages read of offered times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from trellis.kit import clock
from trellis.meetings.models import Attendance, Meeting, Offer, Party, Pick, Slot
from trellis.meetings.offers import rules
from trellis.meetings.offers.rules import Span
from trellis.meetings.queries.choices import in_a_year
from trellis.meetings.queries.people import Asked, asked_to
from trellis.meetings.rules import called, kind_of, leading
from trellis.meetings.schema import KindOfMeeting
from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Reach
from trellis.programs.texts import say
from trellis.work.rules import roles_done_by

PAGE, MOST_HOURS, MOST_PLACES = 50, 300, 200
ABOVE = ("district", "office", "state")
LONGEST = timedelta(hours=10)


def busy_spans(leader: int, starts: Sequence[datetime], minutes: int) -> list[Span]:
    """From when to when somebody who leads has a meeting around these times; one query."""
    if not starts:
        return []
    until = max(starts) + timedelta(minutes=minutes)
    found = Meeting.objects.filter(
        led_by=leader, state=Meeting.State.PLANNED,
        starts_at__gt=min(starts) - LONGEST, starts_at__lt=until,
    )  # fmt: skip
    return [
        (start, start + timedelta(minutes=taken))
        for start, taken in found.values_list("starts_at", "minutes")
    ]


def free_slots(offer: Offer, slots: Iterable[Slot]) -> list[Slot]:
    """Those that are still to come and in which whoever offered has nothing else; one query."""
    ordered = sorted(slots, key=lambda one: one.starts_at)
    starts = [one.starts_at for one in ordered]
    busy = busy_spans(offer.offered_by_id, starts, offer.minutes)
    now = clock.now()
    return [one for one in ordered if rules.is_free(one.starts_at, offer.minutes, busy, now=now)]


def asked(offer: Offer) -> list[Asked]:
    """The holders of the roles whose word an offer waits for; two queries."""
    kind = kind_of(offer.kind)
    if kind is None or offer.organization is None:
        return []
    found = asked_to([offer.organization], kind.picked_by, on=clock.today())
    return found[offer.organization.pk]


# ---- The page of one offer ----


@dataclass(slots=True)
class Time:
    """One offered time as its readers see it; `words` are (name, role) of who picked it."""

    id: int
    at: datetime
    state: str
    """`free`, `past`, `taken` (this meeting stands in it) or `busy` (the leader has another)."""
    words: list[tuple[str, str]]
    mine: bool


@dataclass(slots=True)
class OfferPage:
    """All of an offer that its readers see, and what the reader may do."""

    offer: Offer
    times: list[Time]
    refusals: list[tuple[str, str, str]]
    """Name, role and words of each who said that none of the times suits."""
    waiting: list[tuple[str, str]]
    """Role and names of those whose word is still missing."""
    party: int | None
    role: str
    """The role in which the reader picks; empty where their word does not count."""
    leads: bool

    @property
    def free(self) -> list[Time]:
        """Times that can still be picked."""
        return [one for one in self.times if one.state == "free"]


def offer_page(offer: Offer, person: Person, seats: Sequence[Seat]) -> OfferPage | None:
    """One offer for whoever may know of it, else nothing; at most four queries."""
    roles = rules.needed(asked(offer))
    role, leads = rules.picks_as(seats, offer, roles) or "", rules.leads(seats, offer)
    if not (role or leads or rules.may_read(seats, offer)):
        return None
    rows = list(
        Slot.objects.filter(offer=offer).order_by("starts_at").values_list(
            "pk", "starts_at", "meeting__parties", "picks__person", "picks__person__name",
            "picks__role", "offer__refusals__person__name", "offer__refusals__role",
            "offer__refusals__words",
        )
    )  # fmt: skip
    starts = {row[0]: row[1] for row in rows}
    busy = busy_spans(offer.offered_by_id, list(starts.values()), offer.minutes)
    named, said = names_of_roles(), {row[5] for row in rows if row[5]}
    refused = dict.fromkeys(row[6:9] for row in rows if row[6])
    quiet = set(roles) - said - {one[1] for one in refused}
    return OfferPage(
        offer=offer,
        times=[_time(offer, pk, rows, busy, person, named) for pk in starts],
        refusals=[(name, named.get(code, code), words) for name, code, words in refused],
        waiting=[
            (named.get(one, one), ", ".join(each.person.name for each in roles[one]))
            for one in roles if one in quiet
        ] if offer.state == Offer.State.OPEN else [],
        party=next((row[2] for row in rows if row[2]), None),
        role=role if offer.state == Offer.State.OPEN else "",
        leads=leads,
    )  # fmt: skip


def _time(
    offer: Offer, pk: int, rows: Sequence[tuple[Any, ...]], busy: Sequence[Span], person: Person,
    named: Mapping[str, str],
) -> Time:  # fmt: skip
    here = [row for row in rows if row[0] == pk]
    at = here[0][1]
    if here[0][2]:
        state = "taken"
    elif at <= clock.now():
        state = "past"
    else:
        free = rules.is_free(at, offer.minutes, busy, now=clock.now())
        state = "free" if free else "busy"
    words = {row[3]: (row[4], named.get(row[5], row[5])) for row in here if row[3]}
    return Time(pk, at, state, list(words.values()), person.pk in words)


def names_of_roles() -> dict[str, str]:
    """What each role is called."""
    return {code: say(role.name) for code, role in programs.current().roles.items()}


# ---- Lists ----


@dataclass(slots=True)
class Listed:
    """An offer in a list: when its times begin and end, how many said a word."""

    offer: Offer
    kind: str
    picked: bool
    words: int
    passed: bool


def listed(person: Person, seats: Sequence[Seat], *, after: int | None) -> list[Listed]:
    """Offers that somebody made or may pick, those still open first; one query."""
    mine = Q(offered_by=person)
    for kind in rules.offered():
        mine |= Q(
            kind=kind.code, organization__in=Organization.objects.filter(_speaks(seats, kind))
        )
    rows = Offer.objects.filter(mine, organization__isnull=False)
    rows = rows.exclude(state=Offer.State.WITHDRAWN)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = (
        rows.select_related("organization", "offered_by")
        .annotate(
            picked=Exists(Pick.objects.filter(slot__offer=OuterRef("pk"), person=person)),
            words=Count("slots__picks__person", distinct=True),
            last=Max("slots__starts_at"),
        )
        .order_by("-pk")[: PAGE + 1]
    )
    now = clock.now()
    return [
        Listed(one, called(one.kind), one.picked, one.words, one.last is None or one.last <= now)
        for one in found
    ]


def _speaks(seats: Sequence[Seat], kind: KindOfMeeting) -> Q:
    """The filter for organizations at which somebody's word counts for a kind's times."""
    program, found = programs.current(), Q(pk__in=[])
    for seat in seats:
        if set(kind.picked_by) & set(roles_done_by(program, seat.role)):
            found |= Q(pk=seat.organization_id)
            if seat.level in ABOVE:
                found |= Q(**{f"{seat.level}": seat.organization_id})
    return found


# ---- Hours that are booked ----


@dataclass(slots=True)
class Hour:
    """One time of somebody's hours; `place` is who booked it, where the reader may know."""

    slot: int
    at: datetime
    minutes: int
    place: str
    party: int | None
    free: bool
    mine: bool


@dataclass(slots=True)
class Hours:
    """The hours of one leader."""

    offer: Offer
    kind: str
    own: bool
    times: list[Hour]
    places: list[Organization]
    """Organizations for which the reader may book here."""


def hours(person: Person, seats: Sequence[Seat]) -> list[Hours]:
    """Hours that somebody opened, or may book for an organization of theirs; three queries."""
    places, serving = _bookable(seats)
    now = clock.now()
    asked_to_it = Attendance.objects.filter(party__meeting=OuterRef("meeting"), person=person)
    rows = (
        Slot.objects.filter(
            Q(offer__offered_by=person) | Q(offer__offered_by__in=_leaders(places)),
            offer__organization=None, offer__state=Offer.State.OPEN, starts_at__gt=now,
        )
        .select_related("offer__offered_by", "meeting")
        .annotate(party=_first("pk"), place=_first("organization__name"), mine=Exists(asked_to_it))
        .order_by("offer", "starts_at")[:MOST_HOURS]
    )  # fmt: skip
    found: dict[int, Hours] = {}
    for slot in rows:
        offer = slot.offer
        own = offer.offered_by_id == person.pk
        if offer.pk not in found:
            served = serving.get(offer.offered_by_id)
            there = [one for one in places if served is None or one.pk in served]
            found[offer.pk] = Hours(offer, called(offer.kind), own, [], [] if own else there)
        taken = slot.meeting is not None and slot.meeting.state != Meeting.State.CANCELLED
        knows = taken and (own or slot.mine)
        found[offer.pk].times.append(
            Hour(slot.pk, slot.starts_at, offer.minutes, slot.place if knows else "",
                 slot.party if knows else None, not taken, taken and slot.mine and not own)
        )  # fmt: skip
    return [one for one in found.values() if one.own or one.places]


def _first(field: str) -> Subquery:
    return Subquery(Party.objects.filter(meeting=OuterRef("meeting")).values(field)[:1])


def _bookable(seats: Sequence[Seat]) -> tuple[list[Organization], dict[int, set[int]]]:
    """Organizations for which somebody books any hours, and which of them each person serves."""
    found = Q(pk__in=[])
    for kind in rules.opened():
        found |= rules.booked_for(seats, kind)
    places = list(Organization.objects.filter(found, closed_on=None)[:MOST_PLACES])
    serving: dict[int, set[int]] = {}
    rows = Assignment.objects.filter(holding(clock.today()), organization__in=places)
    for person, place in rows.exclude(person=None).values_list("person", "organization"):
        serving.setdefault(person or 0, set()).add(place)
    return places, serving


def _leaders(places: Sequence[Organization]) -> QuerySet[Appointment, int]:
    """Those who may lead hours for these organizations; the exact right is asked when booking."""
    program = programs.current()
    above = {pk for one in places for pk in one.ancestor_ids().values() if pk}
    roles = {role for kind in rules.opened() for role in leading(program, kind.code)}
    assigned = [role for role in roles if program.roles[role].reach == Reach.ASSIGNED]
    wide = [role for role in roles if program.roles[role].reach != Reach.ASSIGNED]
    served = Assignment.objects.filter(
        holding(clock.today()), role__in=assigned, organization__in=places
    ).values("person")
    held = Q(role__in=assigned, person__in=served) | Q(role__in=wide, organization__in=above)
    return Appointment.objects.filter(held, holding(clock.today())).values_list("person", flat=True)


def offerable(seats: Sequence[Seat], kind: str, *, named: Sequence[str] = ()) -> list[Organization]:
    """Organizations to which somebody may offer times, else those named by code; one query."""
    rows = Organization.objects.filter(rules.led_from(seats, kind), closed_on=None)
    rows = rows.filter(in_a_year() | Q(code__in=named)).order_by("sort_name", "code")
    found = list(rows[: MOST_PLACES + 1])
    return found if len(found) <= MOST_PLACES else list(rows.filter(code__in=named))
