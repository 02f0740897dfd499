"""A practice run: a state's real files, its real opening, and nobody's answers invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from trellis.cycles.actions import publish_and_open
from trellis.cycles.models import ImprovementCycle
from trellis.designations.actions import check, import_release
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.kit.school_year import label
from trellis.organizations.actions import apply_directory, check_directory
from trellis.organizations.imports.telling import directory_lines, last_line
from trellis.organizations.models import Appointment, Organization
from trellis.organizations.schema import Organizations
from trellis.people.actions import add_person, deactivate_person
from trellis.people.models import Person
from trellis.programs import actions as program_actions
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say
from trellis.sample.actions.load import PACK, Telling
from trellis.sample.queries import is_empty
from trellis.work.models import Task

OpenFor = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Example:
    """What stands to be brought in."""

    directory: Path
    designations: Path
    year: int
    open_for: OpenFor
    admin_email: str


@dataclass(frozen=True)
class Opened:
    """What a practice run holds."""

    schools: int
    districts: int
    largest: str
    largest_schools: int
    district_tasks: int
    """Tasks in the largest district's own workplan: each of its deeds once."""


@transaction.atomic
def load_example(example: Example, *, tell: Telling = print) -> Opened:
    """Bring real files into an empty database as a practice run, and open the year; all or nothing.

    One account is made, for the administrator, and a closed one in whose name the command checks
    the release, for which a second person is due; nobody else is invented. NotReady where anything
    was loaded before.
    """
    if not is_empty():
        raise NotReady(_("This database is not empty. Nothing was changed."))
    version = program_actions.install(settings.PACK_FOLDER / PACK, kind=Installation.Kind.PRACTICE)
    with programs.running_on(version.pk) as program:
        _import_directory(example.directory, tell)
        admin, acting_as = _administrator(program, example.admin_email)
        title = _("Practice run: designations of %(year)s") % {"year": label(example.year)}
        outcome = import_release(
            example.designations,
            year=example.year,
            name=example.designations.name,
            by=admin,
            acting_as=acting_as,
            title=title,
            skip_bad=True,
        )
        for problem in outcome.reading.problems[:20]:
            tell(problem.sentence())
        tell(_("%(blank)s rows without a designation") % {"blank": outcome.reading.blank})
        tell(outcome.line())
        if outcome.release is None:
            raise NotReady(_("The file holds no designation that can be imported."))
        _check(outcome.release, program, admin)
        publish_and_open(outcome.release, by=admin, acting_as=acting_as, open_for=example.open_for)
    return _opened(example.year)


def _import_directory(path: Path, tell: Telling) -> None:
    source = check_directory(path, name=path.name, by=None, on=clock.today())
    for line in directory_lines(source):
        tell(line)
    apply_directory(source, by=None, skip_bad=True)
    tell(last_line(source))


def _check(release: Release, program: Program, admin: Person) -> None:
    """Check as a second person, whose account is closed again at once."""
    seat = admin.appointments.get()
    second = add_person("second-reader@example.org", _("Second reader (practice run)"), by=None)
    today = clock.today()
    Appointment.objects.create(
        person=second, role=seat.role, organization=seat.organization, starts=today, ends=today
    )
    check(release, by=second, acting_as=say(program.roles[seat.role].name))
    deactivate_person(second, by=admin)


def _administrator(program: Program, email: str) -> tuple[Person, str]:
    """The one account, in the first role that may publish; and how the record calls it."""
    top = Organization.objects.get(code=program.section("organizations", Organizations).top.code)
    role = next(
        one for one in program.roles.values() if Capability.RELEASE_PUBLISH in one.capabilities
    )
    admin = add_person(email, _("Administrator"), by=None)
    Appointment.objects.create(person=admin, role=role.code, organization=top, starts=clock.today())
    return admin, f"{say(role.name)}, {top.name}"[:200]


def _opened(year: int) -> Opened:
    cycles = ImprovementCycle.objects.filter(year__start=year)
    by_district = (
        cycles.exclude(organization__district=None)
        .values_list("organization__district", "organization__district__name")
        .annotate(schools=Count("pk"))
        .order_by("-schools", "organization__district__sort_name")
    )
    found = list(by_district)
    largest, name, schools = found[0] if found else (None, "", 0)
    tasks = Task.objects.filter(workplan__organization=largest, workplan__year__start=year)
    return Opened(cycles.count(), len(found), name or "", schools, tasks.count())
