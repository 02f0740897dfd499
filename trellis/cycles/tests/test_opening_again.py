"""A correction opens only what is missing; a running cycle stays as it is."""

from __future__ import annotations

import pytest

from tests import cast
from trellis.cycles.actions import publish_and_open, select_organizations
from trellis.cycles.models import ImprovementCycle
from trellis.cycles.tests.counts import planned, tasks_at
from trellis.designations.models import Release
from trellis.history.models import Entry
from trellis.kit.errors import NotReady
from trellis.notices.models import Notice
from trellis.work.actions import complete_task
from trellis.work.models import Activity, Task, Workplan
from trellis.work.tests.steps import LETTER, TODAY, standing

OPEN_YEAR = False


@pytest.fixture
def first(world) -> Release:
    """A first release without Grant and Hyde, published and opened."""
    Release.objects.all().delete()
    found = cast.draft(world, title="First", without=("grant", "hyde"))
    publish_and_open(cast.checked(world, found), by=world.publisher)
    return found


def correct(world, **more) -> dict[str, int]:
    """Publish a corrected release with everybody."""
    draft = cast.draft(world, title="Corrected", **more)
    return publish_and_open(cast.checked(world, draft), by=world.publisher)


def test_a_correction_opens_the_missing_schools_and_their_new_district(world, first):
    before = {place: tasks_at(world, place) for place in world.organizations}
    counts = correct(world)
    after = {place: tasks_at(world, place) for place in world.organizations}
    changed = {place for place in after if after[place] != before[place]}
    assert changed == {"grant", "hyde", "harbor"}
    assert tasks_at(world, "grant") == planned(world, "school")
    assert (counts["cycles"], counts["workplans"]) == (2, 3)
    assert counts["tasks"] == sum(after[p].total() - before[p].total() for p in after)


def test_a_correction_repeats_no_row(world, first):
    correct(world)
    for rows, keys in (
        (Activity.objects, ("workplan", "code")),
        (Task.objects, ("workplan", "template_code", "occurrence")),
        (Workplan.objects, ("organization", "year")),
        (ImprovementCycle.objects, ("organization", "stage", "year")),
    ):
        found = list(rows.values_list(*keys))
        assert len(found) == len(set(found))


def test_work_already_done_stays_done(world, first):
    complete_task(world.task(LETTER), by=world.who("principal"), on=TODAY)
    correct(world)
    assert standing(world.task(LETTER)) == ("done", TODAY, world.who("principal").name, "")


def test_running_cycles_keep_the_release_that_opened_them(world, first):
    correct(world)
    releases = dict(ImprovementCycle.objects.values_list("organization__name", "release__title"))
    assert releases == {
        "Lincoln School": "First", "Adams School": "First",
        "Grant School": "Corrected", "Hyde School": "Corrected",
    }  # fmt: skip


def test_only_those_of_the_new_cycles_are_told(world, first):
    told = set(Notice.objects.filter(kind="year-opened").values_list("recipient", flat=True))
    correct(world)
    notices = Notice.objects.filter(kind="year-opened")
    again = notices.filter(dedupe_key__startswith=f"year-opened:{_corrected()}:")
    people = set(again.values_list("recipient", flat=True))
    assert world.who("principal").pk not in people
    assert world.who("principal", cast.Relation.SAME_DISTRICT).pk in people
    assert world.who("district").pk in people & told
    assert Entry.objects.filter(verb="opened").count() == 4


def _corrected() -> int:
    return Release.objects.get(title="Corrected").pk


def test_a_correction_that_opens_nothing_can_be_published_all_the_same(world, first):
    counts = correct(world, without=("grant", "hyde"))
    assert Release.objects.get(title="Corrected").state == "published"
    assert [counts.get(key, 0) for key in ("cycles", "tasks", "notices")] == [0, 0, 0]


def test_a_later_opening_finds_what_was_selected_before(world, first):
    code = "intensive-planning/mar-rar-review.principal-1"
    select_organizations("resource-review", [world["birch"]], first.year, by=world.publisher)
    correct(world)
    world.year = first.year
    assert world.task(code, "grant").state == "open"
    assert not Task.objects.filter(
        template_code=code, workplan__organization=world["hyde"]
    ).exists()


def test_a_correction_without_anybody_who_has_a_plan_is_refused(world, first):
    everybody = ("lincoln", "grant", "adams", "mill", "hyde")
    with pytest.raises(NotReady):
        correct(world, without=everybody)
    assert Release.objects.get(title="Corrected").state == "checked"
