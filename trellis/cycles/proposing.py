"""What a release means for one organization: a proposal, from facts alone and without records.

The state's rules are data (`support-status.yaml`); here is only how they are read. A kind of
designation ranks by how much support it means: the larger the number, the more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trellis.designations.support.schema import AtEnd, Midway, Support, SupportStatuses
from trellis.programs.schema.base import Code
from trellis.programs.schema.year_plan import YearPlan

OPEN, CONTINUE, ESCALATE = "open", "continue", "escalate"
EXIT, NO_PLAN, BY_HAND = "exit", "no-plan", "by-hand"


@dataclass(frozen=True)
class Status:
    """A support status as it stood in a year."""

    kind: str
    cohort: int
    term: str
    year: int


@dataclass(frozen=True)
class Facts:
    """What is known of one organization when a release is prepared."""

    level: str
    year: int
    """The calendar year in which the release's school year opens."""
    closed: bool = False
    named: bool = True
    """Whether the release says anything of it."""
    designation: str = ""
    """Its most supported designation in the release; empty where it has none."""
    was: Status | None = None
    runs: bool = False
    """Whether a cycle of the release's own year runs already."""


@dataclass(frozen=True)
class Aim:
    """The support status that follows, and the plan that opens with it."""

    kind: str = ""
    cohort: int | None = None
    term: str = ""
    plan: str = ""


@dataclass(frozen=True)
class Proposed:
    """What is proposed, the code of its reason, and where it leads."""

    kind: str
    reason: str
    aim: Aim = Aim()


@dataclass(frozen=True)
class Rules:
    """The state's rules of support, made ready for asking."""

    statuses: SupportStatuses
    plans: Mapping[str, YearPlan]
    ranks: Mapping[str, int]
    """Designation to rank, for those that are owed support or have a plan."""
    open_for: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Plan to designations it opens for besides, in a practice run."""

    def support(self, kind: str) -> Support:
        """What the pack says of a designation, or the plainest support where it says nothing."""
        found = self.statuses.support(kind)
        return found or Support(designation=kind, exit_rule="-")

    def terms(self, kind: str, cohort: int) -> list[Code]:
        """The terms of a cycle, in order."""
        return self.statuses.terms_of(kind, cohort)

    def plan_for(self, kind: str, term: str, level: str, *, first: bool) -> str:
        """The plan that opens for a status in that term, or none."""
        for code, kinds in self.open_for.items():
            if first and kind in kinds and self.plans[code].of == level:
                return code
        named = set(self.open_for)
        code = self.support(kind).plans.get(term, "")
        plan = self.plans.get(code)
        return code if plan is not None and plan.of == level and code not in named else ""


def propose(facts: Facts, rules: Rules) -> Proposed | None:
    """What should happen with an organization; None where the release does not concern it."""
    owed = facts.designation if facts.designation in rules.ranks else ""
    if facts.was is None:
        if facts.closed or not owed:
            return None
        return _newly_designated(facts, rules, owed)
    if facts.closed:
        return Proposed(EXIT, "closed")
    if facts.was.year == facts.year:
        return _this_year(facts, facts.was, rules, owed)
    step = _after(facts.was, facts.year, rules)
    if step == len(rules.terms(facts.was.kind, facts.was.cohort)):
        return _at_end(facts, facts.was, rules, owed)
    if step > len(rules.terms(facts.was.kind, facts.was.cohort)):
        return Proposed(BY_HAND, "ran-out")
    return _midway(facts, facts.was, rules, owed)


def _newly_designated(facts: Facts, rules: Rules, owed: str) -> Proposed:
    if facts.runs:
        return Proposed(CONTINUE, "runs", _begin(owed, facts, rules, plan=False))
    aim = _begin(owed, facts, rules)
    return Proposed(OPEN, "new", aim) if aim.plan else Proposed(NO_PLAN, "no-plan", aim)


def _this_year(facts: Facts, was: Status, rules: Rules, owed: str) -> Proposed:
    """The year has a status already: from a file, or from an earlier release of the year."""
    if owed and rules.ranks[owed] > rules.ranks.get(was.kind, 0):
        return Proposed(BY_HAND, "differs")
    same = Aim(was.kind, was.cohort, was.term)
    if facts.runs:
        return Proposed(CONTINUE, "runs", same)
    aim = _with_plan(same, facts, rules)
    return Proposed(OPEN, "term-opens", aim) if aim.plan else Proposed(CONTINUE, "has-status", same)


def _midway(facts: Facts, was: Status, rules: Rules, owed: str) -> Proposed:
    """A status outlasts the yearly designation; only more support than before asks a question."""
    if not facts.named:
        return Proposed(BY_HAND, "not-named")
    if owed and rules.ranks[owed] > rules.ranks.get(was.kind, 0):
        midway = rules.support(was.kind).midway
        if midway == Midway.BY_HAND:
            return Proposed(BY_HAND, "more-midway")
        if midway == Midway.ESCALATE:
            return Proposed(ESCALATE, "more-midway", _begin(owed, facts, rules))
    aim = _next(facts, was, rules)
    return Proposed(OPEN, "term-opens", aim) if aim.plan else Proposed(CONTINUE, "next-term", aim)


def _at_end(facts: Facts, was: Status, rules: Rules, owed: str) -> Proposed:
    """The cycle is over: more support where it did not suffice, else out, as the state says."""
    if not facts.named:
        return Proposed(BY_HAND, "not-named")
    support = rules.support(was.kind)
    if owed and rules.ranks[owed] >= rules.ranks.get(was.kind, 0):
        target = owed if rules.ranks[owed] > rules.ranks.get(was.kind, 0) else support.escalates_to
        if target is None:
            return Proposed(BY_HAND, "end-of-the-line")
        return Proposed(ESCALATE, "not-enough", _begin(target, facts, rules))
    if owed:
        return Proposed(BY_HAND, "less-at-end")
    if support.at_end == AtEnd.EXIT:
        return Proposed(EXIT, "enough")
    return Proposed(BY_HAND, "exit-by-hand")


def aim_of(kind: str, facts: Facts, rules: Rules) -> Aim | None:
    """Where a kind that somebody chose leads, or None where it leads nowhere here."""
    was = facts.was
    target = facts.designation if facts.designation in rules.ranks else ""
    if kind == EXIT:
        return Aim() if was else None
    if facts.closed:
        return None
    if kind == CONTINUE:
        return _continued(facts, was, rules) if was else None
    if kind == ESCALATE:
        return _escalated(facts, was, target, rules) if was else None
    chosen = target or (was.kind if was else "")
    if not chosen or kind not in (OPEN, NO_PLAN):
        return None
    again = was is not None and was.kind == chosen and kind == OPEN
    aim = _with_plan(_continued(facts, was, rules), facts, rules) if again and was else Aim()
    if not aim.plan:
        aim = _begin(chosen, facts, rules, plan=kind == OPEN)
    return aim if kind == NO_PLAN or aim.plan else None


def _escalated(facts: Facts, was: Status | None, target: str, rules: Rules) -> Aim | None:
    assert was is not None  # noqa: S101 - asked by the caller
    before = rules.ranks.get(was.kind, 0)
    higher = target if target and rules.ranks[target] > before else None
    chosen = higher or rules.support(was.kind).escalates_to
    return _begin(chosen, facts, rules) if chosen else None


def _continued(facts: Facts, was: Status, rules: Rules) -> Aim:
    """The next term, the same within one year, and the last one again where none follows."""
    if was.year == facts.year:
        return Aim(was.kind, was.cohort, was.term)
    terms = rules.terms(was.kind, was.cohort)
    step = min(_after(was, facts.year, rules), len(terms) - 1)
    return Aim(was.kind, was.cohort, terms[step])


def _begin(kind: str, facts: Facts, rules: Rules, *, plan: bool = True) -> Aim:
    """A new cycle of support: its cohort is this year, its term the first."""
    aim = Aim(kind, facts.year, rules.terms(kind, facts.year)[0])
    return _with_plan(aim, facts, rules) if plan else aim


def _next(facts: Facts, was: Status, rules: Rules) -> Aim:
    term = rules.terms(was.kind, was.cohort)[_after(was, facts.year, rules)]
    return _with_plan(Aim(was.kind, was.cohort, term), facts, rules)


def _with_plan(aim: Aim, facts: Facts, rules: Rules) -> Aim:
    first = aim.term == rules.terms(aim.kind, aim.cohort or facts.year)[0]
    plan = rules.plan_for(aim.kind, aim.term, facts.level, first=first)
    return Aim(aim.kind, aim.cohort, aim.term, plan)


def _after(was: Status, year: int, rules: Rules) -> int:
    """The place of the term that a year stands in; the number of terms once the cycle is over."""
    terms = rules.terms(was.kind, was.cohort)
    here = terms.index(was.term) if was.term in terms else len(terms) - 1
    return here + year - was.year
