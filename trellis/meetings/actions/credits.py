"""Steps that attending does: brought in step with what was held and who came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from trellis.kit import dates
from trellis.meetings import rules
from trellis.meetings.actions.logged import Spot, asks_for, settle_logged
from trellis.meetings.actions.shared import HELD
from trellis.meetings.models import Attendance, Cadence, Credit, Meeting, Party
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say
from trellis.work import actions as work
from trellis.work.models import Task


@dataclass
class Came:
    """The people of one role who attended one of the month's meetings, with the first day."""

    people: dict[int, Person] = field(default_factory=dict)
    first: dict[int, date] = field(default_factory=dict)


def settle_steps(meeting: Meeting, parties: Iterable[Party], *, by: Person, seat: Seat) -> None:
    """Credit and take back the month's steps of these parties, in the caller's transaction.

    When as many meetings of the kind were held as the month expects (one, where nothing is
    expected), each role that attended one has done its step; a role that attended none has not.
    Whatever somebody did or undid by hand stays as it is.
    """
    for party in parties:
        tasks, acting_as = steps_of(party, meeting), seat.called(programs.current())
        if tasks and _settle(party, meeting, tasks, by=by, acting_as=acting_as):
            spot = Spot(party.organization_id, meeting.kind, meeting.year_id, party.month)
            settle_logged([spot], by=by, acting_as=acting_as)


def steps_of(party: Party, meeting: Meeting) -> list[Task]:
    """The steps of a party's month that attending this kind of meeting does."""
    found = Task.objects.filter(
        workplan__organization=party.organization_id, workplan__year=meeting.year_id,
        month=party.month, act="meet", template__isnull=False,
    )  # fmt: skip
    near = ("workplan__organization", "held_at", "template")
    return [one for one in found.select_related(*near) if asks_for(one, meeting.kind)]


def _settle(
    party: Party, meeting: Meeting, tasks: Sequence[Task], *, by: Person, acting_as: str
) -> bool:
    """Credit and take back; whether a past meeting from a log counts in this month as well."""
    came, enough, logged = _attended(party, meeting)
    mine = Credit.objects.filter(
        organization=party.organization_id, kind=meeting.kind, month=party.month
    )
    credits = list(mine.select_related("completion__task", "completion__by"))
    for task in tasks:
        role = came.get(task.role, Came()) if enough else Came()
        own = [one for one in credits if one.completion.task_id == task.pk]
        live = [one for one in own if one.completion.withdrawn_at is None]
        gone = [one for one in live if one.completion.by_id not in role.people]
        for one in gone:
            completion = one.completion
            one.delete()
            work.take_back_attendance([completion], by=by, acting_as=acting_as)
        undone = {one.completion.by_id for one in own if one not in live}
        if undone and not task.each_member:
            continue  # somebody undid it by hand
        for pk, person in role.people.items():
            if pk not in undone:
                _credit(party, meeting, task, person, max(role.first[pk], enough or role.first[pk]),
                        by=by, acting_as=acting_as)  # fmt: skip
    return logged


def _attended(party: Party, meeting: Meeting) -> tuple[dict[str, Came], date | None, bool]:
    """Who came to the month's held meetings, by role; and the day on which they sufficed.

    Meetings from a log count among those held, but nobody is credited by them. The last part says
    whether there are any.
    """
    held = list(
        Party.objects.filter(
            organization=party.organization_id, kind=meeting.kind, month=party.month, state=HELD,
            meeting__year=meeting.year_id,
        )
        .select_related("meeting")
        .order_by("meeting__starts_at")
    )  # fmt: skip
    expected = expected_in(party.organization_id, meeting.year_id, meeting.kind, party.month)
    enough = (
        rules.local_day(held[expected - 1].meeting.starts_at) if len(held) >= expected else None
    )
    noted = [one for one in held if not one.meeting.imported]
    days = {one.pk: rules.local_day(one.meeting.starts_at) for one in noted}
    found: dict[str, Came] = {}
    rows = Attendance.objects.filter(party__in=days, attended=True).select_related("person")
    for row in rows.order_by("party__meeting__starts_at", "pk"):
        came = found.setdefault(row.role, Came())
        came.people.setdefault(row.person_id, row.person)
        came.first.setdefault(row.person_id, days[row.party_id])
    return found, enough, meeting.imported or len(noted) < len(held)


def expected_in(organization: int, year: int, kind: str, month: date) -> int:
    """How many meetings of a kind a month expects; at least one."""
    found = Cadence.objects.filter(
        organization=organization, year=year, kind=kind,
        first_month__lte=month, last_month__gte=month,
    )  # fmt: skip
    return max(found.values_list("per_month", flat=True).first() or 1, 1)


def _credit(
    party: Party, meeting: Meeting, task: Task, person: Person, on: date, *,
    by: Person, acting_as: str,
) -> None:  # fmt: skip
    role = programs.current().roles.get(task.role)
    words = {"role": say(role.name) if role else task.role, "day": dates.short(on)}
    said = _("%(role)s, by attending on %(day)s") % words
    done = work.credit_attendance(task, person, by=by, on=on, acting_as=acting_as, words=said)
    if done is not None:
        Credit.objects.create(
            organization_id=party.organization_id, kind=meeting.kind, month=party.month,
            completion=done,
        )  # fmt: skip
