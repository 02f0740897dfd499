"""What is missing before a team exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from trellis.organizations.models import TeamMember
from trellis.organizations.teams.schema import TeamKind
from trellis.programs.program import Program
from trellis.programs.texts import say


def missing_members(members: Sequence[TeamMember], kind: TeamKind) -> list[str]:
    """A sentence for each side from which somebody is missing; one where nobody is there."""
    if not members:
        return [_("Nobody is on the team yet. Add members.")]
    sides = {one.code: one.side for one in kind.brings}
    counts = Counter(sides.get(one.brings, "") for one in members)
    return [say(need.words) for need in kind.needs if counts[need.side] < need.at_least]


def missing_agreements(agreed: Iterable[str], kind: TeamKind, program: Program) -> list[str]:
    """A sentence for each role that has not agreed to today's list."""
    there = set(agreed)
    return [
        _("Not agreed to the list yet: %(role)s.") % {"role": say(program.roles[role].name)}
        for role in kind.agreed_by
        if role not in there and role in program.roles
    ]
