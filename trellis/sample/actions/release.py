"""The release of the sample: what lay before it, its eve, and its day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.cycles.actions import propose, publish_and_open, select_organizations, settle
from trellis.cycles.models import ImprovementCycle, Proposal
from trellis.cycles.queries.proposals import waiting
from trellis.designations import actions as designations
from trellis.designations.letters import actions as letters
from trellis.designations.letters.schema import Letters, Moment
from trellis.designations.models import AdvanceNotice, Letter, LetterReading, Release
from trellis.designations.support.actions import import_support_status
from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.organizations.schema import Organizations
from trellis.people.models import Person
from trellis.programs import actions as program_actions
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.sample.actions.people import add_coordinators
from trellis.sample.invention.cast import BY_KEY
from trellis.sample.invention.places import State
from trellis.sample.invention.tables import write_designations, write_earlier, write_statuses
from trellis.sample.story.days import board_day, opening_day
from trellis.work.models import Workplan

SELECTED = "resource-review"
OPENED_OF_FOUR = 3
"""Of four districts, so many have opened their letter."""


class Desk:
    """The two people of the agency who carry a release, and the seat they act in."""

    def __init__(self, program: Program) -> None:
        self.one = Person.objects.get(email=BY_KEY["agency"].email)
        self.other = Person.objects.get(email=BY_KEY["checker"].email)
        top = program.section("organizations", Organizations).top
        role = program.roles[BY_KEY["agency"].role]
        self.acting_as = f"{say(role.name)}, {say(top.name)}"[:200]


def stand_before(state: State, program: Program, *, seed: int, start: int) -> Release:
    """Bring in last year's designations and statuses, and this year's as a draft."""
    desk = Desk(program)
    with _folder() as folder, clock.standing_on(eve(start)):
        if not Release.objects.filter(year__start=start - 1).exists():
            _last_year(state, desk, seed=seed, start=start, folder=folder)
        webinar = board_day(date(start, 10, 1), 2)
        program_actions.set_day(start, "newly-designated-webinar", webinar, by=desk.one)
        path = folder / "sample-designations.csv"
        write_designations(state, path, seed=seed)
        release = _imported(path, start, desk)
        propose(release, by=desk.one, acting_as=desk.acting_as)
    Release.objects.filter(pk=release.pk).update(imported_at=_at(eve(start)))
    return release


def go_through(state: State, program: Program, *, start: int) -> dict[str, int]:
    """Do what is left of the release day, as the two of the agency would; the rows opened.

    What a visitor did already stays.
    """
    desk = Desk(program)
    release = Release.objects.filter(year__start=start).latest("pk")
    with clock.standing_on(opening_day(start)):
        counts = _out(release, program, desk, start)
        add_coordinators(start)
        _send(release, program, desk)
        _read(release)
        chosen = Organization.objects.filter(code__in=[one.code for one in state.districts[:2]])
        select_organizations(
            SELECTED, list(chosen), release.year, by=desk.one, acting_as=desk.acting_as
        )
    _date_back(release, start)
    return counts


def eve(start: int) -> date:
    """The day before the designations of a year go out."""
    return opening_day(start) - timedelta(days=1)


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="trellis-sample-") as name:
        yield Path(name)


def _imported(path: Path, start: int, desk: Desk) -> Release:
    outcome = designations.import_release(
        path, year=start, name=path.name, by=desk.one, acting_as=desk.acting_as
    )
    if outcome.release is None:
        raise NotReady(*(one.sentence() for one in outcome.reading.problems[:5]))
    return outcome.release


def _last_year(state: State, desk: Desk, *, seed: int, start: int, folder: Path) -> None:
    """Designations without year plans, and the statuses that followed from them."""
    path = folder / "sample-designations-before.csv"
    labels = write_earlier(state, path, seed=seed)
    with clock.standing_on(opening_day(start - 1)):
        release = _imported(path, start - 1, desk)
        designations.check(release, by=desk.other, acting_as=desk.acting_as)
        at = _at(opening_day(start - 1))
        designations.publish(release, by=desk.one, at=at, acting_as=desk.acting_as)
    Release.objects.filter(pk=release.pk).update(imported_at=at, checked_at=at)
    path = folder / "sample-statuses.csv"
    write_statuses(state, path, labels, start=start)
    outcome = import_support_status(
        path, year=start - 1, name=path.name, by=desk.one, acting_as=desk.acting_as
    )
    if outcome.reading.refused:
        raise NotReady(*(one.sentence() for one in outcome.reading.problems[:5]))


def _out(release: Release, program: Program, desk: Desk, start: int) -> dict[str, int]:
    """Settle what waits for a person, check, tell ahead, publish, send; each where not done."""
    day = board_day(date(start, 12, 1), 2)
    program_actions.set_day(start, "planning-grant-due", day, by=desk.one)
    _settle(release, desk)
    if not release.letters.exists():
        letters.write_letters(release, by=desk.one, acting_as=desk.acting_as)
    release.refresh_from_db()
    if release.state == Release.State.DRAFT:
        designations.check(release, by=desk.other, acting_as=desk.acting_as)
    if not release.advance_notices.exists():
        designations.send_advance_notice(release, by=desk.one, acting_as=desk.acting_as)
    _send_ahead(release, program, desk)
    return publish_and_open(release, by=desk.one, acting_as=desk.acting_as)


def _settle(release: Release, desk: Desk) -> None:
    """Decide what only a person may: cycles at their end are left, the rest goes as proposed."""
    note = _("Settled for the sample.")
    waits = Proposal.objects.filter(waiting(), release=release)
    ended = Q(kind=Proposal.Kind.BY_HAND)
    for rows, kind in ((waits.filter(ended), Proposal.Kind.EXIT), (waits.exclude(ended), "")):
        if found := list(rows):
            settle(found, kind, by=desk.one, note=note, acting_as=desk.acting_as)


def _send_ahead(release: Release, program: Program, desk: Desk) -> None:
    """The letters by which superintendents hear first."""
    for kind in program.section("letters", Letters).kinds:
        ready = release.letters.filter(kind=kind.code, state=Letter.State.READY)
        if kind.at == Moment.ADVANCE and ready.exists():
            letters.send_letters(release, kind.code, by=desk.one, acting_as=desk.acting_as)


def _send(release: Release, program: Program, desk: Desk) -> None:
    """The agency's letters leave at once, those of who serves there one by one in their names."""
    for kind in program.section("letters", Letters).kinds:
        ready = release.letters.filter(kind=kind.code, state=Letter.State.READY)
        if kind.sender == BY_KEY["agency"].role and ready.exists():
            letters.send_letters(release, kind.code, by=desk.one, acting_as=desk.acting_as)
        elif kind.sender != BY_KEY["agency"].role:
            serving = _serving(kind.sender)
            for letter in ready.filter(district__in=serving).order_by("pk"):
                letters.send_letter(letter, by=serving[letter.district_id])


def _serving(role: str) -> dict[int, Person]:
    """One of those who serve the schools of each district."""
    rows = Assignment.objects.filter(role=role, person__isnull=False, organization__level="school")
    rows = rows.select_related("person", "organization").order_by("pk")
    return {
        row.organization.district_id: row.person
        for row in rows
        if row.person and row.organization.district_id
    }


def _read(release: Release) -> None:
    """Most superintendents have opened their letter."""
    heads = dict(
        Appointment.objects.filter(role=BY_KEY["superintendent"].role, ends=None)
        .order_by("-pk")
        .values_list("organization", "person")
    )
    sent = release.letters.filter(state=Letter.State.SENT).order_by("pk")
    LetterReading.objects.bulk_create(
        LetterReading(letter_id=pk, person_id=heads[district], at=clock.now())
        for number, (pk, district) in enumerate(sent.values_list("pk", "district"))
        if district in heads and number % 4 < OPENED_OF_FOUR
    )


def _date_back(release: Release, start: int) -> None:
    """Let the day lie where it is in the sample's year, where pages show when it was."""
    before, at = _at(eve(start)), _at(opening_day(start))
    Release.objects.filter(pk=release.pk).update(checked_at=before, published_at=at)
    AdvanceNotice.objects.filter(release=release).update(sent_at=before)
    Letter.objects.filter(release=release).update(written_at=before)
    Letter.objects.filter(release=release, state=Letter.State.SENT).update(sent_at=at)
    LetterReading.objects.filter(letter__release=release).update(at=at + timedelta(days=1))
    Workplan.objects.update(opened_at=at)
    ImprovementCycle.objects.update(opened_at=at)
    Notice.objects.update(created_at=at)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(15), UTC)
