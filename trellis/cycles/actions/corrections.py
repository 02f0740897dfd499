"""A corrected release: what it asks of the years, each thing done only when a person says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles import beginnings, opening, queries, rules
from trellis.cycles.actions.endings import end_many, reopen_many
from trellis.cycles.actions.proposals import insert
from trellis.cycles.coordination import assign_missing
from trellis.cycles.corrected import Difference, differences
from trellis.cycles.facts import facts_of, row_of, rules_of
from trellis.cycles.models import Correction, ImprovementCycle
from trellis.cycles.notices import tell_everybody
from trellis.cycles.opening import Opening
from trellis.cycles.proposing import OPEN, Aim, Proposed, aim_of
from trellis.cycles.schedule import write_schedule
from trellis.designations.models import Release, SupportStatus
from trellis.history.actions import record, record_many
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.people.models import Person
from trellis.programs import queries as programs

Kind = Correction.Kind
RUNNING = ImprovementCycle.State.RUNNING


def list_corrections(release: Release) -> int:
    """Write down what a correction asks, in the transaction that publishes it; how many."""
    found = differences(release)
    Correction.objects.bulk_create(
        (
            Correction(
                release=release, organization_id=one.organization, kind=one.kind,
                cycle_id=one.cycle, plan=one.plan, was=one.was, now=one.now,
            )
            for one in found
        ),
        batch_size=500,
    )  # fmt: skip
    return len(found)


@transaction.atomic
def apply_correction(
    items: Iterable[Correction], *, by: Person, instead: str = "", acting_as: str = ""
) -> int:
    """Do what a correction asks of some organizations: open, stop or keep; answers how many.

    `instead` "keep" leaves their years as they are. NotAllowed; OutOfOrder for what was applied
    already; NotReady for anything else in place of the list.
    """
    ids = [one.pk for one in items]
    if not rules.may_correct(by):
        raise NotAllowed(_("Only the people who publish releases can do this."))
    if instead not in ("", Kind.KEEP):
        raise NotReady(_("Choose what the list says, or keep the year as it is."))
    rows = list(
        Correction.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("organization", "release__year")
        .order_by("pk")
    )
    if not rows or any(one.applied_at for one in rows):
        raise OutOfOrder(_("Somebody has done this already. Load the page to see it."))
    if len({one.release_id for one in rows}) > 1:
        raise NotReady(_("Apply one release at a time."))
    Correction.objects.filter(pk__in=ids).update(
        applied_by=by, applied_at=clock.now(), **({"kind": Kind.KEEP} if instead else {})
    )
    release = rows[0].release
    if not instead:
        _stop([one for one in rows if one.kind == Kind.STOP], by=by, acting_as=acting_as)
        _open(release, [one for one in rows if one.kind == Kind.OPEN], by=by, acting_as=acting_as)
    codes = {one.organization.code: instead or one.kind for one in rows}
    record(f"release:{release.pk}", release.title, "applied corrections", by=by,
           acting_as=acting_as, after={"organizations": codes})  # fmt: skip
    return len(rows)


def _stop(rows: Sequence[Correction], *, by: Person, acting_as: str) -> None:
    """End the years, and take back the status that the corrected release began."""
    ids = [one.cycle_id for one in rows if one.cycle_id]
    end_many(ids, by=by, on=clock.today(), why="stopped", acting_as=acting_as)
    for one in rows:
        SupportStatus.objects.filter(
            organization=one.organization_id,
            year=one.release.year_id,
            cohort=one.release.year.start,
        ).delete()


def _open(release: Release, rows: Sequence[Correction], *, by: Person, acting_as: str) -> None:
    """Open the years of these organizations, as a publication would have done."""
    if not rows:
        return
    places = [one.organization_id for one in rows]
    installed = programs.installation()
    if installed is None:
        raise NotReady(_("No program pack is installed."))
    program = programs.program(installed.version_id)
    ready = rules_of(program, release)
    known = facts_of(release, ready)
    proposals = {}
    for pk in places:
        aim = aim_of(OPEN, known[pk], ready) or Aim()
        proposals[pk] = (*row_of(known[pk], Proposed(OPEN, "corrected", aim)), None, None, "")
    release.proposals.filter(organization__in=places).delete()
    insert(release, proposals)
    write_schedule(installed.version, program, release.year)
    ended = ImprovementCycle.objects.filter(
        organization__in=places, year=release.year_id, plan__in={one.plan for one in rows}
    ).exclude(state=RUNNING)
    reopen_many(list(ended.values_list("pk", flat=True)), by=by, acting_as=acting_as)
    for plan in program.plans.values():
        wanted = Opening(
            release=release.pk, year=release.year_id, version=installed.version_id,
            plan=plan.code, stage=plan.stage, at=clock.now(),
        )  # fmt: skip
        if queries.would_open(wanted).exists():
            opening.run(wanted)
    opening.write_statuses(release.pk, by=by.pk, at=clock.now())
    assign_missing(release, program, on=clock.today())
    opened = (
        (f"cycle:{pk}", name, {"plan": plan, "release": release.pk, "tasks": tasks})
        for pk, name, plan, tasks in queries.opened_by(release, only=places)
    )
    record_many("opened", opened, by=by, acting_as=acting_as)
    tell_everybody(release)
    beginnings.tell(release.year)


__all__ = ["Difference", "apply_correction", "list_corrections"]
