"""Past meetings do the month's steps as done before Trellis: never on time, never late."""

from trellis.history.models import Entry
from trellis.meetings.actions import hold_meeting, reopen_meeting
from trellis.meetings.logs.tests.filing import leader, loaded, row
from trellis.meetings.models import Credit, LoggedStep, Meeting
from trellis.meetings.tests.planning import FIRST, SECOND, part, planned, rows
from trellis.work.actions import complete_task
from trellis.work.models import Completion, State

PLAN = "intensive-planning"
PRINCIPAL, DISTRICT = f"{PLAN}/nov-topics.principal-1", f"{PLAN}/nov-topics.district-1"
TWO = (row("2026-11-10", came="Principal"), row("2026-11-24", came="Principal"))


def test_steps_of_roles_that_came_are_done_before_trellis_once_enough_were_held(world, tmp_path):
    loaded(tmp_path, TWO[0], by=leader(world))
    assert world.task(PRINCIPAL).state == State.OPEN
    loaded(tmp_path, TWO[1], by=leader(world))
    task = world.task(PRINCIPAL)
    assert (task.state, task.settled_by) == (State.EARLIER, leader(world))
    assert world.task(DISTRICT).state == State.OPEN
    assert (Credit.objects.count(), Completion.objects.filter(task=task).count()) == (0, 0)
    entry = Entry.objects.get(subject=f"task:{task.pk}", verb="done before")
    assert entry.after["why"] == "past meetings"


def test_a_role_that_the_log_does_not_name_keeps_its_step(world, tmp_path):
    loaded(tmp_path, row("2026-11-10", came=5), row("2026-11-24"), by=leader(world))
    assert [world.task(one).state for one in (PRINCIPAL, DISTRICT)] == [State.OPEN] * 2


def test_a_meeting_here_after_one_from_a_log_credits_only_who_came_here(world, tmp_path):
    loaded(tmp_path, row("2026-11-10", came="Principal"), by=leader(world))
    meeting = planned(world, at=SECOND)
    hold_meeting(meeting, by=leader(world), came=rows(part(meeting, world), "district"))
    assert world.task(PRINCIPAL).state == State.EARLIER
    assert world.task(DISTRICT).state == State.DONE


def test_without_the_past_meeting_the_step_is_open_again(world, tmp_path):
    loaded(tmp_path, *TWO, by=leader(world))
    reopen_meeting(Meeting.objects.filter(imported=True)[0], by=leader(world))
    assert world.task(PRINCIPAL).state == State.OPEN
    assert not LoggedStep.objects.exists()


def test_what_somebody_did_by_hand_stays(world, tmp_path):
    complete_task(world.task(PRINCIPAL), by=world.who("principal"), on=FIRST.date())
    loaded(tmp_path, *TWO, by=leader(world))
    assert world.task(PRINCIPAL).state == State.DONE
    assert world.task(PRINCIPAL).settled_by == world.who("principal")
