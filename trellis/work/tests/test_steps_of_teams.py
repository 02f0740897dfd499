"""What a team does is its step of the year, for the one whose step it is, and is taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation, World
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions.team_papers import keep_review, write_charter
from trellis.organizations.actions.teams import (
    add_members,
    begin_team,
    end_team,
    form_team,
    undo_formation,
)
from trellis.organizations.models import Team
from trellis.programs.tests.packs import change, copy_of_prairie, problems
from trellis.work.actions import complete_task, undo_completion, waive_task
from trellis.work.models import State, TeamCredit

PLAN = "intensive-planning"
NAME, BESIDE = f"{PLAN}/nov-topics.principal-2", f"{PLAN}/nov-topics.district-2"
LOOK, ROLES, JUNE = (
    f"{PLAN}/{code}" for code in ("nov-topics.team-1", "feb-topics.team-1", "jun-sip.team-2")
)


def seat(world: World, role: str) -> int:
    return world.who(role).appointments.get(delegated_by=None).pk


@pytest.fixture
def team(world: World) -> Team:
    """Lincoln's leadership team with both sides on it, not formed yet."""
    principal = world.who("principal")
    found = begin_team(world["lincoln"], "leadership", by=principal)
    brings = {seat(world, "team"): "teacher", seat(world, "district"): "district-staff"}
    add_members(found, brings, by=principal, on=TODAY - timedelta(days=9))
    return found


def form(team: Team, world: World, *, by: str = "principal") -> None:
    form_team(team, by=world.who(by), on=TODAY, acting_as="Principal")


def states(world: World, *codes: str) -> list[str]:
    return [str(world.task(code).state) for code in codes]


def review(team: Team, world: World, code: str = "composition", *, by="team", on: date = TODAY):
    return keep_review(team, code, {"grades": "K", "clear": "Reading"}, by=world.who(by), on=on)


def test_forming_the_team_does_the_step_of_naming_it_for_all_whose_deed_it_is(world, team):
    form(team, world)
    principal = world.who("principal")
    named = world.task(NAME)
    assert (named.state, named.settled_by, named.settled_on) == (State.DONE, principal, TODAY)
    assert states(world, BESIDE, LOOK) == [State.DONE, State.OPEN]
    done = named.completions.get()
    assert (done.by, done.acting_as) == (
        principal, "Principal, by forming the team on Thu, Dec 3",
    )  # fmt: skip
    entry = Entry.objects.get(subject=f"task:{named.pk}", verb="completed")
    assert (entry.actor_name, entry.acting_as, entry.after["why"]) == (
        principal.name, "Principal", "team formed",
    )  # fmt: skip


def test_taking_it_back_opens_the_step_again_and_forming_it_anew_does_it_again(world, team):
    form(team, world)
    review(team, world)
    assert states(world, NAME, LOOK) == [State.DONE, State.DONE]
    undo_formation(team, by=world.who("principal"))
    assert states(world, NAME, BESIDE, LOOK) == [State.OPEN] * 3
    assert TeamCredit.objects.count() == 0
    assert world.task(NAME).completions.get().withdrawn_by == world.who("principal")
    assert world.task(LOOK).late_after is None
    with pytest.raises(OutOfOrder, match="does not exist yet"):
        undo_formation(team, by=world.who("principal"))
    form(team, world)
    assert states(world, NAME, BESIDE, LOOK) == [State.DONE] * 3


def test_a_team_that_can_not_be_formed_does_nothing(world, team):
    with pytest.raises(NotReady):
        form_team(team, by=world.who("principal"), on=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        form_team(team, by=world.who("team"), on=TODAY)
    assert states(world, NAME, BESIDE) == [State.OPEN] * 2


@pytest.mark.parametrize("who", ["team", "district", "coordinator", "board", "stranger"])
def test_only_who_leads_the_team_takes_back_that_it_exists(world, team, who):
    form(team, world)
    person = world.persons["stranger"] if who == "stranger" else world.who(who)
    with pytest.raises(NotAllowed):
        undo_formation(team, by=person)
    with pytest.raises(NotAllowed):
        undo_formation(team, by=world.who("principal", Relation.SAME_DISTRICT))
    assert states(world, NAME) == [State.DONE]


def test_a_team_that_has_ended_stays_as_it_was(world, team):
    form(team, world)
    end_team(team, by=world.who("principal"), on=TODAY)
    with pytest.raises(OutOfOrder, match="ended"):
        undo_formation(team, by=world.who("principal"))
    assert states(world, NAME) == [State.DONE]


@pytest.mark.parametrize("before", ["done", "waived"])
def test_what_people_settled_by_hand_stays_theirs(world, team, before):
    task, principal = world.task(NAME), world.who("principal")
    if before == "done":
        complete_task(task, by=principal, on=TODAY - timedelta(days=3))
    else:
        waive_task(task, by=principal, on=TODAY, reason="We have one")
    form(team, world)
    assert (states(world, NAME), TeamCredit.objects.count()) == ([before], 0)
    undo_formation(team, by=principal)
    assert states(world, NAME) == [before]


def test_what_somebody_undid_by_hand_is_not_done_again(world, team):
    form(team, world)
    review(team, world)
    undo_completion(world.task(LOOK), by=world.who("team"))
    review(team, world)
    assert states(world, LOOK) == [State.OPEN]


def test_a_review_does_the_step_of_its_month_or_an_earlier_one_and_no_later_one(world, team):
    form(team, world)
    review(team, world, "purpose")
    review(team, world, "composition", by="principal")
    assert states(world, LOOK, ROLES, JUNE) == [State.DONE, State.OPEN, State.OPEN]
    look = world.task(LOOK).completions.get()
    assert (look.by, look.acting_as) == (
        world.who("principal"), "School Leadership Team member, by the review of Thu, Dec 3",
    )  # fmt: skip


def test_a_review_kept_before_the_team_exists_counts_from_its_first_day(world, team):
    review(team, world, on=TODAY - timedelta(days=2))
    assert states(world, LOOK) == [State.OPEN]
    form(team, world)
    look = world.task(LOOK)
    assert (look.state, look.settled_by, look.settled_on) == (
        State.DONE, world.who("team"), TODAY,
    )  # fmt: skip


def test_the_team_beside_does_nothing_here(world, team):
    form(team, world)
    assert str(world.task(NAME, "grant").state) == State.OPEN


def test_the_button_takes_it_back_and_a_reader_is_refused(world, team, sign_in):
    form(team, world)
    route = reverse("organizations:team-formation-withdrawal", args=[team.pk])
    assert sign_in(world.who("team")).post(route).status_code == 403
    assert sign_in(world.who("board")).post(route).status_code in {403, 404}
    assert sign_in(world.who("principal")).post(route).status_code == 302
    team.refresh_from_db()
    assert (team.formed_on, states(world, NAME)) == (None, [State.OPEN])


def test_a_charter_is_no_step_of_this_year(world, team):
    form(team, world)
    write_charter(team, {"purpose": "To read."}, seen=0, by=world.who("team"), on=TODAY)
    assert set(TeamCredit.objects.values_list("what", flat=True)) == {"formed"}


SLIPS = [
    ("{team: circle, when: formed}", "{team: circel, when: formed}",
     'team "circel" is not in teams.yaml; did you mean "circle"?'),
    ("{team: circle, when: formed}", "{team: circle, when: review}",
     "when: review and the name of the review belong together"),
    ("{team: circle, when: formed}", "{team: circle, when: review, review: mixx}",
     'review "mixx" is not in the reviews of this team; did you mean "mix"?'),
    ("scope: school, due: circle-named,", "scope: school, due: circle-named, each_member: true,",
     "a step that a team does is done once: neither each_member nor meeting"),
]  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize(("old", "new", "sentence"), SLIPS)
def test_a_slip_about_what_teams_do_is_told(tmp_path, old, new, sentence):
    pack = copy_of_prairie(tmp_path)
    change(pack, "year-plans/focus-year.yaml", old, new)
    told = problems(pack)
    assert [one.endswith(sentence) for one in told] == [True]
