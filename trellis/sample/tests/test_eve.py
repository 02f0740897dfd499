"""The sample stands before its release day, and the day can be gone through again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.visits import words
from trellis.cycles.models import ImprovementCycle, Proposal
from trellis.designations.models import Letter, Release, SupportStatus
from trellis.kit.errors import NotReady
from trellis.notices.models import Notice
from trellis.people.models import Person
from trellis.programs.models import Installation
from trellis.sample.actions.eve import set_back
from trellis.sample.actions.months import move_to_month
from trellis.sample.invention.cast import BY_KEY
from trellis.work.models import Task, Workplan


def states() -> list[tuple[int, str]]:
    """The releases with their years."""
    return list(Release.objects.order_by("year__start").values_list("year__start", "state"))


def test_the_running_year_has_its_release_letters_and_statuses(sample):
    assert states() == [(sample.year - 1, "published"), (sample.year, "published")]
    release = Release.objects.get(year__start=sample.year)
    assert release.checked_by != release.imported_by
    sent = release.letters.filter(kind="first-letter", state=Letter.State.SENT)
    opened = sent.filter(readings__isnull=False).count()
    assert 0 < opened < sent.count() <= release.advance_notices.count()
    assert SupportStatus.objects.filter(year__start=sample.year, kind="intensive").count() == 10


def test_on_the_eve_nothing_is_open_and_the_draft_waits(sample):
    day = set_back()
    assert (day.month, day.day < 8, Installation.objects.get().clock) == (9, False, day)
    assert states() == [(sample.year - 1, "published"), (sample.year, "draft")]
    assert not (Task.objects.exists() or Workplan.objects.exists() or Notice.objects.exists())
    kinds = set(Proposal.objects.values_list("kind", flat=True))
    assert {"open", "continue", "by-hand"} <= kinds


def test_from_the_eve_a_month_goes_through_the_day_and_is_as_it_was(sample):
    before = Task.objects.exclude(state="open").count(), Task.objects.count()
    set_back()
    move_to_month(12)
    assert (Task.objects.exclude(state="open").count(), Task.objects.count()) == before
    assert ImprovementCycle.objects.filter(state="running").count() == 10
    assert states()[-1] == (sample.year, "published")


def test_the_eve_can_be_set_back_to_again(sample):
    first = set_back()
    assert set_back() == first
    assert states() == [(sample.year - 1, "published"), (sample.year, "draft")]


def test_no_other_database_is_set_back(sample):
    Installation.objects.update(kind="live")
    with pytest.raises(NotReady, match="Only sample data can be set back"):
        set_back()
    assert Task.objects.exists()


def test_the_button_stands_in_the_banner_and_sets_back(sample, client, settings):
    settings.SAMPLE = True
    client.force_login(Person.objects.get(email=BY_KEY["agency"].email))
    assert b"Eve of the release" in client.get(reverse("home:front")).content
    answer = client.post(reverse("sample:release-eve"), follow=True)
    assert "the day before the designations go out" in words(answer)
