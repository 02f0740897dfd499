"""What the pages of confidential coaching need to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef

from trellis.kit import clock
from trellis.meetings import rules as meetings
from trellis.meetings.coaching import rules
from trellis.meetings.coaching.records import Coaching, Session, SessionNote
from trellis.meetings.schema import KindOfMeeting
from trellis.organizations.models import Appointment, Organization, holding
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs.texts import say

MOST = 100


@dataclass(slots=True)
class CoachingList:
    """What somebody is coached in, coaches, and may take on; or how many have asked."""

    own: list[Coaching] = field(default_factory=list)
    coached: list[Coaching] = field(default_factory=list)
    waiting: list[Coaching] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)
    counting: bool = False
    asks: bool = False


@dataclass(slots=True)
class Written:
    """A talk, and what stands under each heading that has a text."""

    session: Session
    notes: list[tuple[str, str]]


@dataclass(slots=True)
class CoachingPage:
    """One coaching as one of the two reads it."""

    coaching: Coaching
    called: str
    mine: bool
    """Whether the reader is the person coached."""
    writes: bool
    takes: bool
    coach_left: bool
    """Whether the coach's appointment is over: then only the person coached reads."""
    talks: list[Written]
    earlier: list[Coaching]
    """Coachings before this one that the reader may open, or let the coach open."""


def listed(person: Person, seats: Sequence[Seat]) -> CoachingList:
    """Everything on a person's page of coaching; two queries."""
    found = CoachingList(asks=any(rules.asking(seats, one) for one in rules.kinds()))
    near = ("person", "coach", "association")
    rows = Coaching.objects.filter(rules.readable(seats, person)).select_related(*near).distinct()
    for one in rows[:MOST]:
        if one.person_id == person.pk:
            found.own.append(one)
        elif one.state == rules.ASKED:
            found.waiting.append(one)
        else:
            found.coached.append(one)
    counted = rules.counted(seats)
    if counted is not None:
        found.counting = True
        asked = Coaching.objects.filter(counted).order_by("association__sort_name")
        found.counts = list(
            asked.values_list("association__name").annotate(count=Count("pk"))[:MOST]
        )
    return found


def associations(kind: KindOfMeeting) -> list[Organization]:
    """Where somebody coaches today, by name; one query."""
    there = Appointment.objects.filter(
        holding(clock.today()), role=kind.led_by, delegated_by=None,
        organization=OuterRef("pk"), person__is_active=True,
    )  # fmt: skip
    return list(Organization.objects.filter(Exists(there)).order_by("sort_name", "code")[:MOST])


def coaches_of(association: Organization, kind: KindOfMeeting) -> list[Person]:
    """Who coaches for an association today; one query."""
    rows = Appointment.objects.filter(
        holding(clock.today()), role=kind.led_by, delegated_by=None, organization=association,
        person__is_active=True,
    ).select_related("person").order_by("pk")  # fmt: skip
    return list({one.person_id: one.person for one in rows}.values())


def coaching_of(pk: int, person: Person, seats: Sequence[Seat]) -> Coaching | None:
    """A coaching that somebody may open; None for all others."""
    near = ("person", "coach", "association", "opened_to", "appointment")
    rows = Coaching.objects.select_related(*near)
    return rows.filter(rules.readable(seats, person), pk=pk).distinct().first()


def coaching_page(coaching: Coaching, person: Person, seats: Sequence[Seat]) -> CoachingPage:
    """One coaching with its talks; three queries. Nothing is read for who may only take it on."""
    mine = coaching.person_id == person.pk
    reads = rules.may_read(seats, person, coaching)
    talks = _talks(coaching) if reads else []
    return CoachingPage(
        coaching=coaching, called=meetings.called(coaching.kind), mine=mine,
        writes=rules.may_write(seats, person, coaching),
        takes=coaching.state == rules.ASKED and not mine
        and rules.accepting(seats, coaching) is not None,
        coach_left=_left(coaching), talks=talks,
        earlier=_earlier(coaching, mine=mine) if reads else [],
    )  # fmt: skip


def _left(coaching: Coaching) -> bool:
    """Whether the appointment on which a running coaching rests is over."""
    kept = coaching.appointment
    if kept is None or coaching.state != rules.RUNNING:
        return False
    return kept.ends is not None and kept.ends < clock.today()


def _talks(coaching: Coaching) -> list[Written]:
    sessions = list(coaching.sessions.all()[:MOST])
    labels = headings(coaching.kind)
    texts: dict[tuple[int, str], str] = {
        (one.session_id, one.heading): one.text
        for one in SessionNote.objects.filter(session__in=sessions)
    }
    return [
        Written(one, [(label, texts[one.pk, code]) for code, label in labels.items()
                      if texts.get((one.pk, code))])
        for one in sessions
    ]  # fmt: skip


def _earlier(coaching: Coaching, *, mine: bool) -> list[Coaching]:
    """Earlier ones: all to the person coached, to the coach those that are opened to this one."""
    rows = Coaching.objects.filter(person=coaching.person_id, pk__lt=coaching.pk)
    rows = rows.exclude(coach=None).exclude(coach=coaching.coach_id)
    if not mine:
        rows = rows.filter(opened_to=coaching)
    return list(rows.select_related("coach", "association")[:MOST])


def headings(kind: str) -> dict[str, str]:
    """The headings of a kind of coaching, by code."""
    found = meetings.kind_of(kind)
    return {one.code: say(one.label) for one in found.headings} if found else {}


def texts_of(session: Session) -> dict[str, str]:
    """What stands under the headings of one talk."""
    return {one.heading: one.text for one in session.notes.all()}


def session_of(coaching: Coaching, pk: int) -> Session | None:
    """A talk of this coaching."""
    return coaching.sessions.filter(pk=pk).first()
