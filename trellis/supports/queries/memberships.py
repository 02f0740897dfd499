"""Of which organizations a district is a member, for whoever says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.organizations.models import Organization, holding
from trellis.programs.texts import say
from trellis.supports.models import Membership
from trellis.supports.queries.reading import Offerer, offerers


@dataclass(frozen=True)
class MembershipPage:
    """The organizations that have members, and those of which the district is one."""

    choices: list[tuple[str, str]]
    chosen: list[str]
    costs: list[tuple[str, str]]
    """What an organization says of its costs, for the hint beside its name."""


def membership_page(district: Organization, *, on: date) -> MembershipPage:
    """What the form shows; two queries."""
    held = Membership.objects.filter(holding(on), district=district)
    with_members = [one for one in offerers().values() if one.face.memberships]
    return MembershipPage(
        choices=[(one.code, say(one.face.name)) for one in with_members],
        chosen=list(held.values_list("provider__code", flat=True)),
        costs=[(one.face.short, _costs(one)) for one in with_members],
    )


def _costs(one: Offerer) -> str:
    return "; ".join(dict.fromkeys(say(face.cost_words) for face in one.face.levels))
