"""Whoever has watched something says so, and the year's steps that ask for it are done."""

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.objects_learning import shelved
from tests.visits import sign_in_as
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.learning import actions
from trellis.learning.models import Item, Viewing
from trellis.work.actions import undo_completion
from trellis.work.models import Completion, Task

PLAN = "intensive-planning"
SERIES = "learning-series-1"


@pytest.fixture
def series(world):
    """The first series of the year, published."""
    Item.objects.filter(code=SERIES).update(state="published", url="https://state.example/one")
    return Item.objects.get(code=SERIES)


def state(world, role):
    """How the step of a role at Lincoln, or in its district, stands."""
    code = f"{PLAN}/oct-series-1.{role}-1"
    places = [world["lincoln"].pk, world["birch"].pk]
    return Task.objects.get(template_code=code, workplan__organization__in=places)


def test_a_principal_who_has_watched_it_has_done_the_step(world, series):
    principal = world.who("principal")
    viewing = actions.note_viewing(series, by=principal, on=TODAY)
    assert state(world, "principal").state == "done"
    assert [one.task for one in viewing.steps.all()] == [state(world, "principal")]
    assert state(world, "district").state == "open"


def test_of_a_step_of_each_member_only_the_own_part_is_done(world, series):
    member = world.who("team")
    actions.note_viewing(series, by=member, on=TODAY)
    having = Completion.objects.filter(task=state(world, "team"), withdrawn_at=None)
    assert [one.by for one in having] == [member]


def test_taking_it_back_opens_what_it_did(world, series):
    principal = world.who("principal")
    actions.note_viewing(series, by=principal, on=TODAY)
    actions.withdraw_viewing(series, by=principal)
    assert state(world, "principal").state == "open"
    assert not Viewing.objects.exists()
    with pytest.raises(OutOfOrder):
        actions.withdraw_viewing(series, by=principal)


def test_a_step_undone_by_hand_does_not_hinder_taking_it_back(world, series):
    principal = world.who("principal")
    viewing = actions.note_viewing(series, by=principal, on=TODAY)
    undo_completion(state(world, "principal"), by=principal)
    actions.withdraw_viewing(series, by=principal)
    assert viewing.steps.count() == 0


def test_it_is_noted_once_and_only_for_what_is_published_and_watched(world, series):
    principal = world.who("principal")
    actions.note_viewing(series, by=principal, on=TODAY)
    with pytest.raises(OutOfOrder):
        actions.note_viewing(series, by=principal, on=TODAY)
    draft = Item.objects.get(code="learning-series-2")
    guide = shelved(world, "read-me", kind="guide")
    for one in (draft, guide):
        with pytest.raises(NotReady):
            actions.note_viewing(one, by=principal, on=TODAY)


def test_who_has_no_role_may_watch_and_say_so(world, series):
    viewing = actions.note_viewing(series, by=world.persons["stranger"], on=TODAY)
    assert (viewing.acting_as, viewing.steps.count()) == ("", 0)


def test_reading_the_page_notes_nothing(world, series, client):
    sign_in_as(client, world.who("principal"))
    client.get(reverse("learning:item", args=[SERIES]))
    assert not Viewing.objects.exists()
