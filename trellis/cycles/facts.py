"""What is known of every organization that a release concerns, in five statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trellis.cycles.models import ImprovementCycle, Proposal
from trellis.cycles.proposing import Aim, Facts, Proposed, Rules, Status, propose
from trellis.designations.models import Designation, Release, SupportStatus
from trellis.designations.schema import Designations
from trellis.designations.support.schema import SupportStatuses
from trellis.organizations.models import Organization
from trellis.programs.program import Program

Row = tuple[object, ...]
"""The stored facts of a proposal, in the order of `COLUMNS`."""

COLUMNS = (
    "designation", "kind", "reason", "was_kind", "was_cohort", "was_term", "was_year",
    "outcome", "to_kind", "to_cohort", "to_term", "plan",
)  # fmt: skip


def rules_of(
    program: Program, release: Release, open_for: Mapping[str, Sequence[str]] | None = None
) -> Rules:
    """The installed rules of support, with the ranks of the release's period."""
    return Rules(
        statuses=program.section("support-status", SupportStatuses),
        plans=program.plans,
        ranks=_ranks(program, release.vocabulary, open_for or {}),
        open_for=open_for or {},
    )


def _ranks(
    program: Program, vocabulary: str, open_for: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Ranks of what is owed support or has a plan; a word of another period keeps its old rank."""
    planned = {kind for plan in program.plans.values() for kind in plan.designations}
    planned |= {kind for kinds in open_for.values() for kind in kinds}
    found: dict[str, int] = {}
    said = program.section("designations", Designations).vocabularies
    for one in sorted(said, key=lambda one: one.code == vocabulary):
        found |= {t.code: t.rank for t in one.terms if t.supported or t.code in planned}
    return found


def proposals_of(release: Release, rules: Rules) -> dict[int, tuple[Facts, Proposed]]:
    """What is proposed, by organization; those that the release does not concern are left out."""
    found = {}
    for organization, facts in facts_of(release, rules).items():
        proposed = propose(facts, rules)
        if proposed is not None:
            found[organization] = (facts, proposed)
    return found


def facts_of(release: Release, rules: Rules) -> dict[int, Facts]:
    """Facts by organization: all that the release names, and all that have a support status."""
    year = release.year.start
    statuses = latest_statuses(year, apart_from=release)
    runs = set(
        ImprovementCycle.objects.filter(
            year=release.year_id, state=ImprovementCycle.State.RUNNING
        ).values_list("organization_id", flat=True)
    )
    found: dict[int, Facts] = {}
    rows = (
        Designation.objects.filter(release=release)
        .order_by()
        .values_list("organization_id", "organization__level", "organization__closed_on", "kind")
    )
    for pk, level, closed_on, kind in rows.iterator(chunk_size=2000):
        facts = found.get(pk)
        if facts is None:
            found[pk] = Facts(
                level=level, year=year, closed=closed_on is not None, designation=kind,
                was=statuses.get(pk), runs=pk in runs,
            )  # fmt: skip
        elif rules.ranks.get(kind, 0) > rules.ranks.get(facts.designation, 0):
            found[pk] = replace(facts, designation=kind)
    silent = statuses.keys() - found.keys()
    having = SupportStatus.objects.filter(year__start__lte=year).values("organization")
    places = Organization.objects.filter(pk__in=having).order_by()
    for pk, level, closed_on in places.values_list("pk", "level", "closed_on"):
        if pk in silent:
            found[pk] = Facts(
                level=level, year=year, closed=closed_on is not None, named=False,
                was=statuses[pk], runs=pk in runs,
            )  # fmt: skip
    return found


def latest_statuses(year: int, *, apart_from: Release | None = None) -> dict[int, Status]:
    """The newest support status up to a year by organization, but for those that left it since.

    What `apart_from` says of leaving does not count: a release is judged by what came before it.
    """
    rows = (
        SupportStatus.objects.filter(year__start__lte=year)
        .order_by("year__start")
        .values_list("organization_id", "kind", "cohort", "term", "year__start")
    )
    found = {
        pk: Status(kind, cohort, term, since)
        for pk, kind, cohort, term, since in rows.iterator(chunk_size=2000)
    }
    left = Proposal.objects.filter(
        outcome=Proposal.Kind.EXIT, release__state=Release.State.PUBLISHED
    ).exclude(release=apart_from)
    for pk, since in left.values_list("organization_id", "release__year__start"):
        if pk in found and found[pk].year < since:
            del found[pk]
    return found


def row_of(facts: Facts, proposed: Proposed) -> Row:
    """The stored facts of a proposal that nobody has settled."""
    was, aim = facts.was, proposed.aim
    return (
        facts.designation, proposed.kind, proposed.reason,
        was.kind if was else "", was.cohort if was else None, was.term if was else "",
        was.year if was else None, proposed.kind, *aim_columns(aim),
    )  # fmt: skip


def aim_columns(aim: Aim) -> tuple[str, int | None, str, str]:
    """Where a proposal leads, as it is stored."""
    return aim.kind, aim.cohort, aim.term, aim.plan


def facts_again(proposals: Iterable[Proposal], year: int) -> dict[int, Facts]:
    """The facts behind stored proposals, by organization; their organizations are loaded."""
    return {
        one.organization_id: Facts(
            level=one.organization.level,
            year=year,
            closed=one.organization.closed_on is not None,
            designation=one.designation,
            was=Status(one.was_kind, one.was_cohort or year, one.was_term, one.was_year)
            if one.was_year is not None
            else None,
        )
        for one in proposals
    }
