"""Dates as rules, over every day that matters: leap years, month ends, weekdays, rolls of years."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.programs.date_rules import Resolved, add_weekdays, day_off, nth_weekday, resolve
from trellis.programs.loader import load
from trellis.programs.schema.calendar import DateRule
from trellis.programs.tests.packs import PRAIRIE

pytestmark = pytest.mark.pure

YEARS = st.integers(1990, 2096)
MONTHS = st.integers(1, 12)
DAYS = st.dates(date(1990, 1, 1), date(2096, 12, 31))
STEPS = st.integers(-400, 400)


RULES = list(load(PRAIRIE).program.dates.values())


def rule(code: str, mark: str = "printed", confirm: bool = False, **told: Any) -> DateRule:
    return DateRule.model_validate(
        {"code": code, "label": code, "mark": mark, "confirm": confirm, "rule": told}
    )


def one(start: int = 2026, **told: Any) -> Resolved:
    return resolve([rule("it", **told)], start)["it"]


def test_every_kind_of_rule_in_the_second_state():
    found = resolve(load(PRAIRIE).program.dates.values(), 2026)
    told = {
        code: (str(date.day), date.standing, str(date.late_after)) for code, date in found.items()
    }
    assert told == {
        "standings-out": ("2026-08-12", "printed", "2026-08-12"),
        "circle-named": ("2026-09-02", "printed", "2026-09-02"),
        "first-visit": ("2026-09-30", "printed", "2026-09-30"),
        "walkthroughs": ("2026-10-23", "printed", "2026-10-23"),
        "network-days": ("2026-11-05", "printed", "2026-11-19"),
        "focus-due": ("2026-12-11", "printed", "2026-12-11"),
        "focus-reminder": ("2026-11-27", "printed", "2026-11-27"),
        "council-decides": ("None", "missing", "2027-01-31"),
        "plan-published": ("None", "missing", "2027-02-28"),
        "midyear-count": ("2027-02-28", "printed", "2027-02-28"),
        "money-report-due": ("2027-03-26", "printed", "2027-03-26"),
        "money-period-ends": ("2027-02-28", "printed", "2027-02-28"),
        "spare-money-due": ("2027-04-09", "inferred", "None"),
        "year-closes": ("2027-04-30", "printed", "2027-04-30"),
        "renewal-review": ("2028-01-31", "printed", "2028-01-31"),
    }


def test_february_29_falls_back_outside_leap_years():
    days = {start: one(start, kind="fixed", month=2, day=29).day for start in (2024, 2026, 2028)}
    assert days == {2024: date(2024, 2, 29), 2026: date(2026, 2, 28), 2028: date(2028, 2, 29)}
    assert one(2100, kind="fixed", month=2, day=29).day == date(2100, 2, 28)


def test_a_set_day_is_confirmed_and_what_counts_from_it_follows():
    rules = [
        rule("notice", kind="after", date="meeting", days=-7),
        rule("meeting", kind="month", month=1, year=1),
    ]
    open_year = resolve(rules, 2026)
    assert [open_year[code].standing for code in ("notice", "meeting")] == ["missing", "missing"]
    year = resolve(rules, 2026, set_days={"meeting": date(2027, 1, 20)})
    assert year == {
        "notice": Resolved(
            "notice", date(2027, 1, 13), date(2027, 1, 1), "", "confirmed", date(2027, 1, 13)
        ),
        "meeting": Resolved(
            "meeting", date(2027, 1, 20), date(2027, 1, 1), "", "confirmed", date(2027, 1, 20)
        ),
    }


@pytest.mark.parametrize("doubt", [{"mark": "inferred"}, {"mark": "ours"}, {"confirm": True}])
def test_a_doubtful_day_makes_nothing_late_until_it_is_confirmed(doubt):
    rules = [
        rule("due", kind="fixed", month=1, day=20, year=1, **doubt),
        rule("after", kind="after", date="due", days=3),
        rule("month", kind="month", month=3, **doubt),
    ]
    found = resolve(rules, 2026)
    assert {code: one.standing for code, one in found.items()} == {
        "due": "inferred", "after": "inferred", "month": "missing",
    }  # fmt: skip
    assert [one.late_after for one in found.values()] == [None, None, None]
    sure = resolve(rules, 2026, set_days={"due": date(2027, 1, 20)})
    assert (sure["due"].standing, sure["after"].late_after) == ("confirmed", date(2027, 1, 23))


def test_a_span_and_two_days_a_month_carry_words():
    span = one(kind="span", month=3, first=15, last=31, words="mid to late March")
    assert (span.day, span.words) == (date(2026, 3, 31), "mid to late March")
    twice = one(kind="twice-a-month", month=3, days=[1, 15])
    assert (twice.day, twice.words) == (date(2026, 3, 1), "on day 1 and day 15 of the month")


@given(YEARS, MONTHS, st.integers(1, 31))
def test_a_fixed_day_lies_in_its_month(start, month, day):
    found = one(start, kind="fixed", month=month, day=day)
    assert found.day == date(start, month, min(day, monthrange(start, month)[1]))
    assert found.month == date(start, month, 1)


@given(YEARS, MONTHS)
def test_the_last_day_is_followed_by_another_month(start, month):
    found = one(start, kind="last-day", month=month).day
    assert found is not None
    assert found.month == month and (found + timedelta(days=1)).month != month


@given(YEARS, MONTHS, st.integers(1, 7), st.sampled_from([1, 2, 3, 4, 5, -1]))
def test_the_nth_weekday_is_that_weekday_of_that_month(year, month, weekday, nth):
    found = nth_weekday(year, month, weekday, nth)
    same = [
        day
        for day in (date(year, month, n + 1) for n in range(monthrange(year, month)[1]))
        if day.isoweekday() == weekday
    ]
    assert found == (same[-1] if nth == -1 or nth > len(same) else same[nth - 1])


@given(DAYS, STEPS)
def test_days_after_and_back_again_is_the_same_day(day, days):
    rules = [
        rule("base", kind="fixed", month=day.month, day=day.day),
        rule("there", kind="after", date="base", days=days),
        rule("back", kind="after", date="there", days=-days),
    ]
    found = resolve(rules, day.year)
    there = found["there"].day
    assert there is not None and there - day == timedelta(days=days)
    assert found["back"].day == day
    assert found["there"].month == there.replace(day=1)


@given(DAYS, st.integers(1, 300))
def test_weekdays_after_and_back_again_is_the_same_weekday(day, days):
    there = add_weekdays(day, days)
    between = (day + timedelta(days=n) for n in range(1, (there - day).days + 1))
    assert sum(one.isoweekday() <= 5 for one in between) == days
    assert there.isoweekday() <= 5
    if day.isoweekday() <= 5:
        assert add_weekdays(there, -days) == day
    assert add_weekdays(day, 0) == day


@given(YEARS, MONTHS, STEPS)
def test_what_counts_from_a_missing_day_is_never_late_too_early(start, month, days):
    base = rule("base", kind="month", month=month)
    rules = [base, rule("it", kind="after", date="base", days=days)]
    found = resolve(rules, start)["it"]
    latest_base = date(start, month, monthrange(start, month)[1])
    assert found.day is None and found.late_after is not None
    assert found.late_after >= latest_base + timedelta(days=days)
    assert found.late_after.replace(day=1) == found.month


@given(YEARS)
def test_every_day_of_the_second_state_lies_in_its_month(start):
    for found in resolve(RULES, start).values():
        assert found.month.day == 1
        if found.day is not None:
            assert found.day.replace(day=1) == found.month
        if found.late_after is not None and found.day is not None:
            assert found.late_after >= found.day


def test_days_off_fall_on_their_day_of_every_calendar_year():
    days = load(PRAIRIE).program.days_off
    told = {
        day: str(off.label["en"])
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(730))
        if (off := day_off(days, day))
    }
    assert told == {
        date(2026, 1, 21): "Founders' Day",
        date(2026, 10, 16): "Harvest Friday",
        date(2026, 12, 31): "Last day of the office year",
        date(2027, 1, 21): "Founders' Day",
        date(2027, 10, 15): "Harvest Friday",
        date(2027, 12, 31): "Last day of the office year",
    }
