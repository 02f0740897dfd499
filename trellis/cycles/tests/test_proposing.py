"""What is proposed for an organization, from the rules of each pack alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from trellis.cycles.facts import _ranks
from trellis.cycles.proposing import Aim, Facts, Rules, Status, aim_of, propose
from trellis.designations.support.schema import SupportStatuses
from trellis.programs.loader import load

pytestmark = pytest.mark.pure


def rules(pack: str, vocabulary: str) -> Rules:
    program = load(settings.PACK_FOLDER / pack).program
    told = program.section("support-status", SupportStatuses)
    return Rules(told, program.plans, _ranks(program, vocabulary, {}))


ILLINOIS = rules("illinois", "2026-on")
PRAIRIE = rules("prairie", "rings")
SCHOOL = Facts(level="school", year=2026)


def told(facts: Facts, by: Rules = ILLINOIS) -> tuple[str, str, Aim] | None:
    found = propose(facts, by)
    return (found.kind, found.reason, found.aim) if found else None


def test_who_was_never_supported_and_is_not_now_has_no_proposal():
    assert told(replace(SCHOOL, designation="commendable")) is None
    assert told(replace(SCHOOL, designation="intensive", closed=True)) is None


def test_a_newly_designated_school_opens_where_the_state_has_a_plan():
    opens = Aim("intensive", 2026, "planning", "intensive-planning")
    assert told(replace(SCHOOL, designation="intensive")) == ("open", "new", opens)
    without = Aim("targeted", 2026, "planning")
    assert told(replace(SCHOOL, designation="targeted")) == ("no-plan", "no-plan", without)


def test_a_plan_opens_only_on_its_own_floor():
    found = told(replace(SCHOOL, designation="area-renewal"), PRAIRIE)
    assert found == ("no-plan", "no-plan", Aim("area-renewal", 2026, "focus"))
    area = replace(SCHOOL, level="district", designation="area-renewal")
    assert told(area, PRAIRIE)[0] == "open"


@pytest.mark.parametrize("designation", ["intensive", "comprehensive", "targeted", "commendable"])
def test_a_second_october_continues_whatever_the_designation_became(designation):
    was = Status("intensive", 2026, "planning", 2026)
    facts = replace(SCHOOL, year=2027, designation=designation, was=was)
    assert told(facts) == ("continue", "next-term", Aim("intensive", 2026, "year-1"))


def test_cohorts_of_the_exception_take_five_years():
    terms: list[str] = []
    for year in range(2018, 2023):
        was = Status("targeted", 2018, terms[-1], year - 1) if terms else None
        facts = Facts(level="school", year=year, designation="targeted", was=was)
        terms.append(told(facts)[2].term)
    assert terms == ["planning", "year-1a", "year-1b", "year-2", "year-3"]


def test_more_support_midway_is_left_to_a_person_or_escalates_as_the_pack_says():
    was = Status("targeted", 2025, "planning", 2025)
    found = told(replace(SCHOOL, designation="comprehensive", was=was))
    assert found[:2] == ("by-hand", "more-midway")
    watch = Status("watch", 2026, "growing", 2026)
    again = replace(SCHOOL, designation="renewing", was=replace(watch, year=2025))
    found = told(again, replace(PRAIRIE, ranks=PRAIRIE.ranks))
    assert found == ("escalate", "not-enough", Aim("renewing", 2026, "focus", "focus-year"))


def test_the_end_of_a_cycle_escalates_while_the_state_still_says_so():
    was = Status("comprehensive", 2022, "year-3", 2025)
    found = told(replace(SCHOOL, designation="comprehensive", was=was))
    opens = Aim("intensive", 2026, "planning", "intensive-planning")
    assert found == ("escalate", "not-enough", opens)
    last = replace(was, kind="intensive")
    assert told(replace(SCHOOL, designation="intensive", was=last))[:2] == (
        "by-hand",
        "end-of-the-line",
    )


def test_leaving_is_proposed_only_where_the_pack_knows_the_criteria():
    was = Status("comprehensive", 2022, "year-3", 2025)
    good = replace(SCHOOL, designation="commendable", was=was)
    assert told(good) == ("by-hand", "exit-by-hand", Aim())
    ring = Status("renewing", 2025, "growing", 2025)
    out = replace(SCHOOL, designation="steady", was=ring)
    assert told(out, PRAIRIE) == ("exit", "enough", Aim())


def test_a_school_that_the_release_forgot_is_left_to_a_person():
    was = Status("intensive", 2025, "planning", 2025)
    assert told(replace(SCHOOL, named=False, was=was))[:2] == ("by-hand", "not-named")
    assert told(replace(SCHOOL, closed=True, was=was)) == ("exit", "closed", Aim())
    assert told(replace(SCHOOL, designation="intensive", was=replace(was, year=2019)))[:2] == (
        "by-hand",
        "ran-out",
    )


def test_a_status_imported_for_the_year_opens_its_own_term():
    was = Status("intensive", 2026, "planning", 2026)
    opens = Aim("intensive", 2026, "planning", "intensive-planning")
    assert told(replace(SCHOOL, named=False, was=was)) == ("open", "term-opens", opens)
    later = replace(was, cohort=2024, term="year-2")
    assert told(replace(SCHOOL, designation="intensive", was=later))[:2] == (
        "continue",
        "has-status",
    )
    assert told(replace(SCHOOL, was=was, runs=True))[:2] == ("continue", "runs")
    worse = replace(SCHOOL, designation="intensive", was=replace(was, kind="targeted"))
    assert told(worse)[:2] == ("by-hand", "differs")


def test_a_choice_leads_somewhere_or_is_refused():
    was = Status("targeted", 2022, "year-3", 2025)
    facts = replace(SCHOOL, designation="commendable", was=was)
    assert aim_of("continue", facts, ILLINOIS) == Aim("targeted", 2022, "year-3")
    assert aim_of("escalate", facts, ILLINOIS) == Aim("comprehensive", 2026, "planning")
    assert aim_of("exit", facts, ILLINOIS) == Aim()
    assert aim_of("no-plan", facts, ILLINOIS) == Aim("targeted", 2026, "planning")
    assert aim_of("open", facts, ILLINOIS) is None
    assert aim_of("by-hand", facts, ILLINOIS) is None
    assert aim_of("exit", replace(facts, was=None), ILLINOIS) is None
    assert aim_of("continue", replace(facts, closed=True), ILLINOIS) is None
