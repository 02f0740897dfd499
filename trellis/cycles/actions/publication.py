"""Publishing a release and opening the years that it proposes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles import beginnings, checks, opening, queries, rules
from trellis.cycles.actions.corrections import list_corrections
from trellis.cycles.actions.endings import end_at_publication
from trellis.cycles.actions.proposals import OpenFor, have_changed, write_proposals
from trellis.cycles.coordination import assign_missing
from trellis.cycles.expecting import expect_from
from trellis.cycles.notices import tell_everybody
from trellis.cycles.opening import Opening
from trellis.cycles.schedule import write_schedule
from trellis.designations import actions as designations
from trellis.designations.models import Release
from trellis.history.actions import record, record_many
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs import queries as program_queries
from trellis.programs.models import Installation, ProgramYear


def publish_and_open(
    release: Release,
    *,
    by: Person,
    acting_as: str = "",
    open_for: OpenFor | None = None,
    seen: str = "",
    due: datetime | None = None,
) -> dict[str, int]:
    """Publish a checked release and do what is proposed for every organization it concerns.

    All or nothing: dates and schedule are worked out before, then one transaction writes
    everything. Answers the number of rows written by kind. `seen` is the stamp of the release that
    the person looked at; `due` the set hour that has come, which nobody may have moved since. A
    correction opens nothing: it lists what to open, stop or keep.
    NotAllowed; OutOfOrder when the release is published already, unchecked, or was changed
    meanwhile; NotReady, with sentences, while something is not settled.
    """
    if not rules.may_open(by, release):
        raise NotAllowed(_("Only the agency’s release team can publish designations."))
    plans = prepare(release, open_for=open_for)
    with transaction.atomic():
        # One opening at a time: the statements tell their own rows by number.
        ProgramYear.objects.select_for_update().get(pk=release.year_id)
        if seen and Release.objects.get(pk=release.pk).stamp != seen:
            raise OutOfOrder(_("The release was changed meanwhile. Look at it again first."))
        designations.publish(release, by=by, at=clock.now(), acting_as=acting_as, due=due)
        if release.corrects_id:
            return _correct(release, by=by, acting_as=acting_as)
        _bring_up_to_date(release, open_for)
        if missing := checks.before_publication(release, trial=bool(open_for)):
            raise NotReady(*missing)
        counts = _carry_out(release, plans, by=by, acting_as=acting_as)
        record(f"release:{release.pk}", release.title, "opened the year", by=by,
               acting_as=acting_as, after=dict(counts))  # fmt: skip
    return counts


def prepare(release: Release, *, open_for: OpenFor | None = None) -> list[Opening]:
    """Work out dates and schedule, and one opening per plan of the program."""
    installation = program_queries.installation()
    if installation is None:
        raise NotReady(_("No program pack is installed."))
    if open_for and installation.kind == Installation.Kind.LIVE:
        raise NotReady(_("A plan opens for other designations only in a practice run."))
    program = program_queries.program(installation.version_id)
    programs.resolve_year(release.year.start)
    write_schedule(installation.version, program, release.year)
    return [
        Opening(
            release=release.pk,
            year=release.year_id,
            version=installation.version_id,
            plan=plan.code,
            stage=plan.stage,
            at=clock.now(),
        )
        for plan in program.plans.values()
    ]


def _correct(release: Release, *, by: Person, acting_as: str) -> dict[str, int]:
    """A correction is public now; what it asks of the years waits for a person."""
    listed = list_corrections(release)
    counts = {"cycles": 0, "corrections": listed}
    record(f"release:{release.pk}", release.title, "listed corrections", by=by,
           acting_as=acting_as, after=dict(counts))  # fmt: skip
    return counts


def _bring_up_to_date(release: Release, open_for: OpenFor | None) -> None:
    """Proposals that somebody has looked at must still be true; where nobody has, they are made."""
    if not release.proposals.exists():
        write_proposals(release, open_for)
    elif have_changed(release, open_for):
        raise NotReady(
            _("What is proposed is out of date. Make the proposals again and look at them.")
        )


def _carry_out(
    release: Release, plans: Sequence[Opening], *, by: Person, acting_as: str
) -> dict[str, int]:
    counts = _write(plans)
    counts["statuses"] = opening.write_statuses(release.pk, by=by.pk, at=clock.now())
    expect_from(release, on=clock.today())
    end_at_publication(release, by=by, on=clock.today(), acting_as=acting_as)
    counts["assigned"] = assign_missing(release, program_queries.current(), on=clock.today())
    record_cycles(release, by=by, acting_as=acting_as)
    counts["notices"] = tell_everybody(release)
    beginnings.tell(release.year)
    return counts


def _write(plans: Sequence[Opening]) -> dict[str, int]:
    total = Counter(dict.fromkeys(("workplans", "cycles", "activities", "tasks"), 0))
    for plan in plans:
        if queries.would_open(plan).exists():
            total.update(opening.run(plan))
    return dict(total)


def record_cycles(
    release: Release, *, by: Person, acting_as: str, only: Sequence[int] | None = None
) -> None:
    """One history entry per cycle, with how much opened; not one per task."""
    opened = (
        (f"cycle:{pk}", name, {"plan": plan, "release": release.pk, "tasks": tasks})
        for pk, name, plan, tasks in queries.opened_by(release, only=only)
    )
    record_many("opened", opened, by=by, acting_as=acting_as)
