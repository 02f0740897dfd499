"""A corrected release lists years to open, stop or keep; each is done on purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from tests import cast
from trellis.cycles.actions import apply_correction, publish_and_open
from trellis.cycles.actions.endings import reopen_many
from trellis.cycles.models import Correction, ImprovementCycle
from trellis.cycles.tests.counts import planned, tasks_at
from trellis.cycles.tests.years import draft_of, statuses
from trellis.designations.models import Release
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Team
from trellis.work.actions import complete_task
from trellis.work.models import Task
from trellis.work.tests.steps import LETTER, TODAY

NOW = {"lincoln": "intensive", "grant": "comprehensive", "adams": "commendable", "oak": "intensive"}


@pytest.fixture
def correction(world) -> Release:
    """Grant is for less, Adams and Hyde for nothing, Oak is new; published."""
    found = draft_of(world, NOW, start=2026, title="Corrected", corrects=world.release)
    publish_and_open(cast.checked(world, found), by=world.publisher)
    return found


def asked(correction) -> dict[str, str]:
    rows = Correction.objects.filter(release=correction)
    return dict(rows.values_list("organization__name", "kind"))


def of(correction, *names: str) -> list[Correction]:
    return list(Correction.objects.filter(release=correction, organization__name__in=names))


def states() -> dict[str, str]:
    return dict(ImprovementCycle.objects.values_list("organization__name", "state"))


def test_publishing_a_correction_touches_no_year_and_lists_what_to_do(world, correction):
    assert asked(correction) == {
        "Grant School": "keep", "Adams School": "stop", "Hyde School": "stop", "Oak School": "open",
    }  # fmt: skip
    names = ("Adams School", "Grant School", "Hyde School", "Lincoln School")
    assert states() == dict.fromkeys(names, "running")


def test_opening_on_purpose_gives_the_school_its_whole_year(world, correction):
    apply_correction(of(correction, "Oak School"), by=world.publisher)
    assert tasks_at(world, "oak") == planned(world, "school")
    assert statuses(2026)["Oak School"] == ("intensive", 2026, "planning")
    opened = Entry.objects.filter(verb="opened", subject_name="Oak School")
    assert opened.count() == 1


WAITING = "intensive-planning/nov-topics.team-1"


def team_of(world, place: str) -> None:
    Team.objects.create(
        organization=world[place], kind="leadership", formed_on=TODAY,
        begun_by=world.who("principal"), begun_at=clock.now(),
    )  # fmt: skip


def test_a_year_that_a_correction_opens_late_gives_the_steps_of_a_team_a_last_day(
    world, correction
):
    team_of(world, "oak")
    apply_correction(of(correction, "Oak School"), by=world.publisher)
    late = Task.objects.filter(template_code=WAITING).order_by("workplan__organization__name")
    assert dict(late.values_list("workplan__organization__name", "late_after")) == {
        "Adams School": None, "Grant School": None, "Hyde School": None, "Lincoln School": None,
        "Oak School": clock.today() + timedelta(days=30),
    }  # fmt: skip


def test_a_year_that_runs_again_starts_what_waited_for_a_team_formed_meanwhile(world, correction):
    apply_correction(of(correction, "Adams School"), by=world.publisher)
    team_of(world, "adams")
    assert world.task(WAITING, "adams").late_after is None
    cycle = ImprovementCycle.objects.get(organization=world["adams"])
    with transaction.atomic():
        reopen_many([cycle.pk], by=world.publisher)
    assert world.task(WAITING, "adams").late_after == clock.today() + timedelta(days=30)


def test_a_stopped_year_keeps_what_was_done_and_closes_the_rest(world, correction):
    done = world.task(LETTER, "adams")
    complete_task(done, by=world.who("principal", cast.Relation.OTHER_DISTRICT), on=TODAY)
    apply_correction(of(correction, "Adams School"), by=world.publisher)
    cycle = ImprovementCycle.objects.get(organization=world["adams"])
    assert (cycle.state, cycle.ended_why, cycle.ended_by) == ("ended", "stopped", world.publisher)
    tasks = Task.objects.filter(workplan__organization__in=[world["adams"], world["cedar"]])
    assert set(tasks.values_list("state", flat=True)) == {"done", "waived"}
    assert Task.objects.get(pk=done.pk).state == "done"
    assert "Adams School" not in statuses(2026)


def test_the_district_goes_on_while_another_of_its_schools_does(world, correction):
    lincoln = ImprovementCycle.objects.get(organization=world["lincoln"])
    Correction.objects.create(
        release=correction, organization=world["lincoln"], kind="stop", cycle=lincoln
    )
    apply_correction(of(correction, "Lincoln School"), by=world.publisher)
    birch = Task.objects.filter(workplan__organization=world["birch"])
    assert set(birch.values_list("state", flat=True)) == {"open"}


def test_a_year_can_be_kept_against_the_list(world, correction):
    apply_correction(of(correction, "Hyde School"), by=world.publisher, instead="keep")
    assert states()["Hyde School"] == "running"
    assert of(correction, "Hyde School")[0].kind == "keep"


def test_each_thing_is_done_once(world, correction):
    apply_correction(of(correction, "Grant School"), by=world.publisher)
    with pytest.raises(OutOfOrder, match="Somebody has done this already"):
        apply_correction(of(correction, "Grant School", "Oak School"), by=world.publisher)
    assert "Oak School" not in states()


def test_nobody_else_applies_a_correction_or_anything_but_the_list(world, correction):
    with pytest.raises(NotAllowed):
        apply_correction(of(correction, "Oak School"), by=world.who("coordinator"))
    with pytest.raises(NotReady):
        apply_correction(of(correction, "Oak School"), by=world.publisher, instead="stop")
    assert "Oak School" not in states()


def test_a_year_that_was_stopped_by_mistake_runs_again_as_it_was(world, correction):
    before = tasks_at(world, "adams")
    apply_correction(of(correction, "Adams School"), by=world.publisher)
    again = draft_of(
        world, {**NOW, "adams": "intensive"}, start=2026, title="Again", corrects=correction
    )
    publish_and_open(cast.checked(world, again), by=world.publisher)
    assert asked(again) == {"Adams School": "open"}
    apply_correction(of(again, "Adams School"), by=world.publisher)
    tasks = Task.objects.filter(workplan__organization__in=[world["adams"], world["cedar"]])
    assert set(tasks.values_list("state", flat=True)) == {"open"}
    assert (states()["Adams School"], tasks_at(world, "adams")) == ("running", before)
    assert statuses(2026)["Adams School"] == ("intensive", 2026, "planning")
