"""Proposals of a release: made, settled on purpose, and carried out with its publication."""

from __future__ import annotations

import pytest

from tests import cast
from trellis.cycles.actions import propose, publish_and_open, settle, unsettle
from trellis.cycles.models import ImprovementCycle, Proposal
from trellis.cycles.tests.years import draft_of, status, statuses, told
from trellis.designations.models import Release, SupportStatus
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.programs.models import YearDate
from trellis.work.models import Task

RUNNING = {"lincoln": "intensive", "grant": "intensive", "adams": "targeted", "hyde": "intensive"}


@pytest.fixture
def second(world) -> Release:
    """The draft of the next October: three as before, Adams for less, Oak new."""
    return draft_of(world, {**RUNNING, "oak": "targeted"})


def publish(world, release) -> dict[str, int]:
    return publish_and_open(cast.checked(world, release), by=world.publisher)


def of(release, name: str) -> Proposal:
    return Proposal.objects.get(release=release, organization__name=name)


def state(release) -> str:
    return str(Release.objects.get(pk=release.pk).state)


def test_the_first_october_writes_the_support_status_of_everybody_it_opens(world):
    names = ("Adams School", "Grant School", "Hyde School", "Lincoln School")
    assert statuses(2026) == dict.fromkeys(names, ("intensive", 2026, "planning"))


def test_a_second_october_opens_nothing_for_running_schools(world, second):
    before = Task.objects.count()
    counts = publish(world, second)
    assert (counts["cycles"], counts["tasks"], Task.objects.count()) == (0, 0, before)
    carried = ("intensive", 2026, "year-1")
    assert statuses(2027) == {
        "Adams School": carried, "Grant School": carried, "Hyde School": carried,
        "Lincoln School": carried, "Oak School": ("targeted", 2027, "planning"),
    }  # fmt: skip
    assert ImprovementCycle.objects.filter(state="running").count() == 4


def test_proposing_again_changes_nothing_and_keeps_what_was_settled(world, second):
    assert propose(second, by=world.publisher) == 5
    settle([of(second, "Oak School")], "no-plan", by=world.publisher, note="As agreed")
    assert propose(second, by=world.checker) == 0
    oak = of(second, "Oak School")
    assert (oak.settled_by, oak.note, oak.outcome) == (world.publisher, "As agreed", "no-plan")


def test_a_settled_choice_stays_while_what_is_proposed_changes(world, second):
    propose(second, by=world.publisher)
    settle([of(second, "Grant School")], "continue", by=world.publisher)
    status(world, "grant", "targeted", 2026, "planning", 2026)
    assert propose(second, by=world.publisher) == 1
    grant = of(second, "Grant School")
    assert (grant.kind, grant.reason, grant.outcome) == ("by-hand", "more-midway", "continue")
    assert (grant.to_kind, grant.to_term) == ("targeted", "year-1")


def test_what_only_a_person_decides_holds_the_release_back(world):
    release = draft_of(world, {place: RUNNING[place] for place in ("lincoln", "grant", "adams")})
    with pytest.raises(NotReady, match="One proposal is not settled. Decide it first."):
        publish(world, release)
    assert (state(release), Proposal.objects.filter(release=release).count()) == ("checked", 0)
    propose(release, by=world.publisher)
    assert told(release)["Hyde School"] == ("by-hand", "not-named", "by-hand")
    with pytest.raises(NotReady, match="This can’t be chosen for Hyde School"):
        settle([of(release, "Hyde School")], "", by=world.publisher)
    settle([of(release, "Hyde School")], "exit", by=world.publisher)
    publish(world, release)
    assert "Hyde School" not in statuses(2027)


def test_a_settlement_takes_the_check_back_and_history_names_only_the_release(world, second):
    propose(second, by=world.publisher)
    cast.checked(world, second)
    settle([of(second, "Oak School")], "no-plan", by=world.checker, note="Seen")
    assert (state(second), Release.objects.get(pk=second.pk).changed_by) == ("draft", world.checker)
    entry = Entry.objects.get(verb="settled")
    assert (entry.subject, entry.after) == (
        f"release:{second.pk}",
        {"kind": "no-plan", "note": "Seen", "organizations": ["CAST-OAK"]},
    )
    with pytest.raises(NotAllowed, match="You changed this draft last"):
        cast.checked(world, second)


def test_a_decision_can_be_taken_back(world, second):
    propose(second, by=world.publisher)
    settle([of(second, "Oak School")], "no-plan", by=world.publisher)
    unsettle([of(second, "Oak School")], by=world.publisher)
    oak = of(second, "Oak School")
    assert (oak.settled_by, oak.settled_at, oak.outcome) == (None, None, "no-plan")
    with pytest.raises(OutOfOrder, match="None of these is settled"):
        unsettle([oak], by=world.publisher)


def test_proposals_that_are_out_of_date_hold_the_release_back(world, second):
    propose(second, by=world.publisher)
    cast.checked(world, second)
    status(world, "grant", "targeted", 2026, "planning", 2026)
    with pytest.raises(NotReady, match="What is proposed is out of date"):
        publish_and_open(second, by=world.publisher)
    assert state(second) == "checked"


def test_who_exits_ends_its_year_and_who_escalates_ends_or_keeps_it_as_the_pack_says(world):
    release = draft_of(
        world, {"lincoln": "intensive", "grant": "commendable", "adams": "intensive"}
    )
    status(world, "grant", "comprehensive", 2023, "year-3", 2026)
    status(world, "adams", "comprehensive", 2023, "year-3", 2026)
    SupportStatus.objects.filter(organization=world["hyde"]).delete()
    propose(release, by=world.publisher)
    settle([of(release, "Grant School")], "exit", by=world.publisher)
    settle([of(release, "Adams School")], "", by=world.publisher)
    publish(world, release)
    found = ImprovementCycle.objects.order_by("organization__name", "year__start")
    assert [(c.organization.name, c.year.start, c.state, c.ended_why) for c in found] == [
        ("Adams School", 2026, "ended", "escalated"), ("Adams School", 2027, "running", ""),
        ("Grant School", 2026, "ended", "exit"), ("Hyde School", 2026, "running", ""),
        ("Lincoln School", 2026, "running", ""),
    ]  # fmt: skip
    assert statuses(2027)["Adams School"] == ("intensive", 2027, "planning")


@pytest.mark.parametrize("role", ["coordinator", "superintendent", "principal"])
def test_nobody_else_proposes_or_settles(world, second, role):
    propose(second, by=world.publisher)
    with pytest.raises(NotAllowed):
        propose(second, by=world.who(role))
    with pytest.raises(NotAllowed):
        settle(second.proposals.all(), "", by=world.who(role))
    with pytest.raises(NotAllowed):
        unsettle(second.proposals.all(), by=world.who(role))


def test_a_published_release_is_settled_for_good(world, second):
    publish(world, second)
    with pytest.raises(OutOfOrder, match="is published already"):
        propose(second, by=world.publisher)
    with pytest.raises(OutOfOrder, match="is published already"):
        settle([of(second, "Oak School")], "exit", by=world.publisher)


def test_a_missing_day_holds_the_release_back_by_name(world):
    release = draft_of(world, RUNNING, start=2028)
    YearDate.objects.filter(year=release.year).delete()
    with pytest.raises(NotReady, match="The day of “Planning-year grant application is due”"):
        publish(world, release)
    assert state(release) == "checked"
