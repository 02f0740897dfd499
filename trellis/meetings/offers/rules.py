"""Whose word an offered time waits for, who may say it, and who reads of an offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from trellis.meetings import rules
from trellis.meetings.models import Offer, Party
from trellis.meetings.queries.people import Asked
from trellis.meetings.schema import Form, KindOfMeeting
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, within_reach
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability, Level
from trellis.work.rules import roles_done_by

Span = tuple[datetime, datetime]
"""From when to when somebody has no time."""


def offered() -> list[KindOfMeeting]:
    """Kinds for which times are offered to one organization and picked there."""
    return [one for one in rules.told().kinds if one.form == Form.ONE and one.picked_by]


def opened() -> list[KindOfMeeting]:
    """Kinds that are hours which anybody in reach books."""
    return [one for one in rules.told().kinds if one.form == Form.OPEN]


def leads(seats: Iterable[Seat], offer: Offer) -> bool:
    """Whether somebody may steer an offer: whoever leads such meetings there."""
    return offer.organization is not None and (
        rules.lead_seat(seats, offer.kind, at=offer.organization) is not None
    )


def needed(asked: Sequence[Asked]) -> dict[str, list[Asked]]:
    """The people whose word counts, by role: one word for each role is enough.

    A role that nobody holds is not among them, so nobody waits for it.
    """
    found: dict[str, list[Asked]] = {}
    for one in asked:
        found.setdefault(one.role, []).append(one)
    return found


def picks_as(
    seats: Iterable[Seat], offer: Offer, roles: Mapping[str, Sequence[Asked]]
) -> str | None:
    """The role for which somebody's word counts at an offer; None where it does not.

    Besides its holders, whoever does a role's steps may speak for it.
    """
    if offer.organization is None:
        return None
    near, program = _near(offer.organization), programs.current()
    for role in roles:
        for seat in seats:
            speaks = role in roles_done_by(program, seat.role)
            if speaks and seat.organization_id in near and seat.gives(Capability.TASK_DO, program):
                return role
    return None


def _near(organization: Organization) -> set[int]:
    return {pk for pk in (organization.pk, *organization.ancestor_ids().values()) if pk}


def may_read(seats: Sequence[Seat], offer: Offer) -> bool:
    """Whether somebody who has no say in an offer reads of it, as of the meeting it becomes."""
    if offer.organization is None:
        return False
    return rules.may_read(seats, Party(organization=offer.organization, kind=offer.kind))


def stands(words: Iterable[tuple[int, str]], roles: Iterable[str], free: Sequence[int]) -> int:
    """The first free slot for which every needed role has picked it, by (slot, role); or 0."""
    said: dict[int, set[str]] = {}
    for slot, role in words:
        said.setdefault(slot, set()).add(role)
    wanted = set(roles)
    return next((slot for slot in free if wanted and wanted <= said.get(slot, set())), 0)


def is_free(start: datetime, minutes: int, busy: Iterable[Span], *, now: datetime) -> bool:
    """Whether a time is still to come and whoever leads has nothing else then."""
    end = start + timedelta(minutes=minutes)
    return start > now and not any(start < until and since < end for since, until in busy)


# ---- Hours that are booked ----


def led_from(seats: Iterable[Seat], code: str) -> Q:
    """The filter for organizations whose meetings of a kind these seats lead."""
    roles = rules.leading(programs.current(), code)
    return within_reach([one for one in seats if one.role in roles], rules.LEAD)


def booking_seats(seats: Iterable[Seat], kind: KindOfMeeting) -> list[Seat]:
    """The seats from which somebody books hours of a kind: roles that come to it."""
    program, roles = programs.current(), {*kind.roles, *kind.picked_by}
    return [
        seat
        for seat in seats
        if not seat.assigned
        and seat.level in (Level.SCHOOL, Level.DISTRICT)
        and roles & set(roles_done_by(program, seat.role))
        and seat.gives(Capability.TASK_DO, program)
    ]


def booked_for(seats: Iterable[Seat], kind: KindOfMeeting) -> Q:
    """The filter for organizations for which somebody books: the own ones and those below."""
    found = Q(pk__in=[])
    for seat in booking_seats(seats, kind):
        found |= Q(pk=seat.organization_id)
        if seat.level == Level.DISTRICT:
            found |= Q(district=seat.organization_id, level=Level.SCHOOL)
    return found
