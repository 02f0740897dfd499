"""No small count can be told from what is shown, by subtracting or by knowing the rules."""

from collections import defaultdict
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.disclosure.rules import Rule, guard

pytestmark = pytest.mark.pure

TEN = Rule(10)
rules = st.builds(Rule, st.integers(2, 20), st.booleans())
lines = st.lists(st.integers(0, 60), min_size=1, max_size=8).map(lambda row: dict(enumerate(row)))


def bounds(line, rule):
    """What somebody who subtracts knows of each hidden count: the least and the most."""
    hidden = len(line.hidden)
    left = line.total - sum(count for count in line.parts.values() if count is not None)
    return rule.least if hidden > 1 else left, left - (hidden - 1) * rule.least


@given(lines, rules)
def test_nobody_who_subtracts_comes_near_a_hidden_count(counts, rule):
    line = guard(counts, rule)
    if line.hidden and line.total is not None:
        low, high = bounds(line, rule)
        assert high - low >= rule.minimum


@given(lines, rules)
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts, rule):
    line = guard(counts, rule)
    shown = {key: count for key, count in line.parts.items() if count is not None}
    assert shown == {key: counts[key] for key in shown}
    assert not any(rule.hides(count) for count in shown.values())
    assert line.total is None or not rule.hides(line.total)


@given(lines, rules)
def test_nothing_is_hidden_where_nothing_is_small(counts, rule):
    if not any(rule.hides(count) for count in counts.values()):
        line = guard(counts, rule)
        assert dict(line.parts) == counts
        assert line.total == sum(counts.values()) or rule.hides(sum(counts.values()))


@given(lines, rules, st.sets(st.integers(0, 7)))
def test_what_an_earlier_publication_hid_stays_hidden(counts, rule, earlier):
    line = guard(counts, rule, earlier=earlier)
    assert earlier & set(counts) <= line.hidden


@pytest.mark.parametrize("zeros", [True, False])
@pytest.mark.parametrize(("minimum", "parts"), [(2, 4), (3, 4), (4, 3), (5, 3)])
def test_nobody_who_knows_the_rules_tells_a_hidden_count(minimum, parts, zeros):
    """Every table there is, by what is published of it: each mark stands for many numbers."""
    rule, top = Rule(minimum, zeros), 3 * minimum
    published = defaultdict(list)
    for counts in product(range(top + 1), repeat=parts):
        line = guard(dict(enumerate(counts)), rule)
        published[tuple(line.parts.values()), line.total].append(counts)
    for (shown, total), tables in published.items():
        small = total is None and all(sum(one) < minimum for one in tables)
        if small or (total or 0) > top:  # a reader knows of tables with higher counts, too
            continue
        for place, count in enumerate(shown):
            if count is None:
                assert len({one[place] for one in tables}) >= minimum


def test_one_small_part_takes_the_next_smallest_with_it():
    line = guard({"a": 3, "b": 40, "c": 25}, TEN)
    assert line.parts == {"a": None, "b": 40, "c": None}
    assert line.total == 68


def test_two_equal_counts_go_together():
    line = guard({"a": 3, "b": 25, "c": 25, "d": 80}, TEN)
    assert line.parts == {"a": None, "b": None, "c": None, "d": 80}


def test_where_no_part_is_left_the_total_goes():
    line = guard({"a": 1, "b": 2, "c": 0}, TEN)
    assert (line.parts, line.total) == ({"a": None, "b": None, "c": 0}, None)


def test_a_total_that_nobody_can_know_needs_no_complement():
    line = guard({"a": 3, "b": 40}, TEN, total=False)
    assert (line.parts, line.total) == ({"a": None, "b": 40}, None)


def test_a_percentage_goes_with_its_count_and_with_the_total():
    line = guard({"a": 3, "b": 40, "c": 25}, TEN)
    assert line.percent("a") is None
    assert line.percent("b", 1) == Decimal("58.8")
    assert guard({"a": 3, "b": 40}, TEN, total=False).percent("b") is None


def test_a_count_below_zero_is_refused():
    with pytest.raises(ValueError, match="fewer people than none"):
        guard({"a": -1}, TEN)
