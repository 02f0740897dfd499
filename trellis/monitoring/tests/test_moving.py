"""Moving schools from one coordinator to another, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.visits import words
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.monitoring.actions import move_schools
from trellis.monitoring.tests.conftest import list_of
from trellis.notices.models import Notice
from trellis.organizations.models import Assignment, holding

MONDAY = TODAY + timedelta(days=4)
KIND = "school-moved"


@pytest.fixture
def other(world):
    """The coordinator of another region."""
    return world.who("coordinator", Relation.OTHER_REGION)


@pytest.fixture
def move(world, coordinator, other):
    """Move Lincoln to the other coordinator on Monday."""

    def move(places=("lincoln",), by=None, starts=MONDAY, source=coordinator, target=other):
        return move_schools(
            "coordinator", [world[one] for one in places], source=source, target=target,
            starts=starts, by=by or world.who("agency"), on=TODAY, acting_as="cast",
        )  # fmt: skip

    return move


def servers(world, day):
    rows = Assignment.objects.filter(
        holding(day), role="coordinator", organization=world["lincoln"]
    )
    return [one.person for one in rows]


def test_one_ends_the_day_before_the_other_begins(world, move, coordinator, other):
    assert move() == 1
    assert servers(world, MONDAY - timedelta(days=1)) == [coordinator]
    assert servers(world, MONDAY) == [other]
    entry = Entry.objects.filter(subject=f"organization:{world['lincoln'].pk}").latest("id")
    assert entry.verb == "assigned"
    assert entry.before == {"server": coordinator.name}
    assert entry.after["server"] == other.name


def test_a_school_moved_today_changes_lists_at_once(world, move, coordinator, other):
    move(starts=TODAY)
    assert list_of(coordinator).schools == []
    assert {one.id for one in list_of(other).schools} == {world["lincoln"].pk, world["hyde"].pk}


def test_everybody_concerned_is_told_once(world, move, coordinator, other):
    move()
    told = set(Notice.objects.filter(kind=KIND).values_list("recipient", flat=True))
    roles = ("principal", "district", "superintendent")
    assert told == {coordinator.pk, other.pk, *(world.who(role).pk for role in roles)}
    mail = Notice.objects.get(kind=KIND, recipient=world.who("principal"))
    assert mail.subject == f"From Mon, Dec 7, 2026 {other.name} works with your school"
    assert f"- {world['lincoln'].name}" in mail.text
    assert mail.reply_to == other.email


def test_schools_served_by_somebody_else_move_not_and_none_does(world, move, coordinator):
    with pytest.raises(OutOfOrder, match="no longer serves all"):
        move(places=("lincoln", "adams"))
    assert servers(world, MONDAY) == [coordinator]
    assert not Notice.objects.filter(kind=KIND).exists()


def test_the_second_of_two_moves_finds_nothing_to_move(move):
    move()
    with pytest.raises(OutOfOrder):
        move()
    assert Notice.objects.filter(kind=KIND).count() == 5


def test_what_is_missing_is_said(move, coordinator):
    with pytest.raises(NotReady, match="at least one school"):
        move(places=())
    with pytest.raises(NotReady, match="somebody else"):
        move(target=coordinator)
    with pytest.raises(NotReady, match="a later day"):
        move(starts=TODAY - timedelta(days=1))


def test_nobody_gets_a_school_who_does_not_hold_the_role(world, move):
    with pytest.raises(NotReady, match="Appoint first"):
        move(target=world.who("principal"))


@pytest.mark.parametrize("role", ["coordinator", "district", "superintendent", "regional-office"])
def test_who_leads_no_caseloads_moves_nothing(world, move, role):
    with pytest.raises(NotAllowed):
        move(by=world.who(role))
    assert not Notice.objects.filter(kind=KIND).exists()


def test_the_page_moves_the_ticked_schools(world, sign_in, coordinator, other):
    page = reverse("monitoring:transfer", args=[coordinator.pk])
    told = {
        "schools": [str(world["lincoln"].pk)], "target": str(other.pk),
        "starts": MONDAY.isoformat(),
    }  # fmt: skip
    answer = sign_in(world.who("agency")).post(page, told, follow=True)
    assert f"1 school moves to {other.name} on Mon, Dec 7, 2026." in words(answer)
    assert servers(world, MONDAY) == [other]
