"""Opening the year, and what changes in it for whole organizations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles import opening, queries, rules
from trellis.cycles.coordination import assign_missing
from trellis.cycles.models import Selection
from trellis.cycles.notices import tell_everybody
from trellis.cycles.opening import Opening
from trellis.cycles.schedule import write_schedule
from trellis.designations import actions as designations
from trellis.designations.models import Release
from trellis.history.actions import record, record_many
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs import queries as program_queries
from trellis.programs.models import Installation, ProgramYear

OpenFor = Mapping[str, Sequence[str]]
"""Plan code to the designations it opens for, where they differ from the plan's own."""


def publish_and_open(
    release: Release,
    *,
    by: Person,
    acting_as: str = "",
    open_for: OpenFor | None = None,
    seen: str = "",
) -> dict[str, int]:
    """Publish a draft release and open the year of every organization it identifies.

    All or nothing: dates and schedule are worked out before, then one transaction writes
    everything. Answers the number of rows written by kind. `seen` is the digest of the draft that
    the person looked at. NotAllowed; OutOfOrder when the release is published already or another
    file took the draft's place; NotReady when nothing is identified.
    """
    if not rules.may_open(by, release):
        raise NotAllowed(_("Only the agency’s release team can publish designations."))
    plans = prepare(release, open_for=open_for)
    with transaction.atomic():
        # One opening at a time: the statements tell their own rows by number.
        ProgramYear.objects.select_for_update().get(pk=release.year_id)
        if seen and not Release.objects.filter(pk=release.pk, digest=seen).exists():
            raise OutOfOrder(_("The draft was replaced meanwhile. Look at it again first."))
        designations.publish(release, by=by, at=clock.now(), acting_as=acting_as)
        counts = _write(plans)
        counts["assigned"] = assign_missing(release, program_queries.current(), on=clock.today())
        _record_cycles(release, by=by, acting_as=acting_as)
        counts["notices"] = tell_everybody(release)
        record(
            f"release:{release.pk}",
            release.title,
            "opened the year",
            by=by,
            acting_as=acting_as,
            after=dict(counts),
        )
    return counts


def prepare(release: Release, *, open_for: OpenFor | None = None) -> list[Opening]:
    """Work out dates and schedule, and one opening per plan that the release reaches."""
    installation = program_queries.installation()
    if installation is None:
        raise NotReady(_("No program pack is installed."))
    if open_for and installation.kind == Installation.Kind.LIVE:
        raise NotReady(_("A plan opens for other designations only in a practice run."))
    program = program_queries.program(installation.version_id)
    programs.resolve_year(release.year.start)
    write_schedule(installation.version, program, release.year)
    found = [
        Opening(
            release=release.pk,
            year=release.year_id,
            version=installation.version_id,
            plan=plan.code,
            stage=plan.stage,
            level=plan.of,
            terms=tuple((open_for or {}).get(plan.code, plan.designations)),
            at=clock.now(),
        )
        for plan in program.plans.values()
    ]
    if not any(queries.identified(one).exists() for one in found):
        raise NotReady(_("No organization in this release has a designation with a year plan."))
    return found


def _write(plans: Sequence[Opening]) -> dict[str, int]:
    total = Counter(dict.fromkeys(("workplans", "cycles", "activities", "tasks"), 0))
    for plan in plans:
        if queries.would_open(plan).exists():
            total.update(opening.run(plan))
    return dict(total)


def _record_cycles(release: Release, *, by: Person, acting_as: str) -> None:
    """One history entry per cycle, with how much opened; not one per task."""
    opened = (
        (f"cycle:{pk}", name, {"plan": plan, "release": release.pk, "tasks": tasks})
        for pk, name, plan, tasks in queries.opened_by(release)
    )
    record_many("opened", opened, by=by, acting_as=acting_as)


@transaction.atomic
def select_organizations(
    condition: str,
    organizations: Sequence[Organization],
    year: ProgramYear,
    *,
    by: Person,
    acting_as: str = "",
) -> int:
    """Choose organizations for a conditional activity of a year; their tasks appear at once.

    Answers the number of tasks added. Choosing again adds nothing. NotAllowed; NotReady where
    one of them runs no cycle that year or the condition is unknown.
    """
    if not rules.may_select(by):
        raise NotAllowed(_("Only the agency selects organizations for this."))
    ProgramYear.objects.select_for_update().get(pk=year.pk)
    openings = queries.openings_with(condition, year)
    if not openings:
        raise NotReady(_("No open year plan has an activity under this condition."))
    missing = queries.without_workplan(organizations, year)
    if missing:
        raise NotReady(*(_("%s has no open year.") % one.name for one in missing))
    known = set(
        Selection.objects.filter(year=year, condition=condition).values_list(
            "organization_id", flat=True
        )
    )
    chosen = [one for one in organizations if one.pk not in known]
    Selection.objects.bulk_create(
        Selection(year=year, condition=condition, organization=one, by=by, at=clock.now())
        for one in chosen
    )
    for one in chosen:
        record(f"organization:{one.pk}", one.name, "selected", by=by, acting_as=acting_as,
               after={"condition": condition, "year": year.start})  # fmt: skip
    if not chosen:
        return 0
    return sum(opening.add_condition(o, condition, [one.pk for one in chosen]) for o in openings)
