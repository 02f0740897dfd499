"""Notes and files kept with a task."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.documents import actions as documents
from trellis.documents.models import Document
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.kit.names import visible
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import rules
from trellis.work.actions.shared import hold, keep
from trellis.work.models import Evidence, Note, State, Task

EVIDENCE = "task-evidence"
A_MOMENT = timedelta(minutes=1)


@transaction.atomic
def add_note(task: Task, *, by: Person, text: str, acting: str = "") -> Note:
    """Add a remark to a task. NotAllowed; NotReady when it says nothing."""
    seat = _seat_to_remark(task, by, acting)
    text = visible(text).strip()
    if not text:
        raise NotReady(_("Write your note first."))
    if len(text) > 4000:
        raise NotReady(_("A note holds up to 4,000 characters. Put longer text in a file."))
    hold(task)
    said = Note.objects.filter(task=task, by=by, text=text, at__gt=clock.now() - A_MOMENT).first()
    if said is not None:
        return said  # the second of two clicks
    note = Note.objects.create(
        task=task, by=by, acting_as=seat.called(programs.current())[:200], text=text, at=clock.now()
    )
    Task.objects.filter(pk=task.pk, state=State.OPEN).update(begun=True)
    keep(task, "noted", by=by, seat=seat, after={"note": note.pk})
    return note


def add_file(task: Task, file: File[bytes], *, by: Person, acting: str = "") -> Evidence:
    """Keep a file with a task. NotAllowed; a refused file says why."""
    seat = _seat_to_remark(task, by, acting)
    # Received before the transaction: on SQLite a large file would hold off all other writers.
    document = documents.store(file, kind=EVIDENCE, name=file.name or "", by=by)
    with transaction.atomic():
        hold(task)
        if (kept := _same_file(task, document, by)) is not None:
            document.delete()  # the second of two clicks
            return kept
        evidence = Evidence.objects.create(
            task=task, document=document, acting_as=seat.called(programs.current())[:200]
        )
        Task.objects.filter(pk=task.pk, state=State.OPEN).update(begun=True)
        after = {"document": document.pk, "name": document.name}
        keep(task, "added a file", by=by, seat=seat, after=after)
    return evidence


def _same_file(task: Task, document: Document, by: Person) -> Evidence | None:
    """What the same person added a moment ago under the same name and with the same content."""
    same = Evidence.objects.filter(
        task=task,
        document__sha256=document.sha256,
        document__name=document.name,
        document__added_by=by,
        document__added_at__gt=clock.now() - A_MOMENT,
    )
    return same.first()


def _seat_to_remark(task: Task, by: Person, acting: str) -> Seat:
    """Holders of the task and those who steer the organization may add to it."""
    seats = seats_of(by)
    fitting = [fit.seat for fit in rules.fits(task, seats)]
    fitting += [seat for seat in seats if rules.may_settle([seat], task)]
    if not fitting:
        raise NotAllowed(_("This step belongs to somebody else. You can read it here."))
    return next((seat for seat in fitting if seat.key == acting), fitting[0])
