"""Who may open the year, and that a refused or broken opening leaves nothing."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from tests import cast
from trellis.cycles.actions import publish_and_open
from trellis.cycles.tests.counts import everything, forbid
from trellis.designations.models import Designation, Release
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Organization
from trellis.work.models import Task

OPEN_YEAR = False


@pytest.fixture
def release(world) -> Release:
    """The checked release as it stands in the database."""
    found = Release.objects.select_related("year").get(pk=world.release.pk)
    return cast.checked(world, found)


def test_the_agency_opens_the_year(world, release):
    counts = publish_and_open(release, by=world.publisher)
    after = everything(world)
    assert after["state"] == "published"
    assert counts["tasks"] == after["tasks"] == 646


@pytest.mark.parametrize(
    "role", ["coordinator", "superintendent", "district", "principal", "regional-office", "vendor"]
)
def test_nobody_else_opens_it(world, release, role):
    _refused(world, release, world.who(role))


@pytest.mark.parametrize("name", ["stranger", "ended", "two seats"])
def test_without_a_seat_nobody_opens_it(world, release, name):
    _refused(world, release, world.persons[name])


def _refused(world, release, person):
    before = everything(world)
    with pytest.raises(NotAllowed, match="Only the agency’s release team"):
        publish_and_open(release, by=person)
    assert everything(world) == before


def test_the_second_click_opens_nothing_and_says_so(world, release):
    publish_and_open(release, by=world.publisher)
    before = everything(world)
    again = Release.objects.get(pk=release.pk)
    with pytest.raises(OutOfOrder, match="“Release of the cast” is published already."):
        publish_and_open(again, by=world.publisher)
    assert everything(world) == before


def test_a_page_that_was_loaded_before_the_first_click_opens_nothing_either(world, release):
    stale = Release.objects.get(pk=release.pk)
    publish_and_open(release, by=world.publisher)
    before = everything(world)
    with pytest.raises(OutOfOrder, match="is published already."):
        publish_and_open(stale, by=world.publisher)
    assert everything(world) == before


def test_a_release_that_names_nobody_with_a_plan_opens_nothing(world, release):
    Designation.objects.exclude(organization=world["oak"]).delete()
    with pytest.raises(NotReady, match="No organization in this release has a designation with a"):
        publish_and_open(release, by=world.publisher)
    assert everything(world)["state"] == "checked"


def test_a_release_of_closed_schools_opens_nothing(world, release):
    Organization.objects.filter(level="school").update(closed_on="2026-07-01")
    with pytest.raises(NotReady, match="No organization in this release"):
        publish_and_open(release, by=world.publisher)
    assert everything(world)["state"] == "checked"


def test_a_live_state_opens_a_plan_for_its_own_designations_only(world, release):
    with pytest.raises(NotReady, match="only in a practice run"):
        publish_and_open(
            release, by=world.publisher, open_for={"intensive-planning": ["comprehensive"]}
        )
    assert everything(world)["state"] == "checked"


LAST_STEPS = [
    ("history_entry", "NEW.verb = 'opened the year'"),
    ("history_entry", "NEW.verb = 'opened' AND NEW.subject_name = 'Lincoln School'"),
    ("notices_notice", "NEW.kind = 'year-opened'"),
    ("work_task", "NEW.month = '2027-07-01'"),
    ("cycles_improvementcycle", "NEW.designation <> ''"),
]


@pytest.mark.parametrize(("table", "when"), LAST_STEPS)
def test_an_error_anywhere_in_the_opening_leaves_nothing(world, release, table, when):
    before = everything(world)
    forbid(table, when)
    with pytest.raises(DatabaseError, match="forbidden"), transaction.atomic():
        publish_and_open(release, by=world.publisher)
    assert everything(world) == before
    assert before["state"] == "checked" and before["tasks"] == 0


def test_after_a_broken_opening_the_next_one_opens_everything(world, release):
    with transaction.atomic():
        forbid("history_entry", "NEW.verb = 'opened the year'")
        with pytest.raises(DatabaseError, match="forbidden"), transaction.atomic():
            publish_and_open(release, by=world.publisher)
        transaction.set_rollback(True)
    publish_and_open(Release.objects.get(pk=release.pk), by=world.publisher)
    assert Task.objects.count() == 646
