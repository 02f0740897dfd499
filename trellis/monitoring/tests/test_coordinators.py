"""All caseloads side by side, and what a release would bring; drafts stay where they belong."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import cast
from tests.cast import TODAY, Relation
from tests.visits import read, words
from trellis.monitoring.queries.forecast import forecast
from trellis.monitoring.queries.lead import loads
from trellis.organizations.models import Appointment, Assignment
from trellis.organizations.rules import seats_of
from trellis.programs.schema.roles import Capability
from trellis.work.models import Task


@pytest.fixture
def seats(world):
    """Of somebody who leads."""
    return seats_of(world.who("agency"))


def test_each_load_counts_schools_meetings_and_own_steps(world, seats, coordinator):
    found = {one.person_id: one for one in loads(seats, on=TODAY).rows}
    assert len(found) == len(Relation)
    mine = found[coordinator.pk]
    own = Task.objects.filter(role="coordinator", held_at=world["lincoln"], state="open")
    own = own.filter(month__lte=TODAY.replace(day=1))
    assert (mine.serves, mine.by_support) == (1, [("Intensive", 1)])
    assert (mine.expected, mine.held, mine.planned, mine.behind) == (2, 0, 0, 1)
    assert mine.open == own.count()
    assert mine.late == own.filter(late_after__lt=TODAY).count()


def test_a_school_that_nobody_serves_is_counted(world, seats):
    assert loads(seats, on=TODAY).unserved == 0
    Assignment.objects.filter(role="coordinator", organization=world["lincoln"]).delete()
    assert loads(seats, on=TODAY).unserved == 1


def test_a_full_caseload_says_so(world, sign_in, coordinator):
    Appointment.objects.filter(person=coordinator).update(caseload=1)
    page = read(sign_in(world.who("agency")).get(reverse("monitoring:coordinators")))
    row = next(one for one in page.select("tbody tr") if coordinator.name in one.get_text())
    assert "1 of 1 full" in " ".join(row.get_text(" ", strip=True).split())


def test_a_release_is_laid_over_the_loads_there_are(world, seats):
    draft = cast.draft(world, title="Next", without=("hyde",))
    Assignment.objects.filter(role="coordinator", organization=world["grant"]).delete()
    found = forecast(draft, seats, on=TODAY)
    named = draft.designations.filter(kind__in=["intensive", "comprehensive"])
    count = named.values("organization").distinct().count()
    assert sum(region.count for region, _counts in found.regions) == count
    assert found.served + found.new == count
    assert sum(one.new for one in found.people) == found.new
    assert found.without == 0


def test_the_new_school_of_a_district_goes_to_whoever_serves_it(world, seats, coordinator):
    draft = cast.draft(world, title="Next", without=("hyde", "adams", "mill"))
    Assignment.objects.filter(role="coordinator", organization=world["grant"]).delete()
    found = {one.load.person_id: one for one in forecast(draft, seats, on=TODAY).people}
    assert (found[coordinator.pk].new, found[coordinator.pk].then) == (1, 2)


def test_a_draft_is_named_only_to_those_who_prepare_releases(world, sign_in, monkeypatch):
    draft = cast.draft(world, title="Secret draft", without=("hyde",))
    role = world.program.roles["coordinator"]
    lent = [*role.capabilities, Capability.CASELOAD_LEAD]
    monkeypatch.setitem(
        world.program.roles, "coordinator", role.model_copy(update={"capabilities": lent})
    )
    client = sign_in(world.who("coordinator"))
    answer = client.get(reverse("monitoring:coordinators"))
    assert answer.status_code == 200
    assert "Secret draft" not in words(answer)
    assert world.release.title in words(answer)
    assert client.get(reverse("monitoring:forecast", args=[draft.pk])).status_code == 404
    open_one = client.get(reverse("monitoring:forecast", args=[world.release.pk]))
    assert open_one.status_code == 200
    own = sign_in(world.who("agency")).get(reverse("monitoring:forecast", args=[draft.pk]))
    assert "This release is not public." in words(own)
