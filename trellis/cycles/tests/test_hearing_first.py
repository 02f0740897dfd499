"""Before a release goes out, whoever publishes learns which districts would hear it elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import checked, draft
from tests.visits import sign_in_as, words
from trellis.cycles.queries import to_publish
from trellis.designations import actions as designations
from trellis.designations.letters import actions as letters
from trellis.designations.models import Release

KNOWING = "I know this, and publish all the same"


@pytest.fixture
def release(world) -> Release:
    """A checked release that may go out."""
    return checked(world, draft(world, title="Before everybody", without=("hyde",)))


@pytest.fixture
def agency(world, client):
    return sign_in_as(client, world.who("agency"))


def numbers(release: Release) -> tuple[int, int]:
    """Districts that were not told, early letters that wait."""
    shown = to_publish(release.pk)
    return getattr(shown, "silent", -1), getattr(shown, "early", -1)


def page(release: Release) -> str:
    return reverse("cycles:publication", args=[release.pk])


def test_districts_that_were_not_told_are_counted_and_asked_about(world, agency, release):
    told = words(agency.get(page(release)))
    assert "have not been told ahead" in told
    assert KNOWING in told
    answer = agency.post(page(release))
    assert (answer.status_code, "Say first that it is meant." in words(answer)) == (422, True)
    release.refresh_from_db()
    assert release.state == "checked"


def test_whoever_says_so_publishes_all_the_same(world, agency, release):
    answer = agency.post(page(release), {"knowing": "yes"})
    assert answer.status_code == 302
    release.refresh_from_db()
    assert release.state == "published"


def test_what_was_told_and_sent_is_asked_about_no_more(world, agency):
    release = draft(world, title="Before everybody", without=("hyde",))
    letters.write_letters(release, by=world.publisher)
    checked(world, release)
    before = numbers(release)
    told = designations.send_advance_notice(release, by=world.publisher).districts
    first = release.letters.filter(kind="first-letter").count()
    assert before == (told, first)
    assert numbers(release) == (0, first)
    assert "not sent" in words(agency.get(page(release)))
    letters.send_letters(release, "first-letter", by=world.publisher)
    for letter in release.letters.filter(kind="first-letter", state="ready"):
        letters.mark_sent(letter, by=world.publisher, on=letter.written_at.date())
    assert "not sent" not in words(agency.get(page(release)))
