"""Another state's teams do its own steps, under its own names."""

from tests.cast import TODAY
from trellis.organizations.actions.team_papers import write_charter
from trellis.organizations.actions.teams import (
    add_members,
    begin_team,
    form_team,
    undo_formation,
)
from trellis.work.models import State, TeamCredit

PACK = "prairie"
NAME = "focus-year/aug-circle.head-1"


def test_the_head_names_the_circle_by_forming_it(world):
    head = world.who("head-of-school")
    circle = begin_team(world["lincoln"], "circle", by=head)
    seats = {
        role: world.who(role).appointments.get(delegated_by=None).pk
        for role in ("head-of-school", "improvement-circle", "area-office")
    }
    brings = dict(zip(seats.values(), ("care", "teaching", "area"), strict=True))
    add_members(circle, brings, by=head, on=TODAY)
    form_team(circle, by=head, on=TODAY)
    assert (world.task(NAME).state, world.task(NAME).settled_by) == (State.DONE, head)
    write_charter(circle, {"promise": "x", "purpose": "x"}, seen=0, by=head, on=TODAY)
    assert TeamCredit.objects.count() == 1
    undo_formation(circle, by=head)
    assert world.task(NAME).state == State.OPEN
