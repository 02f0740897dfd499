"""What stands beside steps and meetings in the sample: help one to one, sessions of several
schools, confidential coaching. All of it up to a day; what a visitor has touched stays.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from trellis.designations.models import Designation
from trellis.history.models import Entry
from trellis.meetings import rules
from trellis.meetings.actions.agendas import draft_agendas
from trellis.meetings.coaching.records import Coaching, Session, SessionNote
from trellis.meetings.helping.rules import answer_day
from trellis.meetings.models import (
    Attendance,
    Help,
    HelpRequest,
    Meeting,
    Membership,
    Note,
    Party,
    Series,
)
from trellis.meetings.queries.people import Asked, asked_to
from trellis.meetings.schema import Form, KindOfMeeting
from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say
from trellis.sample.invention.cast import BY_KEY
from trellis.sample.models import Made
from trellis.sample.story.days import is_working, later, opening_day, working_days
from trellis.sample.story.talks import ASKED, QUESTIONS, SESSIONS, TALKS, WORDS, Question

BEGINS = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment at which the story's series and meetings were written: it tells them from others."""
GROUPS = UUID("2b3a7f0e-6c1d-4d55-9a55-0f2a7f1d9b10")
AHEAD = timedelta(days=14)
LEAST = 3
"""Whoever serves fewer schools has no group of them."""
HELPED = 6
"""So many schools besides the cast's have asked for something."""


def stand_beside_on(day: date) -> None:
    """Write help, group sessions and coaching of the story as they are on a day."""
    year = ProgramYear.objects.get(start=Made.objects.get(pk=1).start)
    leads = _served(year, day)
    _help(year, leads, day)
    _groups(year, leads, day)
    _coaching(year, day)


def _served(year: ProgramYear, day: date) -> dict[Person, list[Organization]]:
    """The intensive schools that each coordinator serves; the cast's coordinator stands first."""
    wanted = Designation.objects.filter(release__year=year, kind="intensive")
    rows = Assignment.objects.filter(
        holding(day), role="coordinator", person__isnull=False,
        organization__in=wanted.values("organization"),
    )  # fmt: skip
    found: dict[Person, list[Organization]] = defaultdict(list)
    for one in rows.select_related("person", "organization").order_by("organization__code"):
        if one.person is not None:
            found[one.person].append(one.organization)
    first = BY_KEY["coordinator"].email
    return dict(sorted(found.items(), key=lambda one: (one[0].email != first, one[0].email)))


def _moment(on: date, hour: int = 9, minute: int = 20) -> datetime:
    zone = ZoneInfo(programs.current().pack.time_zone)
    return datetime.combine(on, time(hour, minute), zone)


def _day(start: int, count: int) -> date:
    """So many days after the opening, on a day on which people work."""
    found = opening_day(start) + timedelta(days=count)
    return found if is_working(found) else later(found, 1)


# ---- Help one to one


def _help(year: ProgramYear, leads: dict[Person, list[Organization]], day: date) -> None:
    """Questions and answers: all of them at the cast's school, one or two at some others."""
    moments = [
        _moment(_day(year.start, count))
        for one in QUESTIONS
        for count in (one.asked, one.given)
        if count is not None
    ]
    mine = HelpRequest.objects.filter(asked_at__in=moments)
    for_visitors = mine.filter(state=HelpRequest.State.WITHDRAWN) | mine.filter(
        given__isnull=False
    ).exclude(given__at__in=moments)
    kept = set(for_visitors.values_list("organization_id", "asked_at"))
    mine.exclude(pk__in=for_visitors.values("pk")).delete()
    Help.objects.filter(at__in=moments, request=None).delete()
    home = Appointment.objects.get(person__email=BY_KEY["principal"].email, role="principal")
    schools = [(lead, school) for lead, those in leads.items() for school in those]
    others = [one for one in schools if one[1].pk != home.organization_id][:HELPED]
    own = [one for one in schools if one[1].pk == home.organization_id]
    asking = dict(
        Appointment.objects.filter(holding(day), role="principal").values_list(
            "organization_id", "person_id"
        )
    )
    for number, (lead, school) in enumerate([*own, *others]):
        told = QUESTIONS if (lead, school) in own else QUESTIONS[number % 4 :: 4]
        for one in told:
            _ask(one, school, lead, asking.get(school.pk), year, day, kept)


def _ask(
    one: Question, school: Organization, lead: Person, asker: int | None, year: ProgramYear,
    day: date, kept: set[tuple[int, datetime]],
) -> None:  # fmt: skip
    """One question, if it was asked by that day, with its answer if it was given."""
    roles, given = programs.current().roles, None
    first = _day(year.start, one.given if one.asked is None else one.asked)
    answered = _day(year.start, one.given)
    asked_at = _moment(first)
    if first > day or (school.pk, asked_at) in kept or (one.asked is not None and not asker):
        return
    if answered <= day:
        given = Help.objects.create(
            organization=school, year=year, kind=one.kind, on=answered, minutes=one.minutes,
            text=one.answer, asked_for=one.asked is not None, by=lead, at=_moment(answered),
            acting_as=f"{say(roles['coordinator'].name)}, {school.name}",
        )  # fmt: skip
    if one.asked is not None and asker is not None:
        state = HelpRequest.State.ANSWERED if given else HelpRequest.State.OPEN
        HelpRequest.objects.create(
            organization=school, year=year, kind=one.kind, text=one.question, asked_by_id=asker,
            acting_as=f"{say(roles['principal'].name)}, {school.name}", asked_at=asked_at,
            answerer=lead, answer_by=answer_day(first), state=state, given=given,
        )  # fmt: skip


# ---- Sessions of several schools


def _groups(year: ProgramYear, leads: dict[Person, list[Organization]], day: date) -> None:
    """A series for everybody who serves several schools, with a session each month."""
    kind = next(one for one in rules.told().kinds if one.form == Form.MANY)
    entries = Entry.objects.filter(subject__startswith="series:").values_list("subject", flat=True)
    touched = [int(one.partition(":")[2]) for one in entries]
    mine = Series.objects.filter(created_at=BEGINS)
    # Meetings of the story are gone by now; what is left was touched and keeps its series.
    kept = mine.filter(pk__in=touched) | mine.filter(meetings__isnull=False)
    keep = {one.led_by_id: one for one in kept.select_related("year", "led_by")}
    mine.exclude(pk__in=[one.pk for one in keep.values()]).delete()
    for lead, schools in leads.items():
        if len(schools) < LEAST:
            continue
        series = keep.get(lead.pk) or _series(year, kind, lead, schools)
        _sessions(series, day)


def _series(
    year: ProgramYear, kind: KindOfMeeting, lead: Person, schools: list[Organization]
) -> Series:
    made = Series.objects.create(
        kind=kind.code, year=year, title=say(kind.name), led_by=lead, created_at=BEGINS,
        link="https://video.example.org/sample-group",
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(series=made, organization=one, starts=opening_day(year.start)) for one in schools
    )
    return made


def _sessions(series: Series, day: date) -> None:
    """One in the middle of each month: held before a day, planned in the two weeks after it."""
    kind = rules.kind_of(series.kind)
    members = series.members.filter(ends=None).select_related("organization")
    schools = [one.organization for one in members.order_by("organization__code")]
    there = set(series.meetings.values_list("month", flat=True))
    start = series.year.start
    months = [date(start, month, 1) for month in (10, 11, 12)] + [
        date(start + 1, month, 1) for month in range(1, 7)
    ]
    asked = asked_to(schools, kind.roles if kind else (), on=day)
    for number, month in enumerate(months):
        on = working_days(month + timedelta(days=9), month + timedelta(days=26))[3]
        if on > day + AHEAD or series.ended_at is not None:
            break
        if month not in there:
            _session(series, schools, on, number, asked, held=on < day)


def _session(
    series: Series, schools: list[Organization], on: date, number: int,
    asked: dict[int, list[Asked]], *, held: bool,
) -> None:  # fmt: skip
    """One session with its parts: who came, and what was shared and asked."""
    kind, month, at = rules.kind_of(series.kind), on.replace(day=1), _moment(on, 14, 0)
    meeting = Meeting.objects.create(
        series=series, kind=series.kind, year=series.year, month=month, title=series.title,
        led_by=series.led_by, starts_at=at, minutes=kind.minutes if kind else 60,
        link=series.link, topic=rules.first_topic(kind, month),
        uid=uuid5(GROUPS, f"{series.led_by.email}:{month}"),
        state=Meeting.State.HELD if held else Meeting.State.PLANNED,
        created_by=series.led_by, created_at=BEGINS, changed_at=BEGINS,
        held_at=at if held else None,
    )  # fmt: skip
    parties = Party.objects.bulk_create(
        Party(meeting=meeting, organization=one, kind=meeting.kind, month=month,
              state=meeting.state)
        for one in schools
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(party=party, person=each.person, role=each.role,
                   attended=(each.person.pk + number) % 4 > 0 if held else None)
        for party in parties
        for each in asked.get(party.organization_id, [])
    )  # fmt: skip
    draft_agendas(meeting, parties)
    if held and kind is not None:
        codes = [one.code for one in kind.headings]
        texts = (SESSIONS[number % len(SESSIONS)], ASKED[number % len(ASKED)])
        Note.objects.bulk_create(
            Note(party=party, visibility=Note.Visibility.SHARED, heading=code, text=text,
                 written_by=series.led_by, written_at=at)
            for party in parties
            for code, text in zip(codes, texts, strict=False)
        )  # fmt: skip


# ---- Confidential coaching


def _coaching(year: ProgramYear, day: date) -> None:
    """The cast's coach: one principal coached, another one asking; nobody else reads a word."""
    kind = next(one for one in rules.told().kinds if one.form == Form.COACHING)
    entries = Entry.objects.filter(subject__startswith="coaching:")
    touched = [int(one.partition(":")[2]) for one in entries.values_list("subject", flat=True)]
    begun = [_moment(_day(year.start, count)) for count in (33, 58)]
    mine = Coaching.objects.filter(asked_at__in=begun)
    kept = set(mine.filter(pk__in=touched).values_list("asked_at", flat=True))
    mine.exclude(pk__in=touched).delete()
    seat = Appointment.objects.get(person__email=BY_KEY["coach"].email, role="coach")
    home = Appointment.objects.get(person__email=BY_KEY["principal"].email, role="principal")
    other = (
        Appointment.objects.filter(holding(day), role="principal")
        .exclude(organization__district=home.organization.district_id)
        .order_by("organization__code", "pk")[0]
    )
    free = not Coaching.objects.filter(person=home.person).exclude(state="ended").exists()
    if begun[0] not in kept and begun[0].date() <= day and free:
        _coached(kind.code, seat, home.person_id, begun[0], year.start, day)
    free = not Coaching.objects.filter(person=other.person).exclude(state="ended").exists()
    if begun[1] not in kept and begun[1].date() <= day and free:
        Coaching.objects.create(
            kind=kind.code, association=seat.organization, person_id=other.person_id,
            role="principal", words=WORDS, asked_at=begun[1],
        )  # fmt: skip


def _coached(
    kind: str, seat: Appointment, person: int, asked: datetime, start: int, day: date
) -> None:
    """A coaching that runs, with its talks up to a day."""
    made = Coaching.objects.create(
        kind=kind, association=seat.organization, person_id=person, role="principal",
        state=Coaching.State.RUNNING, coach_id=seat.person_id, appointment=seat, asked_at=asked,
        begun_at=asked + timedelta(days=1),
    )  # fmt: skip
    found = rules.kind_of(kind)
    codes = [one.code for one in found.headings] if found else []
    for count, minutes, said, following in TALKS:
        on = _day(start, count)
        if on <= day:
            session = Session.objects.create(
                coaching=made, on=on, minutes=minutes, added_by_id=seat.person_id,
                added_at=_moment(on, 16, 30),
            )  # fmt: skip
            SessionNote.objects.bulk_create(
                SessionNote(session=session, heading=code, text=text)
                for code, text in zip(codes, (said, following), strict=False)
            )
