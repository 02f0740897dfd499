"""Before a release goes out, whoever publishes learns which districts would hear it elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import checked, draft
from tests.visits import read, sign_in_as, words
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


def test_where_everybody_was_told_nothing_is_asked(world, agency):
    release = draft(world, title="Before everybody", without=("hyde",))
    letters.write_letters(release, by=world.publisher)
    checked(world, release)
    designations.send_advance_notice(release, by=world.publisher)
    assert "not sent" in words(agency.get(page(release)))
    letters.send_letters(release, "first-letter", by=world.publisher)
    for letter in release.letters.filter(kind="first-letter", state="ready"):
        letters.mark_sent(letter, by=world.publisher, on=letter.written_at.date())
    assert read(agency.get(page(release))).find(id="knowing") is None
