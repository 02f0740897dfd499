"""What was planned with an organization follows to whoever serves it from a day on.

Meetings that are planned, times that are offered and hours that are booked go along; what was held
stays with who led it. A meeting with others, who stay, stays with who leads it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed
from trellis.meetings import rules
from trellis.meetings.actions import telling
from trellis.meetings.actions.planning import everybody
from trellis.meetings.calendar import entry_of
from trellis.meetings.models import Attendance, Meeting, Membership, Offer, Party, Series, Slot
from trellis.notices import actions as notices
from trellis.organizations.models import Organization
from trellis.organizations.rules import may, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

PLANNED, CANCELLED = Meeting.State.PLANNED, Meeting.State.CANCELLED


@dataclass(frozen=True)
class Move:
    """Who serves some organizations instead of whom, in which role, from which day on."""

    role: str
    organizations: Sequence[Organization]
    source: Person
    target: Person
    starts: date


@transaction.atomic
def pass_on(move: Move, *, by: Person, acting_as: str = "") -> int:
    """Let what is planned from the day on be led by who serves then; how many meetings.

    Everybody asked to a meeting is told once, with its entry: the same one, counted up; who led it
    gets its cancellation. NotAllowed but for who says who serves there.
    """
    seats = seats_of(by)
    if not all(
        may(by, Capability.ASSIGN_SERVICE, at=one, seats=seats) for one in move.organizations
    ):
        raise NotAllowed(_("Your roles don’t let you say who serves this organization."))
    list(
        Person.objects.select_for_update()
        .filter(pk__in=[move.source.pk, move.target.pk])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    meetings = _planned(move)
    for meeting in meetings:
        _pass_meeting(meeting, move, by=by, acting_as=acting_as)
    _pass_offers(move, by=by, acting_as=acting_as)
    _pass_hours(meetings, move)
    _pass_series(move)
    return len(meetings)


def _first_moment(move: Move) -> datetime:
    zone = ZoneInfo(programs.current().pack.time_zone)
    return datetime.combine(move.starts, time(), zone)


def _kinds(role: str) -> list[str]:
    """The kinds of meetings that this role leads."""
    program = programs.current()
    return [one.code for one in rules.told().kinds if role in rules.leading(program, one.code)]


def _planned(move: Move) -> list[Meeting]:
    """Planned meetings of who served, from the day on, with nobody but these organizations."""
    others = Party.objects.filter(meeting=OuterRef("pk")).exclude(
        organization__in=move.organizations
    )
    rows = Meeting.objects.select_for_update(of=("self",)).filter(
        ~Exists(others), led_by=move.source, state=PLANNED, kind__in=_kinds(move.role),
        starts_at__gte=_first_moment(move), parties__organization__in=move.organizations,
    )  # fmt: skip
    ids = rows.order_by("pk").values_list("pk", flat=True)
    return list(Meeting.objects.filter(pk__in=set(ids)).order_by("pk"))


def _pass_meeting(meeting: Meeting, move: Move, *, by: Person, acting_as: str) -> None:
    before = copy(meeting)
    before.led_by = move.source
    meeting.led_by, meeting.version = move.target, meeting.version + 1
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, clock.now()
    meeting.save(update_fields=["led_by", "version", "sequence", "changed_at"])
    parties = list(meeting.parties.select_related("organization").order_by("pk"))
    kind = rules.kind_of(meeting.kind)
    role = kind.led_by if kind else move.role
    Attendance.objects.filter(party__in=parties, person=move.source).delete()
    for party in parties:
        Attendance.objects.get_or_create(party=party, person=move.target, defaults={"role": role})
    record(
        f"meeting:{meeting.pk}", meeting.title, "passed on", by=by, acting_as=acting_as,
        before={"led_by": move.source.name}, after={"led_by": move.target.name},
    )  # fmt: skip
    _tell(meeting, move, by=by)
    _withdraw_entry(before, meeting, parties[0], by=by)


def _tell(meeting: Meeting, move: Move, *, by: Person) -> None:
    """Say who leads from now on, with the entry as it is now."""

    def written(party: Party) -> tuple[str, str]:
        words = {
            "title": meeting.title, "place": party.organization.name,
            "when": telling.when(meeting), "who": move.target.name, "address": move.target.email,
        }  # fmt: skip
        lines = [
            _("%(title)s for %(place)s is led by %(who)s (%(address)s). The time stays: %(when)s.")
            % words,
            telling.where(meeting), telling.page(party),
        ]  # fmt: skip
        subject = _("Led by %(who)s: %(title)s, %(place)s") % words
        return subject, "\n\n".join(one for one in lines if one)

    again = f"passed{meeting.version}"
    telling.tell(meeting, everybody(meeting), "meeting-changed", written, by=by, again=again)


def _withdraw_entry(before: Meeting, meeting: Meeting, party: Party, *, by: Person) -> None:
    """Take the entry out of the calendar of who led it: it is cancelled for them alone."""
    person = before.led_by
    if person.pk == by.pk or not person.is_active:
        return
    gone = copy(meeting)
    gone.led_by, gone.state = person, CANCELLED
    with telling.reading(person):
        words = {
            "title": meeting.title, "place": party.organization.name,
            "who": meeting.led_by.name, "when": telling.when(meeting),
        }  # fmt: skip
        subject = _("You no longer lead: %(title)s, %(place)s") % words
        text = _("%(who)s leads %(title)s for %(place)s: %(when)s.") % words
        entry = entry_of(gone, party, person=person)
    notices.post_all([
        notices.drafted(
            person, person.email, "meeting-changed", subject, text,
            dedupe_key=f"meeting-changed:{meeting.pk}:passed{meeting.version}:{person.pk}",
            from_name=by.name, reply_to=meeting.led_by.email, about=f"meeting:{meeting.pk}",
            calendar=entry,
        )
    ])  # fmt: skip


def _pass_offers(move: Move, *, by: Person, acting_as: str) -> None:
    """Times from the day on are the new one's; an offer with earlier ones alone stays."""
    first = _first_moment(move)
    rows = Offer.objects.filter(
        offered_by=move.source, organization__in=move.organizations, state=Offer.State.OPEN,
        kind__in=_kinds(move.role), slots__starts_at__gte=first,
    ).distinct()  # fmt: skip
    for offer in rows.select_related("organization").order_by("pk"):
        offer.slots.filter(starts_at__lt=first, meeting=None).delete()
        Offer.objects.filter(pk=offer.pk).update(offered_by=move.target)
        record(
            f"offer:{offer.pk}", offer.organization.name if offer.organization else offer.kind,
            "passed on", by=by, acting_as=acting_as, before={"offered_by": move.source.name},
            after={"offered_by": move.target.name},
        )  # fmt: skip


def _pass_hours(meetings: Iterable[Meeting], move: Move) -> None:
    """Booked hours stand among the new one's own hours, so that they can be given back there."""
    slots = Slot.objects.filter(
        meeting__in=[one.pk for one in meetings], offer__organization=None
    ).select_related("offer")
    made: dict[int, Offer] = {}
    for slot in slots.order_by("pk"):
        offer = made.get(slot.offer_id)
        if offer is None:
            offer = made[slot.offer_id] = _like(slot.offer, move.target)
        Slot.objects.filter(pk=slot.pk).update(offer=offer)


def _like(offer: Offer, person: Person) -> Offer:
    return Offer.objects.create(
        kind=offer.kind, year_id=offer.year_id, month=offer.month, minutes=offer.minutes,
        place=offer.place, link=offer.link, message=offer.message, offered_by=person,
        offered_at=clock.now(),
    )  # fmt: skip


def _pass_series(move: Move) -> None:
    """A series whose members all move is the new one's."""
    members = Membership.objects.filter(series=OuterRef("pk"), ends=None)
    ids: Collection[int] = [one.pk for one in move.organizations]
    Series.objects.filter(
        Exists(members.filter(organization__in=ids)),
        ~Exists(members.exclude(organization__in=ids)),
        led_by=move.source, ended_at=None,
    ).update(led_by=move.target)  # fmt: skip
