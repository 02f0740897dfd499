"""Meetings of the sample's year: held up to a day, one planned after it; nothing real is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from trellis.history.models import Entry
from trellis.kit.dates import next_month
from trellis.kit.school_year import month_range
from trellis.meetings import rules
from trellis.meetings.actions.agendas import draft_agendas
from trellis.meetings.models import Attendance, Cadence, Meeting, Note, NoteGroup, Party
from trellis.meetings.queries.people import Asked, asked_to
from trellis.organizations.models import Assignment, holding
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say
from trellis.sample.story.days import working_days

STORY = UUID("6f6b9a52-5a0e-4a57-9d2c-3b2d6f0a7c11")
"""The space of names in which the story's meetings have their identity."""
WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment at which all meetings of the story were written: it tells them from others."""
AHEAD = timedelta(days=14)
SKIPPED = 0.12
"""How many of the expected meetings do not come about."""
SHARED = (
    "We looked at attendance by week. Mondays and the days before holidays stand out.",
    "The team agrees on one question for the next two weeks: who is not in the room?",
    "The grant pays for two more hours of coaching; the form is with the district.",
    "Teachers bring three samples of student work each, without names.",
)
AGENCY = "Carries much alone. Offer a second visit in the new year."
GROUPS = ("english-learners", "low-income", "children-with-disabilities")
STEPS = ("Share the minutes with the team", "Ask two families to join the next talk", "")


@dataclass(frozen=True)
class Wanted:
    """One meeting of the story: whose, when, and whether it was held."""

    cadence: Cadence
    leader: Person
    at: datetime
    month: date
    uid: UUID
    held: bool


def stand_meetings_on(day: date) -> int:
    """Write the story's meetings as they are on a day; answers how many.

    Those that a visitor has touched stay as they are.
    """
    touched = _touched()
    wanted = [one for one in _story(day) if one.uid not in touched]
    told = Meeting.objects.filter(created_at=WRITTEN, changed_at=WRITTEN)
    told.exclude(uid__in=touched).delete()
    if not wanted:
        return 0
    kinds = {one.cadence.kind: rules.kind_of(one.cadence.kind) for one in wanted}
    meetings = Meeting.objects.bulk_create([_meeting(one) for one in wanted], batch_size=500)
    parties = Party.objects.bulk_create(
        [
            Party(
                meeting=meeting, organization=one.cadence.organization, kind=meeting.kind,
                month=meeting.month, state=meeting.state,
            )
            for meeting, one in zip(meetings, wanted, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip
    asked = {
        code: asked_to(
            [one.cadence.organization for one in wanted if one.cadence.kind == code],
            kind.roles if kind else (), on=day,
        )
        for code, kind in kinds.items()
    }  # fmt: skip
    rows = [
        row
        for party, one in zip(parties, wanted, strict=True)
        for row in _came(party, one, asked[one.cadence.kind].get(party.organization_id, []))
    ]
    Attendance.objects.bulk_create(rows, batch_size=500)
    _tell(parties, wanted)
    return len(meetings)


def _touched() -> set[UUID]:
    entries = Entry.objects.filter(subject__startswith="meeting:")
    ids = {int(one.partition(":")[2]) for one in entries.values_list("subject", flat=True)}
    return set(Meeting.objects.filter(pk__in=ids).values_list("uid", flat=True))


def _story(day: date) -> Iterator[Wanted]:
    """Every meeting up to a day, and the planned ones right after it."""
    leaders: dict[tuple[int, str], Person] = {}
    serving = Assignment.objects.filter(holding(day), person__isnull=False)
    for one in serving.select_related("person").order_by("pk"):
        if one.person is not None:
            leaders[one.organization_id, one.role] = one.person
    for cadence in Cadence.objects.select_related("organization", "year").order_by("pk"):
        kind = rules.kind_of(cadence.kind)
        leader = leaders.get((cadence.organization_id, kind.led_by)) if kind else None
        if leader is None:
            continue
        rng = Random(f"meetings {cadence.organization.code}")  # noqa: S311 - a story
        month = cadence.first_month
        while month <= min(cadence.last_month, (day + AHEAD).replace(day=1)):
            yield from _in_month(cadence, leader, month, day, rng)
            month = next_month(month)


def _in_month(
    cadence: Cadence, leader: Person, month: date, day: date, rng: Random
) -> Iterator[Wanted]:
    days, zone = working_days(*month_range(month)), ZoneInfo(programs.current().pack.time_zone)
    for number in range(cadence.per_month):
        part = len(days) // cadence.per_month
        on = days[number * part + rng.randrange(max(part - 2, 1))]
        at = datetime.combine(on, time(9 + rng.randrange(6), 30), zone)
        skipped = rng.random() < SKIPPED
        name = f"{cadence.organization.code}:{cadence.kind}:{month}:{number}"
        if not skipped and on <= day + AHEAD:
            yield Wanted(cadence, leader, at, month, uuid5(STORY, name), on < day)


def _meeting(one: Wanted) -> Meeting:
    kind = rules.kind_of(one.cadence.kind)
    state = Meeting.State.HELD if one.held else Meeting.State.PLANNED
    rng = Random(str(one.uid))  # noqa: S311 - a story
    return Meeting(
        kind=one.cadence.kind, year=one.cadence.year, month=one.month,
        title=say(kind.name) if kind else "", led_by=one.leader, starts_at=one.at,
        minutes=kind.minutes if kind else 60, link="https://video.example.org/sample",
        topic=rules.first_topic(kind, one.month), uid=one.uid, state=state,
        next_step=rng.choice(STEPS) if one.held else "", created_by=one.leader,
        created_at=WRITTEN, changed_at=WRITTEN, held_at=one.at if one.held else None,
    )  # fmt: skip


def _came(party: Party, one: Wanted, asked: Sequence[Asked]) -> Iterator[Attendance]:
    rng = Random(f"came {one.uid}")  # noqa: S311 - a story
    kind = rules.kind_of(party.kind)
    lead = Asked(one.leader, kind.led_by if kind else "")
    people = [lead, *(each for each in asked if each.person.pk != one.leader.pk)]
    for each in people:
        came = each is lead or rng.random() > 0.25  # noqa: PLR2004
        yield Attendance(
            party=party, person=each.person, role=each.role, attended=came if one.held else None
        )


def _tell(parties: Sequence[Party], wanted: Sequence[Wanted]) -> None:
    """Agendas of what comes, notes on the latest of what was held."""
    latest: dict[int, tuple[Party, Wanted]] = {}
    months: dict[tuple[str, date], list[Party]] = defaultdict(list)
    for party, one in zip(parties, wanted, strict=True):
        if one.held:
            latest[party.organization_id] = (party, one)
        else:
            months[party.kind, party.month].append(party)
    for party, _one in latest.values():
        months[party.kind, party.month].append(party)
    for those in months.values():
        draft_agendas(those[0].meeting, those)
    notes = [note for party, one in latest.values() for note in _notes(party, one)]
    Note.objects.bulk_create(notes, batch_size=500)
    tagged = [one for one in notes if one.visibility == Note.Visibility.SHARED]
    NoteGroup.objects.bulk_create(
        (NoteGroup(note=one, group=GROUPS[one.party_id % len(GROUPS)]) for one in tagged[::3]),
        batch_size=500,
    )


def _notes(party: Party, one: Wanted) -> Iterator[Note]:
    kind = rules.kind_of(party.kind)
    rng = Random(f"notes {one.uid}")  # noqa: S311 - a story
    for heading, text in zip(kind.headings if kind else (), rng.sample(SHARED, 3), strict=False):
        yield Note(
            party=party, visibility=Note.Visibility.SHARED, heading=heading.code, text=text,
            written_by=one.leader, written_at=one.at,
        )  # fmt: skip
    if kind and rng.random() < 0.2:  # noqa: PLR2004
        yield Note(
            party=party, visibility=Note.Visibility.AGENCY, heading=kind.headings[0].code,
            text=AGENCY, written_by=one.leader, written_at=one.at,
        )  # fmt: skip
