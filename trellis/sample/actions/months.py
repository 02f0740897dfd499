"""Standing the sample in a month of its year."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit.errors import NotReady
from trellis.people.models import Person
from trellis.programs.models import Installation
from trellis.sample.actions.beside import stand_beside_on
from trellis.sample.actions.eve import carry_on
from trellis.sample.actions.meetings import stand_meetings_on
from trellis.sample.models import Made, PlannedAct
from trellis.sample.queries import touched_by_visitors
from trellis.sample.story.days import MONTHS, standing_day
from trellis.work.models import Completion, Evidence, Note, State, Task

Kind = PlannedAct.Kind


@transaction.atomic
def move_to_month(month: int, *, by: Person | None = None) -> date:
    """Let the sample stand in a month: what the story holds up to that day is done, later is open.

    What visitors settled themselves stays as they left it. NotReady for a month that the sample
    does not offer, and in a database that is no sample.
    """
    installation = Installation.objects.select_for_update().filter(pk=1).first()
    if installation is None or installation.kind != Installation.Kind.SAMPLE:
        raise NotReady(_("Only sample data can stand in another month."))
    if month not in MONTHS:
        raise NotReady(_("The sample does not offer this month."))
    day = standing_day(Made.objects.get(pk=1).start, month)
    carry_on(installation.version_id)
    stand_on(day)
    before = installation.clock
    Installation.objects.update(clock=day)
    record(
        "sample:1",
        _("Sample data"),
        "moved",
        by=by,
        before={"day": before.isoformat() if before else None},
        after={"day": day.isoformat()},
    )
    return day


def stand_on(day: date) -> None:
    """Write tasks, completions, notes, files and meetings as on a day; within a transaction."""
    touched = touched_by_visitors()
    _take_back(touched)
    acts = PlannedAct.objects.filter(on__lte=day).exclude(task__in=touched)
    mine = Task.objects.filter(pk__in=acts.values("task"))
    of_task = acts.filter(task=OuterRef("pk"))
    settling = of_task.exclude(settles="")
    mine.filter(Exists(settling)).update(
        state=Subquery(settling.values("settles")[:1]),
        settled_on=Subquery(settling.values("on")[:1]),
        settled_by=Subquery(settling.values("person")[:1]),
        reason=Subquery(settling.values("text")[:1]),
    )
    begun = of_task.filter(kind__in=[Kind.DONE, Kind.NOTE, Kind.FILE])
    mine.filter(Exists(begun)).exclude(state=State.WAIVED).update(begun=True)
    named = of_task.filter(kind=Kind.NAMED)
    mine.filter(Exists(named)).update(assignee=Subquery(named.values("person")[:1]))
    _insert(day, touched)
    stand_meetings_on(day)
    stand_beside_on(day)


def _take_back(touched: set[int]) -> None:
    """Undo everything the story has written, as if its year had not begun."""
    planned = PlannedAct.objects.exclude(task__in=touched)
    tasks = planned.values("task")
    Completion.objects.filter(task__in=tasks).delete()
    written = planned.filter(
        kind=Kind.NOTE, task=OuterRef("task"), at=OuterRef("at"), person=OuterRef("by")
    )
    Note.objects.filter(Exists(written)).delete()
    kept = planned.filter(kind=Kind.FILE).values("document")
    Evidence.objects.filter(document__in=kept).delete()
    Task.objects.filter(pk__in=tasks).update(
        state=State.OPEN, settled_on=None, settled_by=None, reason="", begun=False, assignee=None
    )


INSERTS = {
    Kind.DONE: """
        INSERT INTO work_completion (task_id, by_id, acting_as, "on", at)
        SELECT task_id, person_id, acting_as, "on", at FROM sample_plannedact""",
    Kind.NOTE: """
        INSERT INTO work_note (task_id, by_id, acting_as, text, at)
        SELECT task_id, person_id, acting_as, text, at FROM sample_plannedact""",
    Kind.FILE: """
        INSERT INTO work_evidence (task_id, document_id, acting_as)
        SELECT task_id, document_id, acting_as FROM sample_plannedact""",
}


def _insert(day: date, touched: set[int]) -> None:
    """Write the completions, notes and files of the acts up to a day, as rows."""
    left_out = ", ".join(str(pk) for pk in sorted(touched)) or "0"
    with connection.cursor() as cursor:
        for kind, insert in INSERTS.items():
            cursor.execute(
                f'{insert} WHERE kind = %s AND "on" <= %s AND task_id NOT IN ({left_out})'  # noqa: S608 - numbers of ours
                ' ORDER BY "on", id',
                [kind.value, day],
            )
