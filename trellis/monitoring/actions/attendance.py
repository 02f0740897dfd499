"""Noting several meetings at once: that they were held, and who came."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit.errors import NotReady
from trellis.meetings.actions import hold_meeting
from trellis.meetings.models import Meeting
from trellis.people.models import Person


@transaction.atomic
def note_meetings(came: Mapping[Meeting, Collection[int]], *, by: Person, acting: str = "") -> int:
    """Say of some meetings that they were held, with the rows of all who came; how many.

    All of them, or none: whoever may not note one, or comes second, changes nothing.
    """
    if not came:
        raise NotReady(_("Tick at least one meeting that was held."))
    for meeting, rows in came.items():
        hold_meeting(meeting, by=by, came=rows, acting=acting)
    return len(came)
