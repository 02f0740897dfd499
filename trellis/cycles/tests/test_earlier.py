"""A state that begins in the middle of a year marks months that were done before Trellis."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.visits import read, sign_in_as
from trellis.cycles.actions import mark_before, unmark_before
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.work.actions import complete_task
from trellis.work.models import Task
from trellis.work.tests.steps import LETTER

OCTOBER, NOVEMBER, JANUARY = date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1)


def mark(world, *places: str, months=(OCTOBER,), **more) -> int:
    chosen = [world[place] for place in places]
    more = {"by": world.publisher, **more}
    return mark_before(months, chosen, world.year, **more)


def states(world, place: str, month: date) -> Counter[str]:
    found = Task.objects.filter(workplan__organization=world[place], month=month)
    return Counter(found.values_list("state", flat=True))


def test_a_district_includes_its_schools_and_other_months_stay(world):
    marked = mark(world, "birch")
    assert marked == sum(
        states(world, place, OCTOBER)["earlier"] for place in ("birch", "lincoln", "grant")
    )
    assert states(world, "lincoln", OCTOBER).keys() == {"earlier"}
    assert states(world, "lincoln", NOVEMBER).keys() == {"open"}
    assert states(world, "adams", OCTOBER).keys() == {"open"}


def test_what_was_done_here_stays_done(world):
    complete_task(world.task(LETTER), by=world.who("principal"), on=TODAY)
    mark(world, "lincoln")
    assert states(world, "lincoln", OCTOBER)["done"] == 1


def test_such_a_step_is_neither_late_nor_to_be_done(world):
    mark(world, "lincoln")
    task = world.task(LETTER)
    assert not task.is_late(date(2030, 1, 1))
    with pytest.raises(OutOfOrder, match="that this was done before Trellis was used"):
        complete_task(task, by=world.who("principal"), on=TODAY)


def test_it_can_be_taken_back_and_history_says_both(world):
    marked = mark(world, "lincoln")
    opened = unmark_before([OCTOBER], [world["lincoln"]], world.year, by=world.publisher)
    assert opened == marked
    assert states(world, "lincoln", OCTOBER).keys() == {"open"}
    told = Entry.objects.filter(subject=f"organization:{world['lincoln'].pk}").order_by("id")
    assert list(told.values_list("verb", flat=True))[-2:] == ["done before", "open again"]


def test_only_months_that_have_begun_and_years_that_are_open_by_the_agency(world):
    for months, places, said in (
        ((), ["lincoln"], "Choose at least one month"),
        ((JANUARY,), ["lincoln"], "has not begun"),
        ((OCTOBER,), ["oak"], "None of these has an open year"),
    ):
        with pytest.raises(NotReady, match=said):
            mark(world, *places, months=months)
    with pytest.raises(NotAllowed):
        mark(world, "lincoln", by=world.who("coordinator"))
    mark(world, "lincoln")
    with pytest.raises(OutOfOrder, match="No step of these months is open"):
        mark(world, "lincoln")
    assert Task.objects.filter(state="earlier").exclude(month=OCTOBER).count() == 0


def test_people_read_it_in_words_and_no_count_takes_it_in(world, client):
    sign_in_as(client, world.who("principal"))
    year = reverse("home:year", args=[world["lincoln"].code])
    before = read(client.get(year, {"month": "all"})).select_one(".meta").get_text()
    mark(world, "lincoln")
    page = read(client.get(year, {"month": "all"}))
    hints = [one.get_text() for one in page.select(".hint")]
    assert "Done before Trellis was used; not counted as on time or late" in hints
    assert page.select_one(".meta").get_text() != before
    task = read(client.get(reverse("home:task", args=[world.task(LETTER).pk])))
    assert task.select_one(".mark").get_text(" ", strip=True) == "✓ done before Trellis"
    assert task.select("main form[action$='/completion/']") == []


def test_the_page_marks_and_opens_again(world, client):
    sign_in_as(client, world.publisher)
    address = reverse("cycles:earlier")
    sent = {"months": "2026-10-01", "codes": world["lincoln"].code}
    assert client.post(address, sent).status_code == 302
    cells = read(client.get(address)).select_one("main tbody tr").select("th, td")
    assert cells[0].get_text() == "October 2026" and int(cells[2].get_text()) > 0
    assert client.post(address, {**sent, "undo": "1"}).status_code == 302
    assert Task.objects.filter(state="earlier").count() == 0
    assert client.post(address, {**sent, "undo": "1"}).status_code == 422
    assert client.post(address, {"months": "2026-10-01", "codes": "NOBODY"}).status_code == 422
