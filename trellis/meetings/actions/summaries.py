"""Mailing what was shared of a meeting; never what is for the agency only."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit import clock, dates
from trellis.kit.errors import NotReady
from trellis.meetings import rules
from trellis.meetings.actions import telling
from trellis.meetings.actions.shared import HELD, hold, keep, must_be, noting
from trellis.meetings.models import Attendance, FollowUp, Meeting, Note, Party
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say

SHARED = Note.Visibility.SHARED


@transaction.atomic
def send_summary(party: Party, *, by: Person, acting: str = "") -> int:
    """Mail one party's shared notes and agreements to everybody who was asked to come; how many.

    NotAllowed; OutOfOrder before it was held; NotReady where there is nothing to tell or nobody.
    """
    meeting = hold(party.meeting)
    seat = noting(party, by, acting)
    must_be(meeting, HELD)
    notes = list(party.notes.filter(visibility=SHARED).exclude(text=""))
    steps = list(FollowUp.objects.filter(party=party).select_related("task"))
    if not notes and not steps and not meeting.next_step:
        raise NotReady(_("Write a shared note or agree on a step first."))
    rows = Attendance.objects.filter(party=party, person__is_active=True).select_related(
        "person", "party__organization"
    )
    at = clock.now()

    def written(one: Party) -> tuple[str, str]:
        return _written(meeting, one, notes, steps)

    again = at.isoformat()
    count = telling.tell(meeting, rows, "meeting-summary", written, by=by, again=again)
    if not count:
        raise NotReady(_("Nobody else was asked to come; there is nobody to send it to."))
    Party.objects.filter(pk=party.pk).update(summary_sent_at=at)
    keep(meeting, "summary sent", by=by, seat=seat,
         after={"organization": party.organization_id, "people": count})  # fmt: skip
    return count


def _written(
    meeting: Meeting, party: Party, notes: list[Note], steps: list[FollowUp]
) -> tuple[str, str]:
    day = dates.full(rules.local_day(meeting.starts_at))
    words = {"title": telling.called(meeting), "place": party.organization.name, "day": day}
    pieces = [_("%(title)s for %(place)s on %(day)s") % words]
    if meeting.topic:
        pieces.append(_("Topic: %s") % meeting.topic)
    pieces += _under_headings(party, notes)
    if steps:
        pieces.append(_("Agreed:") + "\n" + "\n".join(_step(one) for one in steps))
    if meeting.next_step:
        pieces.append(_("Next step: %s") % meeting.next_step)
    pieces.append(telling.page(party))
    return _("Summary of %(day)s: %(title)s, %(place)s") % words, "\n\n".join(pieces)


def _under_headings(party: Party, notes: list[Note]) -> Iterator[str]:
    kind = rules.kind_of(party.kind)
    for heading in rules.told().headings_of(kind) if kind else []:
        for note in notes:
            if note.heading == heading.code:
                yield say(heading.label).upper() + "\n" + note.text


def _step(one: FollowUp) -> str:
    role = programs.current().roles.get(one.task.role)
    words = {"role": say(role.name) if role else one.task.role, "title": one.task.title}
    if one.task.due is None:
        return _("- %(role)s: %(title)s") % words
    return _("- %(role)s: %(title)s (by %(day)s)") % {**words, "day": dates.short(one.task.due)}
