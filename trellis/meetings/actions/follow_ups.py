"""What a meeting agreed on: each agreement becomes a step of its own."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit.errors import NotReady
from trellis.meetings import rules
from trellis.meetings.actions.shared import HELD, PLANNED, hold, keep, must_be, noting
from trellis.meetings.models import FollowUp, Party
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import actions as work


@transaction.atomic
def add_follow_up(
    party: Party, *, title: str, role: str, by: Person, due: date | None = None, acting: str = ""
) -> FollowUp:
    """Make an agreement a step of a role, in the organization's year; it stands on My work.

    NotAllowed; OutOfOrder when the meeting was called off; NotReady for what is missing.
    """
    meeting = hold(party.meeting)
    seat = noting(party, by, acting)
    must_be(meeting, PLANNED, HELD)
    if role not in follow_up_roles(party.kind):
        raise NotReady(_("Choose whose step this is."))
    acting_as = seat.called(programs.current())
    task = work.add_own_task(
        party.organization, year=meeting.year, title=title, role=role, due=due,
        month=party.month, by=by, acting_as=acting_as,
    )  # fmt: skip
    found = FollowUp.objects.create(party=party, task=task)
    keep(meeting, "agreed on a step", by=by, seat=seat,
         after={"organization": party.organization_id, "task": task.pk})  # fmt: skip
    return found


def follow_up_roles(code: str) -> list[str]:
    """Codes of the roles that a meeting of a kind may agree on a step for."""
    kind = rules.kind_of(code)
    return list(dict.fromkeys([*kind.roles, kind.led_by])) if kind else []
