"""Steps that were carried on get their place when the next year opens."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from trellis.designations.models import SupportStatus
from trellis.monitoring.reports.models import Decision
from trellis.programs.models import ProgramYear
from trellis.work import actions as work
from trellis.work.actions import Own
from trellis.work.models import State, Workplan


@transaction.atomic
def pass_on_carried(year: ProgramYear) -> int:
    """Give what was carried out of the year before its place in this one; how many.

    Where a plan or a support of this year is; who left the support keeps what is carried waiting.
    The number of statements does not grow with the steps.
    """
    place = OuterRef("task__workplan__organization")
    goes_on = Exists(Workplan.objects.filter(organization=place, year=year)) | Exists(
        SupportStatus.objects.filter(organization=place, year=year)
    )
    waiting = list(
        Decision.objects.filter(
            Q(goes_on), kind=Decision.Kind.CARRY, into=None, withdrawn_at=None,
            task__state=State.WAIVED, task__workplan__year__start=year.start - 1,
        )
        .select_related("task__workplan__organization", "by")
        .select_for_update(of=("self",))
        .order_by("pk")
    )  # fmt: skip
    steps = [
        Own(one.task.workplan.organization, one.words, one.task.role, one.by, one.acting_as)
        for one in waiting
    ]
    placed = []
    for one, task in zip(waiting, work.add_own_tasks(steps, year=year), strict=True):
        if task is not None:
            one.into = task
            placed.append(one)
    Decision.objects.bulk_update(placed, ["into"], batch_size=500)
    return len(placed)
