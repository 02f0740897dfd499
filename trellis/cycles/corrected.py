"""What a corrected release changes against the one it corrects, for the years that run."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.cycles.facts import rules_of
from trellis.cycles.models import Correction, ImprovementCycle
from trellis.cycles.proposing import Rules
from trellis.designations.models import Designation, Release, SupportStatus
from trellis.organizations.models import Organization
from trellis.programs import queries as programs

Kind = Correction.Kind


@dataclass(frozen=True)
class Difference:
    """One thing that a correction asks: open a plan, stop a cycle, or keep it."""

    organization: int
    kind: str
    cycle: int | None
    plan: str
    was: str
    now: str


def differences(release: Release) -> list[Difference]:
    """What to open, stop or keep where the correction says something else; by organization."""
    if release.corrects_id is None:
        return []
    rules = rules_of(programs.current(), release)
    before = _owed(release.corrects_id, rules)
    after = _owed(release.pk, rules)
    changed = [pk for pk in sorted(before.keys() | after.keys()) if before.get(pk) != after.get(pk)]
    running = {
        place: (pk, plan)
        for place, pk, plan in ImprovementCycle.objects.filter(
            year=release.year_id, state=ImprovementCycle.State.RUNNING, organization__in=changed
        ).values_list("organization_id", "pk", "plan")
    }
    began = set(
        SupportStatus.objects.filter(
            year=release.year_id, cohort=release.year.start, organization__in=changed
        ).values_list("organization_id", flat=True)
    )
    places = dict(
        Organization.objects.filter(pk__in=changed, closed_on=None).values_list("pk", "level")
    )
    found: list[Difference] = []
    for pk in changed:
        was, now = before.get(pk, ""), after.get(pk, "")
        plan = _plan(now, places[pk], release.year.start, rules) if pk in places else ""
        found += _asked(pk, was, now, plan, running.get(pk), pk in began)
    return found


def _asked(
    pk: int, was: str, now: str, plan: str, cycle: tuple[int, str] | None, began: bool
) -> list[Difference]:
    if cycle is None:
        if plan:
            return [Difference(pk, Kind.OPEN, None, plan, was, now)]
        return [Difference(pk, Kind.STOP, None, "", was, now)] if began and not now else []
    number, runs = cycle
    if not now:
        return [Difference(pk, Kind.STOP, number, runs, was, now)]
    if plan and plan != runs:
        stop = Difference(pk, Kind.STOP, number, runs, was, now)
        return [stop, Difference(pk, Kind.OPEN, None, plan, was, now)]
    return [Difference(pk, Kind.KEEP, number, runs, was, now)]


def _plan(kind: str, level: str, year: int, rules: Rules) -> str:
    if not kind:
        return ""
    return rules.plan_for(kind, rules.terms(kind, year)[0], level, first=True)


def _owed(release: int, rules: Rules) -> dict[int, str]:
    """The most supported designation of each organization, where it is owed anything."""
    rows = Designation.objects.filter(release=release, kind__in=[*rules.ranks]).order_by()
    found: dict[int, str] = {}
    for pk, kind in rows.values_list("organization_id", "kind"):
        if rules.ranks[kind] > rules.ranks.get(found.get(pk, ""), 0):
            found[pk] = kind
    return found
