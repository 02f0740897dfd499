"""District and principal write one update; two editors lose nothing; the day does the step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.visits import read, words
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.models import Meeting, Party
from trellis.monitoring.models import BoardUpdate
from trellis.monitoring.reports.boards import mark_presented, save
from trellis.organizations.models import Team
from trellis.work.models import Activity, State, Task


@pytest.fixture
def update(world):
    """Birch district's update in November."""
    return Activity.objects.select_related("workplan__organization", "workplan__year").get(
        workplan__organization=world["birch"], code="intensive-planning/nov-board-update"
    )


def address(update, name="board-update"):
    """Where it is read and written."""
    return reverse(f"monitoring:{name}", args=[update.pk])


def test_the_draft_names_both_who_present_and_tells_each_school(world, sign_in, update):
    page = read(sign_in(world.who("district")).get(address(update)))
    text = page.select_one("textarea").text
    assert world.who("district").name in text
    assert world.who("principal").name in text
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## State-level assessment data", "## Overview of the more rigorous needs assessment",
        "## Grant School", "## Lincoln School", "## What we ask of the board",
    ]  # fmt: skip


def test_the_draft_tells_each_schools_team_and_the_meetings_of_its_month(world, sign_in, update):
    lincoln, month = world["lincoln"], update.month
    Team.objects.create(
        organization=lincoln, kind="leadership", formed_on=date(2026, 11, 12),
        begun_by=world.who("principal"), begun_at=clock.now(),
    )  # fmt: skip
    for held_in in (month, month, date(2026, 12, 1)):
        meeting = Meeting.objects.create(
            kind="coordinator", year=world.year, month=held_in, title="Meeting", state="held",
            led_by=world.who("coordinator"), starts_at=clock.now(), minutes=60,
            created_by=world.who("coordinator"), created_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
        Party.objects.create(
            meeting=meeting, organization=lincoln, kind="coordinator", month=held_in, state="held"
        )
    page = read(sign_in(world.who("district")).get(address(update)))
    lines = page.select_one("textarea").text.split("## Lincoln School")[1].splitlines()
    assert [line for line in lines if "eam" in line or "eeting" in line or "roup" in line] == [
        "- School leadership team: exists since Thu, Nov 12, 2026",
        "- Stakeholder advisory group: not begun yet",
        "- Coordinator meeting, November: 2 of 2 held",
    ]


@pytest.mark.parametrize("role", ["district", "principal", "superintendent"])
def test_each_who_presents_may_write(world, update, role):
    save(update, "Ours", version=0, by=world.who(role))
    assert BoardUpdate.objects.get().written_by == world.who(role)


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        ("board", Relation.OWN), ("coordinator", Relation.OWN), ("team", Relation.OWN),
        ("district", Relation.OTHER_DISTRICT), ("principal", Relation.OTHER_REGION),
    ],
)  # fmt: skip
def test_nobody_else_writes_or_notes_the_day(world, update, role, relation):
    with pytest.raises(NotAllowed):
        save(update, "Mine", version=0, by=world.who(role, relation))
    save(update, "Ours", version=0, by=world.who("district"))
    with pytest.raises(NotAllowed):
        mark_presented(update, by=world.who(role, relation), on=TODAY, today=TODAY)


def test_the_second_of_two_editors_keeps_their_text_and_sees_the_other(world, sign_in, update):
    save(update, "First", version=0, by=world.who("district"))
    save(update, "By the district", version=1, by=world.who("district"))
    client = sign_in(world.who("principal"))
    answer = client.post(address(update), {"text": "By the principal", "version": "1"})
    assert answer.status_code == 422
    page = read(answer)
    assert page.select_one("textarea").text.strip() == "By the principal"
    assert "By the district" in page.select_one("article.paper").text
    again = client.post(
        address(update),
        {"text": "Together", "version": page.select_one("input[name=version]")["value"]},
    )
    assert (again.status_code, BoardUpdate.objects.get().text) == (302, "Together")


def test_of_two_who_begin_at_once_one_is_told(world, update):
    save(update, "Mine", version=0, by=world.who("district"))
    with pytest.raises(OutOfOrder):
        save(update, "Mine", version=0, by=world.who("principal"))


def test_noting_the_day_does_the_step_for_all_its_roles_once(world, update):
    save(update, "Ours", version=0, by=world.who("district"))
    mark_presented(update, by=world.who("principal"), on=TODAY, today=TODAY)
    steps = Task.objects.filter(activity=update, act="board")
    assert set(steps.values_list("state", "settled_on")) == {(State.DONE, TODAY)}
    with pytest.raises(OutOfOrder):
        mark_presented(update, by=world.who("district"), on=TODAY, today=TODAY)
    with pytest.raises(OutOfOrder):
        save(update, "After", version=1, by=world.who("district"))


def test_no_day_is_noted_ahead_or_without_a_text(world, update):
    with pytest.raises(NotReady):
        mark_presented(update, by=world.who("district"), on=TODAY, today=TODAY)
    save(update, "Ours", version=0, by=world.who("district"))
    with pytest.raises(NotReady):
        mark_presented(update, by=world.who("district"), on=TODAY + timedelta(days=1), today=TODAY)
    assert BoardUpdate.objects.get().presented_on is None


def test_an_empty_text_is_not_kept(world, update):
    with pytest.raises(NotReady):
        save(update, "  ", version=0, by=world.who("district"))


def test_a_board_member_reads_what_a_stranger_does_not_find(world, sign_in, update):
    answer = sign_in(world.who("board")).get(address(update))
    assert "Change the text" not in words(answer)
    assert sign_in(world.persons["stranger"]).get(address(update)).status_code == 404


def test_the_list_says_how_far_each_update_is(world, sign_in, update):
    save(update, "Ours", version=0, by=world.who("district"))
    client = sign_in(world.who("district"))
    answer = client.get(reverse("monitoring:board-updates", args=[world["birch"].code]))
    lines = [one.get_text(" ", strip=True) for one in read(answer).select("main .lines li")]
    assert "written, not presented yet" in lines[0]
    assert all("draft from the figures" in one for one in lines[1:4])


def test_a_principal_drafts_from_the_own_school_and_not_from_its_neighbor(world, sign_in, update):
    page = read(sign_in(world.who("principal")).get(address(update)))
    text = page.select_one("textarea").text
    neighbor = world.who("principal", Relation.SAME_DISTRICT).name
    assert ("## Lincoln School" in text, "## Grant School" in text) == (True, False)
    assert neighbor not in text
