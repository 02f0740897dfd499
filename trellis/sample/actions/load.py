"""Loading the sample: a whole state by the product's own imports and opening, or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles.actions import publish_and_open, select_organizations
from trellis.cycles.models import ImprovementCycle
from trellis.designations.actions import check, import_release
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.kit.school_year import school_year, year_range
from trellis.notices.models import Notice
from trellis.organizations.actions import apply_directory, check_directory
from trellis.organizations.models import Organization
from trellis.organizations.schema import Organizations
from trellis.people.models import Person
from trellis.programs import actions as program_actions
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.sample import queries
from trellis.sample.actions.months import stand_on
from trellis.sample.actions.people import add_coordinators, add_people, add_providers
from trellis.sample.actions.plan import record_months, write_plan
from trellis.sample.invention.cast import BY_KEY
from trellis.sample.invention.people import People, people_of
from trellis.sample.invention.places import FULL, SMALL, State, invent
from trellis.sample.invention.tables import write_designations, write_directory
from trellis.sample.story.days import USUAL, board_day, opening_day, standing_day
from trellis.work.models import Workplan

PACK = "illinois"
SELECTED = "resource-review"
Telling = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What a loading wrote."""

    year: int
    day: date
    counts: dict[str, int]


@transaction.atomic
def load(*, seed: int = 1, small: bool = False, tell: Telling = print) -> Loaded:
    """Fill an empty database with the sample and mark it so, all in one transaction.

    The mark is never true of a half-loaded database. NotReady where anything was loaded before.
    """
    require_empty()
    version = program_actions.install(settings.PACK_FOLDER / PACK, kind=Installation.Kind.SAMPLE)
    with programs.running_on(version.pk) as program:
        start = school_year(clock.today(), program.pack.school_year_starts)
        state = invent(program, seed=seed, size=SMALL if small else FULL)
        with _folder() as folder:
            tell(_("Organizations: %s") % _import_directory(state, program, start, folder))
            people = _add_people(state, program, seed, start)
            tell(_("People: %s") % len(people.persons))
            counts = _open(state, program, seed, start, folder)
        tell(_("Tasks opened: %s") % counts["tasks"])
        day = _begin_story(state, program, seed, start)
    return Loaded(start, day, counts)


def require_empty() -> None:
    """Say what is here where something is."""
    if queries.is_empty():
        return
    found = Installation.objects.filter(pk=1).first()
    if found is not None and found.kind == Installation.Kind.SAMPLE:
        raise NotReady(_("The sample is loaded here already. For a new one: ./dev run --fresh"))
    raise NotReady(_("This database is not empty. Nothing was changed."))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="trellis-sample-") as name:
        yield Path(name)


def _import_directory(state: State, program: Program, start: int, folder: Path) -> int:
    """Bring the invented directory in through the import of the product."""
    path = folder / "sample-directory.csv"
    write_directory(state, path)
    first, _last = year_range(start, program.pack.school_year_starts)
    source = check_directory(path, name=path.name, by=None, on=first)
    return apply_directory(source, by=None)


def _add_people(state: State, program: Program, seed: int, start: int) -> People:
    top = program.section("organizations", Organizations).top.code
    people = people_of(state, seed=seed, year=start, top=top)
    add_providers(top)
    add_people(people)
    return people


def _open(state: State, program: Program, seed: int, start: int, folder: Path) -> dict[str, int]:
    """Import the designations, settle two days of the year, publish and open."""
    path = folder / "sample-designations.csv"
    write_designations(state, path, seed=seed)
    agency = Person.objects.get(email=BY_KEY["agency"].email)
    top = program.section("organizations", Organizations).top
    acting_as = f"{say(program.roles[BY_KEY['agency'].role].name)}, {say(top.name)}"[:200]
    with clock.standing_on(opening_day(start)):
        _set_days(start, agency)
        outcome = import_release(path, year=start, name=path.name, by=agency, acting_as=acting_as)
        if outcome.release is None:
            raise NotReady(*(one.sentence() for one in outcome.reading.problems[:5]))
        check(outcome.release, by=_colleague(agency), acting_as=acting_as)
        counts = publish_and_open(outcome.release, by=agency, acting_as=acting_as)
        chosen = [state.districts[0].code, state.districts[1].code]
        select_organizations(
            SELECTED,
            list(Organization.objects.filter(code__in=chosen)),
            outcome.release.year,
            by=agency,
            acting_as=acting_as,
        )
        add_coordinators(start)
    _date_back(outcome.release, start)
    return counts


def _colleague(agency: Person) -> Person:
    """Somebody else of the agency: a release is checked by a second person."""
    seat = agency.appointments.get()
    others = Person.objects.filter(
        appointments__role=seat.role, appointments__organization=seat.organization_id
    )
    return others.exclude(pk=agency.pk).order_by("sort_name")[0]


def _set_days(start: int, agency: Person) -> None:
    """The agency has announced two days that the pack leaves open."""
    month = date(start, 12, 1)
    program_actions.set_day(start, "planning-grant-due", board_day(month, 2), by=agency)
    webinar = board_day(date(start, 10, 1), 2)
    program_actions.set_day(start, "newly-designated-webinar", webinar, by=agency)


def _date_back(release: Release, start: int) -> None:
    """Let the opening lie on its day in the sample's year, where pages show when it was."""
    at = datetime.combine(opening_day(start), time(15), UTC)
    Release.objects.filter(pk=release.pk).update(imported_at=at, published_at=at)
    Workplan.objects.update(opened_at=at)
    ImprovementCycle.objects.update(opened_at=at)
    Notice.objects.update(created_at=at)


def _begin_story(state: State, program: Program, seed: int, start: int) -> date:
    """Write the story of the year, and stand on its usual day."""
    write_plan(state, program, seed=seed, start=start)
    day = standing_day(start, USUAL)
    stand_on(day)
    record_months(day)
    Installation.objects.update(clock=day)
    return day
