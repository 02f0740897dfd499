"""What a meeting agrees on is a step like any other: on My work, in the year, on its own page."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.cast import Relation, World
from tests.visits import sign_in_as
from trellis.kit.errors import NotAllowed, NotReady
from trellis.meetings.actions import add_follow_up
from trellis.meetings.tests.planning import leader, part, planned
from trellis.work.actions import complete_task
from trellis.work.models import State, Task

WORDS = "Bring the <list> of rooms"
DUE = date(2026, 12, 9)


@pytest.fixture
def task(world) -> Task:
    party = part(planned(world), world)
    return add_follow_up(party, title=WORDS, role="principal", due=DUE, by=leader(world)).task


def text(world: World, role: str, route: str, *args, relation: Relation = Relation.OWN) -> str:
    answer = sign_in_as(Client(), world.who(role, relation)).get(reverse(route, args=args))
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_it_stands_in_the_school_s_workplan_with_its_own_words(world, task):
    assert (task.template_code, task.title, task.due, task.late_after) == (
        f"own:{task.pk}", WORDS, DUE, DUE,
    )  # fmt: skip
    assert (task.workplan.organization, task.held_at, task.state) == (
        world["lincoln"], world["lincoln"], State.OPEN,
    )  # fmt: skip


def test_it_stands_on_my_work_in_the_year_and_on_its_own_page(world, task):
    lincoln = world["lincoln"].code
    assert WORDS in text(world, "principal", "home:my-work")
    assert WORDS in text(world, "principal", "home:year", lincoln)
    assert WORDS in text(world, "coordinator", "home:everyone", lincoln)
    assert WORDS in text(world, "principal", "home:task", task.pk)
    assert WORDS in text(world, "principal", "meetings:meeting", task.agreed_in.party_id)


def test_it_is_done_like_any_other(world, task):
    complete_task(task, by=world.who("principal"), on=DUE)
    assert Task.objects.get(pk=task.pk).state == State.DONE


def test_it_stands_nowhere_else(world, task):
    assert WORDS not in text(world, "principal", "home:my-work", relation=Relation.SAME_DISTRICT)
    grant = world["grant"].code
    assert WORDS not in text(
        world, "principal", "home:everyone", grant, relation=Relation.SAME_DISTRICT
    )


def test_the_schools_below_do_not_read_what_a_district_agreed_on_alone(world):
    party = part(planned(world, "birch", by=world.who("agency")), world, "birch")
    task = add_follow_up(party, title=WORDS, role="district", by=world.who("agency")).task
    assert task.workplan.organization == world["birch"]
    lincoln = world["lincoln"].code
    assert WORDS not in text(world, "principal", "home:everyone", lincoln)
    there = reverse("home:task", args=[task.pk])
    assert sign_in_as(Client(), world.who("principal")).get(there).status_code == 404
    assert WORDS in text(world, "district", "home:my-work")


def test_it_needs_words_and_a_role_that_comes(world):
    party = part(planned(world), world)
    with pytest.raises(NotReady, match="Say what is to be done"):
        add_follow_up(party, title="  ", role="principal", by=leader(world))
    with pytest.raises(NotReady, match="Choose whose step"):
        add_follow_up(party, title="Vote", role="board", by=leader(world))


@pytest.mark.parametrize("role", ["principal", "district", "team", "board"])
def test_who_does_not_lead_the_meeting_agrees_on_nothing_for_others(world, role):
    party = part(planned(world), world)
    with pytest.raises(NotAllowed):
        add_follow_up(party, title="Do it", role="principal", by=world.who(role))
    assert Task.objects.exclude(title="").count() == 0
