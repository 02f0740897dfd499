"""Loading the sample: a whole state by the product's own imports and opening, or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.kit.school_year import school_year, year_range
from trellis.organizations.actions import apply_directory, check_directory
from trellis.organizations.schema import Organizations
from trellis.programs import actions as program_actions
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.programs.program import Program
from trellis.sample import queries
from trellis.sample.actions.counting import count_weeks
from trellis.sample.actions.library import fill_library, plan_events
from trellis.sample.actions.months import stand_on
from trellis.sample.actions.people import add_bodies_beside, add_people
from trellis.sample.actions.plan import record_months, write_plan
from trellis.sample.actions.release import go_through, stand_before
from trellis.sample.actions.teams import add_teams
from trellis.sample.invention.people import People, people_of
from trellis.sample.invention.places import FULL, SMALL, State, invent
from trellis.sample.invention.tables import write_directory
from trellis.sample.models import Made
from trellis.sample.story.days import USUAL, standing_day

PACK = "illinois"
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
        Made.objects.create(seed=seed, small=small, start=start)
        stand_before(state, program, seed=seed, start=start)
        counts = go_through(state, program, start=start)
        tell(_("Teams: %s") % add_teams(program, start=start, seed=seed))
        tell(_("Tasks opened: %s") % counts["tasks"])
        tell(_("Things in the library: %s") % fill_library(program, start=start, seed=seed))
        tell(_("Events: %s") % plan_events(program, start=start))
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
    add_bodies_beside(top)
    add_people(people)
    return people


def _begin_story(state: State, program: Program, seed: int, start: int) -> date:
    """Write the story of the year, and stand on its usual day."""
    write_plan(state, program, seed=seed, start=start)
    count_weeks(start)
    day = standing_day(start, USUAL)
    stand_on(day)
    record_months(day)
    Installation.objects.update(clock=day)
    return day
