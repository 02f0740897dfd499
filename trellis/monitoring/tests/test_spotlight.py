"""Each rule of the spotlight, over facts alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from trellis.monitoring.schema import Looks, SpotlightRule
from trellis.monitoring.spotlight import Expected, Held, Known, Light, Month, looked_at, weigh
from trellis.organizations.glances import Told

pytestmark = pytest.mark.pure

DAY = date(2026, 12, 15)
SCHOOL, DISTRICT = 7, 8


def rule(looks_at: Looks, **more: Any) -> SpotlightRule:
    """A rule with what the test is about."""
    given = {"code": "one", "weight": 10, "label": "One", "why": "one", **more}
    return SpotlightRule(looks_at=looks_at, **given)


def school(**more: Any) -> Known:
    """A school of which only the test's facts are known."""
    found = Known(SCHOOL, "S-1", "Elm School", "elm school", "school", DISTRICT, "Elm", "deep", "")
    for name, value in more.items():
        setattr(found, name, value)
    return found


def figures(one: SpotlightRule, found: Known, *, on: date = DAY, **held: Held) -> Any:
    """What the rule says of the school; None where it does not hold."""
    holders = {(SCHOOL, role.replace("_", "-")): told for role, told in held.items()}
    hits = Light([one], holders, frozenset(), on).hits(found)
    return (hits[0].figures, hits[0].names) if hits else None


def test_meetings_neither_held_nor_planned_are_missing():
    told = school(meetings=Expected(3, 1, 1), last_met=date(2026, 12, 2))
    said, _names = figures(rule(Looks.MEETINGS), told)
    assert said == {
        "held": 1, "planned": 1, "of": 3, "missing": 1, "month": date(2026, 12, 1),
        "last": date(2026, 12, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("held", "planned", "at_least", "holds"),
    [(0, 0, 1, True), (1, 0, 2, False), (0, 0, 2, True), (1, 1, 1, False), (2, 3, 1, False)],
)
def test_a_school_is_behind_from_so_many_missing_meetings_on(held, planned, at_least, holds):
    told = school(meetings=Expected(2, held, planned))
    assert (figures(rule(Looks.MEETINGS, at_least=at_least), told) is not None) == holds


def test_a_school_that_expects_no_meetings_is_never_behind():
    assert figures(rule(Looks.MEETINGS), school()) is None


def test_until_its_day_a_rule_looks_at_the_month_that_ended():
    one = rule(Looks.MEETINGS, days=10)
    told = school(meetings=Expected(2, 0, 0), before=Expected(2, 2, 0))
    assert looked_at(one, date(2026, 12, 9)) == date(2026, 11, 1)
    assert looked_at(one, date(2026, 12, 10)) == date(2026, 12, 1)
    assert looked_at(one, date(2027, 1, 1)) == date(2026, 12, 1)
    assert figures(one, told, on=date(2026, 12, 9)) is None
    assert figures(one, told, on=date(2026, 12, 10)) is not None


def test_late_steps_count_from_the_threshold_on():
    told = school(months=[Month(date(2026, 11, 1), 9, 4, 2)], oldest=date(2026, 12, 5))
    assert figures(rule(Looks.STEPS, at_least=2), told) == ({"count": 2, "days": 10, "of": 9}, ())
    assert figures(rule(Looks.STEPS, at_least=3), told) is None


def test_a_role_that_nobody_holds_is_named():
    one = rule(Looks.NOBODY, roles=["head", "circle"])
    somebody = Held(2, date(2026, 7, 1), None)
    assert figures(one, school(), head=somebody) == ({}, ("circle",))
    assert figures(one, school(), head=somebody, circle=somebody) is None


def test_so_many_roles_must_be_empty_as_the_rule_says():
    one = rule(Looks.NOBODY, roles=["head", "circle"], at_least=2)
    assert figures(one, school(), head=Held(1, None, None)) is None
    assert figures(one, school()) == ({}, ("head", "circle"))


def test_a_role_of_the_district_is_looked_for_there():
    one = rule(Looks.NOBODY, roles=["council"])
    light = Light([one], {(DISTRICT, "council"): Held(1, None, None)}, frozenset({"council"}), DAY)
    assert light.hits(school()) == []


@pytest.mark.parametrize(("sent", "holds"), [(8, True), (9, False), (1, True)])
def test_a_letter_counts_after_so_many_days(sent, holds):
    told = school(letter=date(2026, 12, sent))
    assert (figures(rule(Looks.LETTER, days=7), told) is not None) == holds


def test_an_opened_letter_is_no_reason():
    assert figures(rule(Looks.LETTER), school()) is None


@pytest.mark.parametrize(
    ("since", "before", "holds"),
    [
        (date(2026, 12, 1), date(2026, 11, 30), True),
        (date(2026, 10, 1), date(2026, 9, 30), False),  # too long ago
        (date(2026, 12, 1), None, False),  # the first one there
        (date(2026, 12, 1), date(2026, 12, 10), False),  # somebody else left after they came
        (None, date(2026, 11, 30), False),  # nobody came yet
    ],
)
def test_a_new_holder_is_one_who_followed_somebody_lately(since, before, holds):
    one = rule(Looks.NEW, roles=["head"], days=30)
    told = figures(one, school(), head=Held(1, since, before))
    assert told == (({"day": since}, ("head",)) if holds else None)


def test_reasons_add_up():
    rules = [rule(Looks.LETTER, code="a", weight=30), rule(Looks.NOBODY, code="b", roles=["head"])]
    hits = Light(rules, {}, frozenset(), DAY).hits(school(letter=date(2026, 12, 1)))
    assert [hit.rule.code for hit in hits] == ["a", "b"]
    assert weigh(hits) == 40


@pytest.mark.parametrize(
    ("level", "exist", "at_least", "missing"),
    [
        ("school", [], 1, ("circle", "council")),
        ("school", ["circle"], 1, ("council",)),
        ("school", ["circle"], 2, None),
        ("school", ["circle", "council"], 1, None),
        ("district", [], 1, None),
    ],
)
def test_a_team_that_does_not_exist_is_missing_where_there_should_be_one(
    level, exist, at_least, missing
):
    one = rule(Looks.TEAM, teams=["circle", "council"], at_least=at_least)
    found = school(level=level, told={"teams": [Told(kind, 1, DAY) for kind in exist]})
    levels = {"circle": "school", "council": "school"}
    hits = Light([one], {}, frozenset(), DAY, levels).hits(found)
    assert (hits[0].names if hits else None) == missing
