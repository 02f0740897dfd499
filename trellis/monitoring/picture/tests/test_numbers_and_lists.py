"""Every number of the picture equals the count of the list that it links to."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.visits import heading, read, words
from trellis.kit import clock
from trellis.meetings.models import Cadence, Meeting, Party
from trellis.monitoring.picture import lists
from trellis.monitoring.picture.figures import figures, whole
from trellis.monitoring.picture.lists import Show
from trellis.monitoring.picture.parts import Asked, By
from trellis.monitoring.picture.reach import Sight
from trellis.monitoring.rules import Scope
from trellis.work.models import State, Task

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def moved(world):
    """Steps in every state, a late one, one done before; Hyde on track; a meeting at Lincoln."""
    Task.objects.filter(workplan__organization=world["hyde"]).update(late_after=None)
    tasks = list(Task.objects.filter(workplan__organization=world["lincoln"]).order_by("pk")[:5])
    for task, state in zip(tasks, ("done", "waived", "earlier"), strict=False):
        Task.objects.filter(pk=task.pk).update(
            state=state, settled_on=TODAY, settled_by=world.publisher
        )
    Task.objects.filter(pk=tasks[3].pk).update(late_after=date(2026, 11, 2))
    Task.objects.filter(pk=tasks[4].pk).update(due=date(2026, 11, 2), late_after=None)
    kind = Cadence.objects.filter(organization=world["lincoln"])[0].kind
    at = datetime(2026, 11, 10, 16, tzinfo=UTC)
    meeting = Meeting.objects.create(
        kind=kind, year=world.year, month=date(2026, 11, 1), title="November",
        led_by=world.publisher, starts_at=at, minutes=45, state="held",
        created_by=world.publisher, created_at=at, changed_at=at,
    )  # fmt: skip
    Party.objects.create(
        meeting=meeting, organization=world["lincoln"], kind=kind, month=meeting.month,
        state="held",
    )  # fmt: skip
    return tasks


def page_of(client, by):
    """The figures by something."""
    return client.get(reverse("monitoring:picture"), {"by": by})


def links(answer):
    """Every number of the table with its address."""
    return [
        (int(one.find(string=True).strip().split()[0]), one["href"])
        for one in read(answer).select("main td a")
    ]


@pytest.mark.parametrize("by", [By.REGION, By.COORDINATOR])
def test_each_number_is_the_count_on_the_page_that_it_links_to(world, sign_in, moved, by):
    client = sign_in(world.publisher)
    found = links(page_of(client, by))
    assert len(found) > 10
    for number, address in found:
        assert int(read(client.get(address)).select_one(".meta-strip b").text) == number, address


NUMBERS = {
    "schools": "schools", "on-track": "on_track", "behind": "behind", "steps": "steps",
    "done": "done", "late": "late", "ahead": "ahead", "earlier": "earlier", "waived": "waived",
    "expected": "expected", "held": "held",
}  # fmt: skip


@pytest.mark.parametrize("by", list(By))
def test_each_number_of_each_group_is_the_weight_of_the_rows_behind_it(world, moved, by):
    asked = Asked(by, Sight(True, Scope()), world.year.pk, TODAY)
    groups = figures(asked, world.program)
    told = [(one.key, one) for one in groups] + [(None, whole(asked, world.program))]
    seen = set()
    for key, one in told:
        for show, name in NUMBERS.items():
            if key is None and by == By.ACTIVITY and show in ("expected", "held"):
                continue  # the page of activities has no meetings
            behind = lists.listing(asked, world.program, Show(show), key)
            lines = list(lists.every(behind))
            assert sum(line.weight for line in lines) == getattr(one, name), (key, show)
            assert lists.count(behind) == getattr(one, name)
            seen |= {show} if lines else set()
    assert set(NUMBERS) - seen <= ({"expected", "held"} if by == By.ACTIVITY else set())


def table(answer):
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("by", list(By))
def test_the_file_says_what_the_page_says(world, sign_in, moved, by):
    client = sign_in(world.publisher)
    rows = table(client.get(reverse("monitoring:picture-file", args=[by, "csv"])))
    shown = [
        " ".join(one.get_text(" ", strip=True).split())
        for one in read(page_of(client, by)).select("main table")[-1].select("tbody th, tfoot th")
    ]
    assert [row[0] for row in rows[1:]] == shown


def test_a_date_that_nobody_confirmed_makes_nothing_late(world, sign_in, moved):
    client = sign_in(world.publisher)
    answer = late_in_birch(client, world)
    told = [one["href"] for one in read(answer).select("main tbody th a")]
    assert reverse("home:task", args=[moved[3].pk]) in told
    assert reverse("home:task", args=[moved[4].pk]) not in told


def test_done_before_trellis_is_neither_done_nor_late_nor_among_the_steps_that_apply(
    world, sign_in, moved
):
    client = sign_in(world.publisher)
    for show, told in (("earlier", True), ("done", False), ("late", False), ("steps", False)):
        answer = client.get(reverse("monitoring:picture-list-file", args=["month", show, "csv"]))
        states = {row[6] for row in table(answer)[1:]}
        assert ("done before Trellis" in states) is told


def test_a_school_with_something_late_is_not_on_track(world, sign_in, moved):
    client = sign_in(world.publisher)
    answer = client.get(reverse("monitoring:picture-list", args=["region", "on-track"]))
    assert "Lincoln School" not in words(answer)
    answer = client.get(reverse("monitoring:picture-list", args=["region", "behind"]))
    assert "Lincoln School" in words(answer)


@pytest.mark.parametrize(
    ("role", "relation", "schools"),
    [
        ("district", Relation.OWN, {"Lincoln School", "Grant School"}),
        ("district", Relation.OTHER_DISTRICT, {"Adams School"}),
        ("regional-office", Relation.OWN, {"Lincoln School", "Grant School", "Adams School"}),
        ("regional-office", Relation.OTHER_REGION, {"Hyde School"}),
        ("coordinator", Relation.OWN, {"Lincoln School"}),
    ],
)
def test_everybody_sees_their_own_schools_and_no_other(world, sign_in, role, relation, schools):
    client = sign_in(world.who(role, relation))
    answer = client.get(reverse("monitoring:picture-list-file", args=["region", "schools", "csv"]))
    assert {row[0] for row in table(answer)[1:]} == schools


def test_a_principal_and_a_stranger_find_no_picture(world, sign_in):
    for person in (world.who("principal"), world.persons["stranger"]):
        assert sign_in(person).get(reverse("monitoring:picture")).status_code == 404


@pytest.mark.parametrize("key", ["x", "99999", "2026-13-01", "'; --"])
def test_an_odd_group_is_empty_or_not_there(world, sign_in, key):
    client = sign_in(world.publisher)
    for by in By:
        answer = client.get(reverse("monitoring:picture-list", args=[by, "steps"]), {"key": key})
        assert answer.status_code == 404 or "Nothing stands here" in words(answer)


def test_unknown_parts_of_an_address_are_not_there(world, sign_in):
    client = sign_in(world.publisher)
    for args in (["weather", "steps"], ["month", "weather"]):
        assert client.get(reverse("monitoring:picture-list", args=args)).status_code == 404
    assert page_of(client, "weather").status_code == 404


def test_a_step_set_right_moves_from_late_to_done(world, sign_in, moved):
    client = sign_in(world.publisher)
    with clock.standing_on(TODAY):
        before = heading(page_of(client, "month"))
    Task.objects.filter(pk=moved[3].pk).update(
        state=State.DONE, settled_on=TODAY, settled_by=world.publisher
    )
    told = [one["href"] for one in read(late_in_birch(client, world)).select("main tbody th a")]
    assert before == "How schools stand"
    assert reverse("home:task", args=[moved[3].pk]) not in told


def late_in_birch(client, world):
    """What is late in Lincoln's district."""
    address = reverse("monitoring:picture-list", args=["district", "late"])
    return client.get(address, {"key": world["birch"].pk})
