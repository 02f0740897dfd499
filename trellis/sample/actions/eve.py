"""Setting the sample back to the eve of its release day, and carrying on from there."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles.models import Correction, ImprovementCycle, ScheduledTask, Selection
from trellis.designations.models import Release, SupportStatus
from trellis.documents.models import Document
from trellis.history.actions import record
from trellis.kit.errors import NotReady
from trellis.meetings.models import Cadence, Meeting, Offer, Series
from trellis.notices.models import Notice
from trellis.organizations.models import Assignment
from trellis.people.models import Person
from trellis.programs import actions as program_actions
from trellis.programs import queries as programs
from trellis.programs.models import Installation, YearDate
from trellis.sample.actions.plan import write_plan
from trellis.sample.actions.release import eve, go_through, stand_before
from trellis.sample.invention.cast import BY_KEY
from trellis.sample.invention.places import FULL, SMALL, State, invent
from trellis.sample.models import Made, PlannedAct
from trellis.work.models import Evidence, Workplan


@transaction.atomic
def set_back(*, by: Person | None = None) -> date:
    """Let the sample stand on the day before its designations go out, with nothing opened yet.

    What visitors did in the year is gone; people, organizations and last year stay. NotReady in a
    database that is no sample.
    """
    installation = Installation.objects.select_for_update().filter(pk=1).first()
    if installation is None or installation.kind != Installation.Kind.SAMPLE:
        raise NotReady(_("Only sample data can be set back."))
    made = Made.objects.get(pk=1)
    _clear(made.start)
    program = programs.program(installation.version_id)
    stand_before(invented(made), program, seed=made.seed, start=made.start)
    day = eve(made.start)
    Installation.objects.update(clock=day)
    after = {"day": day.isoformat()}
    record("sample:1", _("Sample data"), "set back", by=by, after=after)
    return day


def carry_on(version_id: int) -> None:
    """Do what is left of the release day and write the story, if the sample stands before it."""
    if PlannedAct.objects.exists():
        return
    made = Made.objects.get(pk=1)
    program, state = programs.program(version_id), invented(made)
    release = Release.objects.filter(year__start=made.start, corrects=None).latest("pk")
    if release.state != Release.State.PUBLISHED:
        go_through(state, program, start=made.start)
    write_plan(state, program, seed=made.seed, start=made.start)


def invented(made: Made) -> State:
    """The same state again."""
    program = programs.current()
    return invent(program, seed=made.seed, size=SMALL if made.small else FULL)


def _clear(start: int) -> None:
    """Take away the year and its release, the higher records first."""
    PlannedAct.objects.all().delete()
    Offer.objects.all().delete()
    Meeting.objects.all().delete()
    Series.objects.all().delete()
    Cadence.objects.all().delete()
    papers = list(Evidence.objects.values_list("document", flat=True))
    Correction.objects.all().delete()
    ImprovementCycle.objects.all().delete()
    Selection.objects.all().delete()
    Workplan.objects.all().delete()
    Document.objects.filter(pk__in=papers).delete()
    ScheduledTask.objects.all().delete()
    for release in Release.objects.filter(year__start=start).order_by("-pk"):
        release.delete()
    SupportStatus.objects.filter(year__start=start).delete()
    served = Assignment.objects.filter(role=BY_KEY["coordinator"].role)
    served.filter(starts__gte=eve(start)).delete()
    Notice.objects.all().delete()
    desk = Person.objects.get(email=BY_KEY["agency"].email)
    for code in ("planning-grant-due", "newly-designated-webinar"):
        if YearDate.objects.filter(year__start=start, code=code, set_at__isnull=False).exists():
            program_actions.clear_day(start, code, by=desk)
