"""When a year ends each open step is carried on or closed, and only then the year itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import cast
from tests.cast import TODAY, Relation
from tests.visits import words
from trellis.cycles.actions import publish_and_open
from trellis.cycles.tests.years import draft_of
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.monitoring.models import Closing, Decision
from trellis.monitoring.reports.carrying import pass_on_carried
from trellis.monitoring.reports.closing import close_year, decide, summary_of, take_back
from trellis.programs.models import ProgramYear
from trellis.work import actions as work
from trellis.work.models import State, Task, Workplan


@pytest.fixture
def plan(world):
    """Lincoln's year."""
    return Workplan.objects.select_related("organization", "year").get(
        organization=world["lincoln"], year=world.year
    )


@pytest.fixture
def step(plan):
    """A step of the team that stands alone."""
    return next_step(plan)


def next_step(plan):
    """An open step that is no deed of several."""
    near = ("workplan__organization", "workplan__year", "held_at")
    found = Task.objects.select_related(*near).filter(workplan=plan, state="open", deed="")
    return found.filter(role="team", each_member=False).order_by("pk")[0]


def decided(task, world, kind="carry", reason="", by=None):
    """A decision of Lincoln's coordinator."""
    who = by or world.who("coordinator")
    return decide(task, kind, reason=reason, by=who, on=TODAY)


def next_year(world):
    """Lincoln's next year, opened."""
    year = ProgramYear.objects.create(start=world.year.start + 1)
    return Workplan.objects.create(
        organization=world["lincoln"], year=year, scope="school", opened_at=clock.now()
    )


def test_a_carried_step_waits_for_the_next_year_and_is_a_step_of_it_once(world, step):
    one = decided(step, world)
    step.refresh_from_db()
    assert (step.state, one.into) == (State.WAIVED, None)
    assert pass_on_carried(world.year) == 0
    following = next_year(world)
    assert pass_on_carried(following.year) == 1
    assert pass_on_carried(following.year) == 0
    (made,) = following.tasks.all()
    assert (made.title, made.role, made.state) == (one.words, "team", State.OPEN)


def test_a_step_carried_into_a_year_that_is_open_stands_there_at_once(world, step):
    following = next_year(world)
    one = decided(step, world)
    assert one.into.workplan == following
    with pytest.raises(OutOfOrder):
        take_back(one, by=world.who("coordinator"))


def test_a_year_that_opens_takes_up_what_was_carried(world, plan, step):
    decided(step, world)
    second = next_step(plan)
    one = decided(second, world)
    take_back(one, by=world.who("coordinator"))
    supported = dict.fromkeys(("lincoln", "grant", "adams", "hyde"), "intensive")
    release = draft_of(world, supported)
    publish_and_open(cast.checked(world, release), by=world.publisher)
    following = Workplan.objects.get(organization=world["lincoln"], year=release.year)
    (made,) = following.tasks.all()
    assert (made.title, made.state) == (step.decisions.get().words, State.OPEN)
    assert made.month.year >= release.year.start
    entry = Entry.objects.get(subject=f"task:{made.pk}")
    assert (entry.verb, entry.actor_name) == ("added", world.who("coordinator").name)


def test_many_steps_are_carried_in_as_many_statements_as_one(
    world, plan, step, django_assert_max_num_queries
):
    for _n in range(5):
        decided(next_step(plan), world)
    following = next_year(world)
    with django_assert_max_num_queries(14):
        assert pass_on_carried(following.year) == 5


def test_who_left_the_support_has_nothing_carried_in(world, step):
    decided(step, world)
    year = ProgramYear.objects.create(start=world.year.start + 1)
    assert pass_on_carried(year) == 0
    assert not Workplan.objects.filter(year=year).exists()


def test_closing_a_step_needs_a_reason_which_is_kept(world, step):
    with pytest.raises(NotReady):
        decided(step, world, "close", "  ")
    one = decided(step, world, "close", "The grant ended")
    step.refresh_from_db()
    assert (one.reason, step.reason, step.state) == ("The grant ended",) * 2 + (State.WAIVED,)
    assert Entry.objects.filter(verb="closed a step").count() == 1


def test_a_decided_step_is_not_decided_again_until_it_is_taken_back(world, step):
    one = decided(step, world)
    with pytest.raises(OutOfOrder):
        decided(step, world, "close", "No")
    take_back(one, by=world.who("coordinator"))
    step.refresh_from_db()
    assert step.state == State.OPEN
    with pytest.raises(OutOfOrder):
        take_back(one, by=world.who("coordinator"))
    assert decided(step, world, "close", "Yes").kind == Decision.Kind.CLOSE


def test_a_step_that_is_done_is_neither_carried_nor_closed(world, step):
    work.complete_task(step, by=world.who("team"), on=TODAY)
    for kind in Decision.Kind.values:
        with pytest.raises(OutOfOrder):
            decided(step, world, kind, "Why")
    assert Decision.objects.count() == 0


def test_a_step_brought_back_on_its_own_page_is_undecided_again(world, plan, step):
    decided(step, world)
    work.withdraw_waiver(step, by=world.who("coordinator"))
    assert step in summary_of(plan, on=TODAY).open
    decided(step, world, "close", "Now")
    assert Decision.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize(
    ("role", "relation"),
    [("coordinator", Relation.OTHER_REGION), ("board", Relation.OWN), ("team", Relation.OWN)],
)
def test_a_stranger_and_a_mere_reader_decide_nothing(world, plan, step, role, relation):
    who = world.who(role, relation)
    with pytest.raises(NotAllowed):
        decided(step, world, by=who)
    one = decided(step, world)
    with pytest.raises(NotAllowed):
        take_back(one, by=who)
    with pytest.raises(NotAllowed):
        close_year(plan, by=who, on=TODAY)


def settle_all(plan, world):
    """Everything open is set aside, but for one step."""
    kept = next_step(plan)
    Task.objects.filter(workplan=plan, state="open").exclude(pk=kept.pk).update(
        state="waived", settled_on=TODAY, settled_by=world.publisher, reason="Test"
    )
    return kept


def test_a_year_is_closed_once_and_only_when_nothing_is_left_undecided(world, plan):
    kept = settle_all(plan, world)
    who = world.who("coordinator")
    with pytest.raises(NotReady) as refused:
        close_year(plan, by=who, on=TODAY)
    assert str(refused.value) == "1 step is neither done, carried nor closed."
    one = decided(kept, world)
    close_year(plan, by=who, on=TODAY)
    with pytest.raises(OutOfOrder):
        close_year(plan, by=who, on=TODAY)
    with pytest.raises(OutOfOrder):
        take_back(one, by=who)
    work.withdraw_waiver(one.task, by=who)
    with pytest.raises(OutOfOrder, match="This year is closed"):
        decided(kept, world, "close", "Too late")
    assert Closing.objects.count() == 1


def test_the_counts_of_a_summary_add_up_to_all_its_steps(world, plan, step):
    decided(step, world)
    decided(next_step(plan), world, "close", "Over")
    found = summary_of(plan, on=TODAY)
    assert found.all == Task.objects.filter(workplan=plan).count()
    assert (len(found.carried), len(found.closed)) == (1, 1)


def test_a_person_carries_closes_and_ends_on_the_page(world, sign_in, plan):
    kept = settle_all(plan, world)
    client = sign_in(world.who("coordinator"))
    page = reverse("monitoring:closing", args=[world["lincoln"].code])
    address = reverse("monitoring:decision", args=[kept.pk])
    said = words(client.post(address, {"kind": "close"}, follow=True))
    assert "1 step is still open" in words(client.get(page))
    client.post(address, {"kind": "close", "reason": "The team settled it"})
    assert "Nothing is left undecided" in words(client.get(page))
    client.post(reverse("monitoring:closing-end", args=[world["lincoln"].code]))
    assert Closing.objects.get().workplan == plan
    assert said


def test_who_only_reads_sees_no_button_and_is_refused(world, sign_in, step):
    client = sign_in(world.who("board"))
    page = words(client.get(reverse("monitoring:closing", args=[world["lincoln"].code])))
    assert "Carry the step on" not in page
    answer = client.post(reverse("monitoring:decision", args=[step.pk]), {"kind": "carry"})
    assert answer.status_code == 403
