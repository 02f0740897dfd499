"""Of which organizations a district is a member."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit.errors import NotAllowed
from trellis.organizations.models import Organization
from trellis.organizations.rules import seat_for, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.supports import rules
from trellis.supports.models import Membership, Provider


@transaction.atomic
def set_memberships(
    district: Organization,
    providers: Iterable[Provider],
    *,
    by: Person,
    on: date,
    acting_as: str = "",
) -> bool:
    """A district is a member of these organizations from a day on, and of no others.

    Answers whether anything changed. NotAllowed for who has no say in the district.
    """
    seats = seats_of(by)
    seat = seat_for(seats, Capability.MEMBERSHIP_SET, at=district, acting=acting_as)
    if seat is None or not rules.may_set_memberships(seats, district):
        raise NotAllowed(_("Only the district says where it is a member."))
    Organization.objects.select_for_update().get(pk=district.pk)  # one list at a time
    chosen = {one.pk: one for one in providers}
    running = Membership.objects.filter(district=district, ends=None)
    before = dict(running.values_list("provider_id", "provider__code"))
    gone = running.exclude(provider__in=chosen)
    gone.filter(starts__gte=on).delete()
    gone.update(ends=on - timedelta(days=1))
    fresh = [one for pk, one in chosen.items() if pk not in before]
    Membership.objects.bulk_create(
        Membership(district=district, provider=one, starts=on) for one in fresh
    )
    after = sorted(one.code for one in chosen.values())
    if sorted(before.values()) == after:
        return False
    record(
        f"organization:{district.pk}",
        district.name,
        "set memberships",
        by=by,
        acting_as=seat.called(programs.current()),
        before={"memberships": sorted(before.values())},
        after={"memberships": after},
    )
    return True
