"""The second state's unsettled dates read alike, in its languages."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.visits import words
from trellis.cycles.dates.actions import clear_date
from trellis.work.models import Task

PACK = "prairie"


def test_a_missing_day_reads_as_announced_later(world, client, sign_in):
    clear_date(2026, "council-decides", by=world.publisher)
    task = Task.objects.filter(template__due="council-decides").order_by("pk")[0]
    assert (task.due, task.late_after) == (None, date(2027, 1, 31))
    sign_in(world.publisher)
    said = words(client.get(reverse("home:task", args=(task.pk,))))
    assert "in January, day to be announced" in said


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "The council decides on focus plans"), ("es", "El consejo decide sobre los planes")],
)
def test_the_dates_of_the_year_are_told_in_the_reader_s_language(
    world, client, sign_in, language, label
):
    sign_in(world.publisher)
    page = client.get(reverse("cycles:dates", args=(2026,)), headers={"accept-language": language})
    assert label in words(page)
