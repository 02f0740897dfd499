"""Each day is counted once, as it stood; a day that was missed stays a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.visits import read, words
from trellis.monitoring.models import Standing, Taken
from trellis.monitoring.picture import curve
from trellis.monitoring.picture.actions import take
from trellis.monitoring.picture.reach import Sight
from trellis.monitoring.rules import Scope
from trellis.work.models import Task

DAY = timedelta(days=1)
ALL = Sight(True, Scope())


def done(world, count):
    """Some of Lincoln's steps, done on the cast's day."""
    open_ = Task.objects.filter(workplan__organization=world["lincoln"], state="open")
    chosen = list(open_.order_by("pk").values_list("pk", flat=True)[:count])
    Task.objects.filter(pk__in=chosen).update(
        state="done", settled_on=TODAY, settled_by=world.publisher
    )


def weeks(world, on=TODAY + 60 * DAY, sight=ALL):
    """What the curve says."""
    return curve.points(sight, world.year.pk, on=on)


def test_a_day_is_counted_once(world):
    assert take(on=TODAY) is not None
    rows = list(Standing.objects.order_by("pk").values_list())
    assert take(on=TODAY) is None
    assert list(Standing.objects.order_by("pk").values_list()) == rows
    assert Taken.objects.count() == 1


def test_an_earlier_day_is_never_filled_in(world):
    take(on=TODAY)
    assert take(on=TODAY - DAY) is None
    assert [one.day for one in Taken.objects.all()] == [TODAY]


def test_only_what_changed_is_written_again(world):
    take(on=TODAY - DAY)
    before = Standing.objects.count()
    done(world, 1)
    take(on=TODAY)
    assert Standing.objects.count() == before + 1
    assert Standing.objects.filter(until=TODAY).count() == 1


def test_a_day_keeps_what_stood_then_whatever_comes_after(world):
    take(on=TODAY - 7 * DAY)
    done(world, 3)
    take(on=TODAY)
    assert [(one.day, one.done) for one in weeks(world)] == [(TODAY - 7 * DAY, 0), (TODAY, 3)]


def test_what_was_done_later_was_still_open_on_the_day(world):
    done(world, 3)
    take(on=TODAY - DAY)
    assert sum(Standing.objects.values_list("done", flat=True)) == 0


def test_counts_of_the_day_are_those_of_the_records(world):
    done(world, 2)
    take(on=TODAY)
    (point,) = weeks(world)
    tasks = Task.objects.filter(workplan__year=world.year)
    late = tasks.filter(state="open", late_after__lt=TODAY).count()
    apply = tasks.filter(state__in=["done", "open"]).count()
    assert (point.done, point.late, point.of) == (2, late, apply)


def test_of_two_days_in_a_week_the_last_is_drawn(world):
    take(on=TODAY - DAY)
    done(world, 1)
    take(on=TODAY)
    assert [one.day for one in weeks(world)] == [TODAY]


def test_a_missed_week_is_left_open_in_the_line(world):
    for back in (28, 21, 7, 0):
        take(on=TODAY - back * DAY)
    drawn = curve.chart(weeks(world))
    assert drawn.gaps == 1
    assert [len(one.split()) for one in drawn.strokes[0].paths] == [2, 2]


def test_a_district_sees_the_days_of_its_own_schools(world):
    take(on=TODAY)
    own = Sight(False, Scope(districts=frozenset({world["cedar"].pk})))
    (point,) = weeks(world, sight=own)
    near = Task.objects.filter(workplan__organization__in=[world["cedar"], world["adams"]])
    assert point.of == near.exclude(state__in=["waived", "earlier"]).count()


def test_the_chart_says_in_words_and_in_a_table_what_it_draws(world, sign_in):
    take(on=TODAY - 7 * DAY)
    done(world, 3)
    take(on=TODAY)
    page = read(sign_in(world.publisher).get(reverse("monitoring:picture")))
    drawing = page.select_one("main svg")
    assert drawing["aria-labelledby"].split() == [
        drawing.title["id"],
        drawing.desc["id"],
    ]
    rows = [
        [cell.get_text(strip=True) for cell in row.select("td")]
        for row in page.select("main details tbody tr")
    ]
    assert [row[0] for row in rows] == ["0", "3"]


def test_nothing_of_a_day_to_come_is_drawn(world):
    take(on=TODAY)
    take(on=TODAY + 30 * DAY)
    assert [one.day for one in weeks(world, on=TODAY)] == [TODAY]


def test_one_day_alone_is_said_not_drawn(world, sign_in):
    take(on=TODAY)
    answer = sign_in(world.publisher).get(reverse("monitoring:picture"))
    assert "Lines show here from the second week on" in words(answer)
    assert read(answer).select("main svg") == []


@pytest.mark.pure
@pytest.mark.parametrize(("value", "top"), [(1, 2), (7, 8), (9, 10), (23, 40), (100, 200)])
def test_the_axis_ends_on_a_round_number(value, top):
    assert curve._round_up(value) == top


@pytest.mark.pure
def test_two_points_make_a_line():
    days = (date(2026, 11, 5), date(2026, 11, 12))
    found = [curve.Point(day, n, 0, 10, 0, 0) for n, day in enumerate(days)]
    assert curve.chart(found[:1]) is None
    assert [one.label for one in curve.chart(found).strokes] == ["Done 1", "Late 0"]
