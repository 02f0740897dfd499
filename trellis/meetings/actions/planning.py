"""Planning a meeting, changing it, calling it off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.meetings import rules
from trellis.meetings.actions import telling
from trellis.meetings.actions.agendas import draft_agendas
from trellis.meetings.actions.shared import (
    CANCELLED,
    PLANNED,
    Overtaken,
    hold,
    keep,
    month_of,
    must_be,
    parties_of,
    steering,
)
from trellis.meetings.models import Attendance, Meeting, Party, Series
from trellis.meetings.queries.people import Asked, asked_to
from trellis.meetings.schema import KindOfMeeting
from trellis.meetings.teams import asked_team, team_of
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say

MOST_PARTIES = 60
LONGEST = {"title": 200, "place": 200, "link": 500, "topic": 200, "next_step": 300}


@dataclass(frozen=True)
class Facts:
    """What a meeting is about, apart from its parties: what an edit may change."""

    starts_at: datetime
    minutes: int
    title: str = ""
    place: str = ""
    link: str = ""
    topic: str = ""
    next_step: str = ""
    month: date | None = None
    """The month that it counts for, where that is not the one in which it begins."""


TOLD = ("starts_at", "minutes", "title", "place", "link")
"""Facts of which everybody is told at once when they change."""


@transaction.atomic
def plan_meeting(
    organizations: Sequence[Organization],
    *,
    kind: str,
    year: ProgramYear,
    facts: Facts,
    by: Person,
    acting: str = "",
    series: Series | None = None,
    led_by: Person | None = None,
    roles: Collection[str] | None = None,
    asked: Mapping[int, Sequence[Asked]] | None = None,
    tell: bool = True,
) -> Meeting:
    """Plan one meeting with one or several organizations, each of which sees its own part only.

    Everybody who holds one of `roles` (the kind's own where left out) there or above is asked to
    come, or whom `asked` names by organization; all are told, and the agenda is drafted. NotAllowed
    unless the person may lead this kind at all of them; NotReady for what is missing.
    """
    found = _kind(kind)
    seat = _seat(organizations, found, by, acting)
    _must_make_sense(organizations, facts)
    leader = led_by or by
    month = first_of_month(facts.month or month_of(facts.starts_at))
    facts = _with_topic(facts, found, month)
    meeting = Meeting.objects.create(
        series=series, kind=kind, year=year, led_by=leader, created_by=by,
        created_at=clock.now(), changed_at=clock.now(),
        **_columns(facts, month, found),
    )  # fmt: skip
    parties = _parties(meeting, organizations)
    rows = _ask(parties, found, leader, roles=roles, asked=asked)
    if found.agenda:
        draft_agendas(meeting, parties)
    after = {"organizations": [one.pk for one in organizations], **_plain(meeting)}
    keep(meeting, "planned", by=by, seat=seat, after=after)
    if tell:
        tell_planned(meeting, rows, by=by)
    return meeting


def _with_topic(facts: Facts, kind: KindOfMeeting, month: date) -> Facts:
    """The month's topic of the first track that the kind takes up, where nobody named another."""
    if facts.topic:
        return facts
    return replace(facts, topic=rules.first_topic(kind, month))


def _parties(meeting: Meeting, organizations: Sequence[Organization]) -> list[Party]:
    """A part of the meeting for each organization."""
    return [
        Party.objects.create(
            meeting=meeting, organization=one, kind=meeting.kind, month=meeting.month
        )
        for one in organizations
    ]


def _kind(code: str) -> KindOfMeeting:
    found = rules.kind_of(code)
    if found is None:
        raise NotReady(_("The program has no such kind of meeting."))
    return found


def _seat(
    organizations: Sequence[Organization], kind: KindOfMeeting, by: Person, acting: str
) -> Seat:
    if not organizations:
        raise NotReady(_("Choose at least one organization."))
    seats = seats_of(by)
    found = [rules.lead_seat(seats, kind.code, at=one, acting=acting) for one in organizations]
    leading = [seat for seat in found if seat is not None]
    if len(leading) < len(found):
        raise NotAllowed(_("Only those who lead these meetings here can plan one."))
    return leading[0]


def _must_make_sense(organizations: Sequence[Organization], facts: Facts) -> None:
    if len({one.pk for one in organizations}) > MOST_PARTIES:
        words = {"most": MOST_PARTIES}
        raise NotReady(_("One meeting holds up to %(most)s organizations.") % words)
    if not 5 <= facts.minutes <= 600:
        raise NotReady(_("A meeting takes between 5 minutes and 10 hours."))
    if facts.link and not facts.link.startswith(("https://", "http://")):
        raise NotReady(_("A video link begins with https://."))


def _columns(facts: Facts, month: date, kind: KindOfMeeting) -> dict[str, Any]:
    """The facts as a record keeps them."""
    told: dict[str, Any] = {one.name: getattr(facts, one.name) for one in fields(facts)}
    for name, longest in LONGEST.items():
        told[name] = visible(" ".join(told[name].split()))[:longest]
    if not told["title"]:
        told["title"] = say(kind.name)
    return {**told, "month": month}


def _ask(
    parties: Sequence[Party],
    kind: KindOfMeeting,
    leader: Person,
    *,
    roles: Collection[str] | None,
    asked: Mapping[int, Sequence[Asked]] | None,
) -> list[Attendance]:
    """A row for the leader and for everybody asked to come, for each party."""
    wanted = [role for role in kind.roles if roles is None or role in roles]
    organizations = [party.organization for party in parties]
    people = asked
    if people is None and team_of(kind) is not None:
        people = asked_team(organizations, kind, on=clock.today())
    elif people is None:
        people = asked_to(organizations, wanted, on=clock.today())
    rows = []
    for party in parties:
        there = {leader.pk: Asked(leader, kind.led_by)}
        for one in people.get(party.organization_id, ()):
            there.setdefault(one.person.pk, one)
        rows += [
            Attendance(party=party, person=one.person, role=one.role) for one in there.values()
        ]
    return Attendance.objects.bulk_create(rows)


def _plain(meeting: Meeting) -> dict[str, Any]:
    """Facts of a meeting for the history; what is said at it never stands there."""
    return {
        "starts_at": meeting.starts_at.isoformat(), "minutes": meeting.minutes,
        "title": meeting.title, "month": meeting.month.isoformat(),
    }  # fmt: skip


def tell_planned(meeting: Meeting, rows: Sequence[Attendance], *, by: Person) -> int:
    """Tell everybody who is asked to come that a meeting is planned; how many."""

    def written(party: Party) -> tuple[str, str]:
        words = {"title": telling.called(meeting), "place": party.organization.name,
                 "when": telling.when(meeting)}  # fmt: skip
        first = _("%(title)s for %(place)s: %(when)s.") % words
        read = _("The agenda stands here: %(page)s") % {"page": telling.page(party)}
        text = "\n\n".join(one for one in (first, telling.where(meeting), read) if one)
        return _("Meeting %(when)s: %(title)s, %(place)s") % words, text

    return telling.tell(meeting, rows, "meeting-planned", written, by=by)


@transaction.atomic
def change_meeting(
    meeting: Meeting, facts: Facts, *, version: int, by: Person, acting: str = ""
) -> Meeting:
    """Change a planned meeting; everybody asked to come is told at once what is different.

    `version` is the one that the person read: where somebody was faster nothing changes. After it
    was held only topic and next step change. NotAllowed; OutOfOrder; NotReady.
    """
    kept = hold(meeting)
    parties = parties_of(kept)
    seat = steering(kept, by, acting, parties)
    if kept.state == CANCELLED:
        must_be(kept, PLANNED)
    _must_make_sense([], facts)
    month = first_of_month(facts.month or month_of(facts.starts_at))
    new = _columns(facts, month, _kind(kept.kind))
    before = {name: getattr(kept, name) for name in new}
    changed = [name for name in new if new[name] != before[name]]
    if kept.state != PLANNED and set(changed) - {"topic", "next_step"}:
        raise OutOfOrder(_("This meeting was held already. Its topic and next step can change."))
    if version != kept.version:
        raise Overtaken(_("Somebody changed this meeting meanwhile. Look at what is different."))
    if not changed:
        return kept
    moved = any(name in TOLD for name in changed)
    for name, value in new.items():
        setattr(kept, name, value)
    kept.version, kept.sequence = kept.version + 1, kept.sequence + moved
    kept.changed_at = clock.now()
    if not Meeting.objects.filter(pk=kept.pk, version=version).update(
        **new, version=kept.version, sequence=kept.sequence, changed_at=kept.changed_at
    ):
        raise Overtaken(_("Somebody changed this meeting meanwhile. Look at what is different."))
    kept.parties.update(month=month)
    keep(kept, "changed", by=by, seat=seat,
         before={name: str(before[name]) for name in changed},
         after={name: str(new[name]) for name in changed})  # fmt: skip
    if moved:
        _tell_changed(kept, before, changed, by=by)
    return kept


def _tell_changed(
    meeting: Meeting, before: Mapping[str, Any], changed: Collection[str], *, by: Person
) -> None:
    was = Meeting(**{name: before[name] for name in TOLD})

    def written(party: Party) -> tuple[str, str]:
        words = {"title": telling.called(meeting), "place": party.organization.name,
                 "was": telling.when(was), "now": telling.when(meeting)}  # fmt: skip
        moved = "starts_at" in changed or "minutes" in changed
        lines = [_("%(title)s for %(place)s has changed.") % words]
        if moved:
            lines += [_("Before: %(was)s") % words + "\n" + _("Now: %(now)s") % words]
        if "title" in changed:
            lines += [_("It was called “%(was)s”.") % {"was": was.title}]
        if "place" in changed or "link" in changed:
            lines += [_("Where it is now:") + "\n" + (telling.where(meeting) or _("not said"))]
        lines += [telling.page(party)]
        subject = _("Moved to %(now)s: %(title)s, %(place)s") if moved else _(
            "Changed: %(title)s, %(place)s"
        )  # fmt: skip
        return subject % words, "\n\n".join(lines)

    rows = everybody(meeting)
    again = str(meeting.version)
    telling.tell(meeting, rows, "meeting-changed", written, by=by, again=again)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Person, why: str = "", acting: str = "") -> Meeting:
    """Call a planned meeting off; everybody asked to come is told. NotAllowed; OutOfOrder."""
    kept = hold(meeting)
    seat = steering(kept, by, acting)
    call_off(kept, seat=seat, why=why, by=by)
    return kept


def call_off(kept: Meeting, *, seat: Seat, why: str, by: Person) -> None:
    """What cancelling does once somebody may: the meeting is held by this transaction."""
    must_be(kept, PLANNED)
    why = visible(" ".join(why.split()))[:300]
    kept.state, kept.version, kept.sequence = CANCELLED, kept.version + 1, kept.sequence + 1
    kept.changed_at = clock.now()
    kept.save(update_fields=["state", "version", "sequence", "changed_at"])
    kept.parties.update(state=CANCELLED)
    keep(kept, "cancelled", by=by, seat=seat, after={"why": why})

    def written(party: Party) -> tuple[str, str]:
        words = {"title": telling.called(kept), "place": party.organization.name,
                 "when": telling.when(kept)}  # fmt: skip
        text = _("%(title)s for %(place)s will not take place: %(when)s.") % words
        return _("Cancelled: %(title)s, %(place)s, %(when)s") % words, "\n\n".join(
            one for one in (text, why) if one
        )

    telling.tell(kept, everybody(kept), "meeting-cancelled", written, by=by)


def everybody(meeting: Meeting) -> list[Attendance]:
    """All who are asked to come, of all parties, with what a message to them needs."""
    rows = Attendance.objects.filter(party__meeting=meeting, person__is_active=True)
    return list(rows.select_related("person", "party__organization").order_by("party", "pk"))
