"""Leaving a year on purpose: what is open closes, what was done stays readable."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.visits import read, sign_in_as
from trellis.cycles.actions import end_cycle
from trellis.cycles.models import ImprovementCycle
from trellis.cycles.tests.years import status
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Assignment
from trellis.work.actions import complete_task
from trellis.work.models import Task
from trellis.work.tests.steps import LETTER


@pytest.fixture
def cycle(world) -> ImprovementCycle:
    """Lincoln's year, in which the principal has read the letter."""
    complete_task(world.task(LETTER), by=world.who("principal"), on=TODAY)
    return ImprovementCycle.objects.get(organization=world["lincoln"])


def end(world, cycle, **more) -> int:
    more = {"by": world.publisher, "on": TODAY, "why": "left", **more}
    return end_cycle(cycle, **more)


def test_open_steps_close_with_the_day_and_done_ones_stay(world, cycle):
    tasks = Task.objects.filter(workplan__organization=world["lincoln"])
    still_open = tasks.filter(state="open").count()
    assert end(world, cycle) == still_open
    assert set(tasks.exclude(state="done").values_list("state", "reason")) == {
        ("waived", "The year plan ended on Thu, Dec 3, 2026.")
    }
    assert tasks.get(state="done").template_code == LETTER
    assert (cycle.state, cycle.ended_on, cycle.ended_by) == ("ended", TODAY, world.publisher)
    entry = Entry.objects.get(verb="ended")
    assert (entry.subject_name, entry.after["why"]) == ("Lincoln School", "left")


def test_the_coordinator_goes_on_where_the_pack_says_so(world, cycle):
    end(world, cycle)
    serving = Assignment.objects.filter(organization=world["lincoln"], role="coordinator")
    assert [one.ends for one in serving] == [None]


def test_a_year_ends_once_by_the_agency_and_for_a_known_reason(world, cycle):
    with pytest.raises(NotReady, match="Say why this year plan ends"):
        end(world, cycle, why="because")
    for role in ("coordinator", "superintendent", "principal"):
        with pytest.raises(NotAllowed):
            end(world, cycle, by=world.who(role))
    assert Task.objects.filter(state="waived").count() == 0
    end(world, cycle)
    with pytest.raises(OutOfOrder, match="has ended already"):
        end(world, cycle)


def test_its_people_still_read_the_year_and_when_it_ended(world, cycle, client):
    end(world, cycle)
    sign_in_as(client, world.who("principal"))
    page = read(client.get(reverse("home:everyone", args=[world["lincoln"].code])))
    said = page.select_one(".notice").get_text()
    assert said == ("This year plan ended on Thu, Dec 3, 2026. Everything in it stays readable.")


def test_the_page_says_what_ends_and_what_stays_before_the_button(world, cycle, client):
    sign_in_as(client, world.publisher)
    address = reverse("cycles:ending", args=[cycle.pk])
    page = read(client.get(address))
    titles = [one.get_text() for one in page.select("main h2")]
    assert titles == ["What ends", "What stays", "End this year today"]
    answer = client.post(address, {"why": "left"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "This year ended on" in read(client.get(address)).select_one("main h2").get_text()
    assert client.post(address, {"why": "nothing"}).status_code == 422


def test_running_years_are_found_by_name(world, client):
    sign_in_as(client, world.publisher)
    page = read(client.get(reverse("cycles:running"), {"q": "hyde"}))
    assert [row.get_text() for row in page.select("tbody th")] == [
        f"Hyde School {world['hyde'].code}"
    ]


def test_a_school_without_a_year_plan_reads_what_there_is_for_it(world, client):
    status(world, "oak", "comprehensive", 2025, "year-1", 2026)
    sign_in_as(client, world.publisher)
    card = read(client.get(reverse("home:school", args=[world["oak"].code]))).select_one(
        "main section"
    )
    assert card.h2.get_text() == "Support status: Comprehensive"
    said = card.get_text(" ", strip=True)
    for words in ("Implementation Year 1", "once a month at least", "Nobody yet"):
        assert words in said
    assert "The state has set no year plan for this term." in said
