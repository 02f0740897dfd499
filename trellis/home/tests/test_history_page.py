"""The history of a record, for people with that right in reach of it."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from tests.visits import words
from trellis.history.models import Entry
from trellis.home.tests.pages import address, main, texts
from trellis.work.tests.steps import LETTER


def test_what_happened_stands_newest_first_with_who_and_as_what(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    client.post(address("completion", letter.pk))
    client.post(address("completion-withdrawal", letter.pk))
    page = main(client.get(address("history", "task", letter.pk)))
    assert [row.split()[0] for row in texts(page, "tbody td:nth-child(3)")] == [
        "reopened",
        "completed",
    ]
    assert texts(page, "tbody td:nth-child(2)")[0] == (
        f"{world.who('principal').name} Principal, Lincoln School"
    )


@pytest.mark.parametrize("relation", list(Relation)[1:])
def test_the_history_of_another_school_is_no_page(world, sign_in, relation):
    client = sign_in(world.who("principal", relation))
    for kind, record in (("task", world.task(LETTER)), ("organization", world["lincoln"])):
        assert client.get(address("history", kind, record.pk)).status_code == 404


def test_a_role_without_the_right_has_no_such_page(world, sign_in):
    client = sign_in(world.who("team"))
    assert client.get(address("history", "task", world.task(LETTER).pk)).status_code == 404


@pytest.mark.parametrize("kind", ["person", "seal", "nothing"])
def test_kinds_that_stand_nowhere_have_no_history_page(world, sign_in, kind):
    assert sign_in(world.who("agency")).get(address("history", kind, 1)).status_code == 404


def test_long_histories_are_read_a_page_at_a_time(world, sign_in):
    place = world["lincoln"]
    Entry.objects.bulk_create(
        Entry(at="2026-11-01T12:00Z", actor="system", actor_name=f"Step {n}", verb="moved",
              subject=f"organization:{place.pk}", subject_name="x", digest="")
        for n in range(60)
    )  # fmt: skip
    client = sign_in(world.who("principal"))
    page = main(client.get(address("history", "organization", place.pk)))
    assert len(page.select("tbody tr")) == 50
    where = address("history", "organization", place.pk)
    assert "Step 0" in words(client.get(where + page.select_one("a[rel=next]")["href"]))


@pytest.mark.parametrize("older", ["²", "9" * 30, "9" * 5000, "x"])
def test_a_key_that_is_none_shows_the_newest(world, sign_in, older):
    client = sign_in(world.who("principal"))
    answer = client.get(address("history", "task", world.task(LETTER).pk), {"older": older})
    assert answer.status_code == 200
