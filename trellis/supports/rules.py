"""Who says what of the catalog."""

from __future__ import annotations

from collections.abc import Iterable

from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, grants
from trellis.programs.schema.roles import Capability, Level


def may_set_memberships(seats: Iterable[Seat], district: Organization) -> bool:
    """Whether somebody says for a district where it is a member."""
    if district.level != Level.DISTRICT or district.closed_on is not None:
        return False
    return any(grants(seat, Capability.MEMBERSHIP_SET, at=district) for seat in seats)
