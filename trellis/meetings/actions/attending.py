"""Who came, that a meeting was held, and what that does to the month's steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.meetings import rules
from trellis.meetings.actions.credits import settle_steps
from trellis.meetings.actions.shared import (
    CANCELLED,
    HELD,
    PLANNED,
    hold,
    keep,
    must_be,
    noting,
    parties_of,
    steering,
)
from trellis.meetings.models import Attendance, Meeting, Party
from trellis.meetings.queries.people import Asked
from trellis.organizations.rules import Seat
from trellis.people.models import Person


@transaction.atomic
def note_attendance(
    party: Party,
    came: Collection[int],
    *,
    by: Person,
    also: Sequence[Asked] = (),
    acting: str = "",
) -> int:
    """Note who of one party came, by the numbers of their rows; how many did.

    `also` came without being asked. Once the meeting was held, the month's steps follow.
    NotAllowed; OutOfOrder when it was called off; NotReady before its day.
    """
    meeting = hold(party.meeting)
    seat = noting(party, by, acting)
    must_be(meeting, PLANNED, HELD)
    _must_have_begun(meeting)
    count = _note(party, came, also)
    keep(meeting, "attendance noted", by=by, seat=seat,
         after={"organization": party.organization_id, "came": count})  # fmt: skip
    if meeting.state == HELD:
        settle_steps(meeting, [party], by=by, seat=seat)
    return count


def _must_have_begun(meeting: Meeting) -> None:
    if rules.local_day(meeting.starts_at) > clock.today():
        raise NotReady(_("This meeting has not begun yet. Note it on its day or later."))


def _note(party: Party, came: Collection[int], also: Iterable[Asked]) -> int:
    rows = party.attendance
    rows.filter(pk__in=came).update(attended=True)
    rows.exclude(pk__in=came).update(attended=False)
    for one in also:
        rows.update_or_create(
            person=one.person, defaults={"attended": True}, create_defaults={
                "role": one.role, "attended": True,
            },
        )  # fmt: skip
    return rows.filter(attended=True).count()


@transaction.atomic
def hold_meeting(
    meeting: Meeting, *, by: Person, came: Collection[int] | None = None, acting: str = ""
) -> Meeting:
    """Say that a planned meeting was held; `came` numbers the rows of all who did.

    Without `came` what was noted stands, and who leads it came. When all the month's expected
    meetings were held, the steps that ask for them are done for each role that attended one.
    NotAllowed; OutOfOrder when it is not planned; NotReady before its day.
    """
    kept = hold(meeting)
    parties = parties_of(kept)
    seat = steering(kept, by, acting, parties)
    must_be(kept, PLANNED)
    _must_have_begun(kept)
    rows = Attendance.objects.filter(party__meeting=kept)
    if came is None:
        rows.filter(person=kept.led_by_id, attended=None).update(attended=True)
    else:
        rows.filter(pk__in=came).update(attended=True)
        rows.exclude(pk__in=came).update(attended=False)
    _move(kept, HELD)
    keep(kept, "held", by=by, seat=seat, after={"came": rows.filter(attended=True).count()})
    settle_steps(kept, parties, by=by, seat=seat)
    return kept


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, by: Person, acting: str = "") -> Meeting:
    """Take back that a meeting was held; steps that rested on it are open again.

    NotAllowed; OutOfOrder when it was not held.
    """
    kept = hold(meeting)
    parties = parties_of(kept)
    seat: Seat = steering(kept, by, acting, parties)
    must_be(kept, HELD)
    _move(kept, PLANNED)
    keep(kept, "reopened", by=by, seat=seat)
    settle_steps(kept, parties, by=by, seat=seat)
    return kept


def _move(meeting: Meeting, state: Meeting.State) -> None:
    """Set a locked meeting's state, and that of its parties."""
    assert state != CANCELLED  # noqa: S101 - calling off tells people; it has its own action
    meeting.state, meeting.version = state, meeting.version + 1
    meeting.held_at = clock.now() if state == HELD else None
    meeting.save(update_fields=["state", "version", "held_at"])
    meeting.parties.update(state=state)
