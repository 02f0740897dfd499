"""Every write about a series: opening it, who takes part from when to when, its month's meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.meetings import rules as meetings
from trellis.meetings.actions import Facts, plan_meeting
from trellis.meetings.actions.shared import month_of
from trellis.meetings.models import Meeting, Membership, Series
from trellis.meetings.series import rules
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear

MOST = 60


@transaction.atomic
def open_series(
    kind: str,
    title: str,
    organizations: Sequence[Organization],
    *,
    year: ProgramYear,
    on: date,
    by: Person,
    link: str = "",
) -> Series:
    """Begin a series with several organizations, all of them members from that day on.

    NotAllowed unless the person leads such meetings at all of them; NotReady for what is missing.
    """
    if kind not in {one.code for one in rules.kinds()}:
        raise NotReady(_("The program has no such kind of meeting."))
    seats = seats_of(by)
    found = [meetings.lead_seat(seats, kind, at=one) for one in organizations]
    if not organizations:
        raise NotReady(_("Choose at least one organization."))
    if len(organizations) > MOST:
        raise NotReady(_("One meeting holds up to %(most)s organizations.") % {"most": MOST})
    leading = [seat for seat in found if seat is not None]
    if len(leading) < len(found):
        raise NotAllowed(_("Only those who lead these meetings everywhere can begin a series."))
    title = visible(" ".join(title.split()))[:200] or meetings.called(kind)
    made = Series.objects.create(
        kind=kind, year=year, title=title, led_by=by, link=link, created_at=clock.now()
    )
    Membership.objects.bulk_create(
        Membership(series=made, organization=one, starts=on) for one in organizations
    )
    _keep(made, "series begun", by=by, seat=leading[0], of=len(organizations))
    return made


def _keep(series: Series, verb: str, *, by: Person, seat: Seat, of: int) -> None:
    record(
        f"series:{series.pk}", series.title, verb, by=by,
        acting_as=seat.called(programs.current()), after={"organizations": of},
    )  # fmt: skip


def _steering(series: Series, by: Person) -> tuple[Series, Seat]:
    """The series, locked and running, and the seat of whoever leads it. NotAllowed; OutOfOrder."""
    held = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    seat = rules.leading_seat(seats_of(by), by, held)
    if seat is None:
        raise NotAllowed(_("Only those who lead a series change it."))
    if held.ended_at is not None:
        raise OutOfOrder(_("This series has ended."))
    return held, seat


@transaction.atomic
def add_member(series: Series, organization: Organization, *, on: date, by: Person) -> Membership:
    """Let an organization take part from a day on. NotAllowed; OutOfOrder when it does already."""
    held, seat = _steering(series, by)
    if meetings.lead_seat(seats_of(by), held.kind, at=organization) is None:
        raise NotAllowed(_("You don't lead these meetings there."))
    if held.members.filter(ends=None).count() >= MOST:
        raise NotReady(_("One meeting holds up to %(most)s organizations.") % {"most": MOST})
    try:
        with transaction.atomic():
            made = Membership.objects.create(series=held, organization=organization, starts=on)
    except IntegrityError:
        raise OutOfOrder(_("It takes part already.")) from None
    _keep(held, "member added", by=by, seat=seat, of=1)
    return made


@transaction.atomic
def end_membership(membership: Membership, *, on: date, by: Person) -> Membership:
    """Let an organization take part up to a day. NotAllowed; OutOfOrder; NotReady before it began.

    Meetings that are planned already keep their parts.
    """
    held, seat = _steering(membership.series, by)
    if on < membership.starts:
        raise NotReady(_("It takes part from a later day on. Choose a day after that."))
    if not Membership.objects.filter(pk=membership.pk, ends=None).update(ends=on):
        raise OutOfOrder(_("It no longer takes part."))
    _keep(held, "member left", by=by, seat=seat, of=1)
    membership.refresh_from_db()
    return membership


@transaction.atomic
def plan_month(series: Series, facts: Facts, *, by: Person, acting: str = "") -> Meeting:
    """Plan the series' one meeting of a month with everybody who takes part on its day.

    Its topic is that of the month. NotAllowed; OutOfOrder when the month has its meeting; NotReady
    when nobody takes part.
    """
    held, _seat = _steering(series, by)
    day = meetings.local_day(facts.starts_at)
    month = first_of_month(facts.month or month_of(facts.starts_at))
    if held.meetings.filter(month=month).exclude(state=Meeting.State.CANCELLED).exists():
        raise OutOfOrder(_("This month has its meeting already."))
    places = [one.organization for one in rules.members_on(held, day)]
    if not places:
        raise NotReady(_("Nobody takes part on that day."))
    return plan_meeting(
        places, kind=held.kind, year=held.year, facts=facts, series=held, by=by, acting=acting,
        led_by=held.led_by,
    )  # fmt: skip


@transaction.atomic
def end_series(series: Series, *, by: Person) -> Series:
    """End a series; meetings that are planned stay. NotAllowed; OutOfOrder."""
    held, seat = _steering(series, by)
    held.ended_at = clock.now()
    held.save(update_fields=["ended_at"])
    open_ones = held.members.filter(ends=None)
    count = open_ones.filter(starts__lte=clock.today()).update(ends=clock.today())
    open_ones.filter(starts__gt=clock.today()).delete()
    _keep(held, "series ended", by=by, seat=seat, of=count)
    return held
