"""What is still missing before a release may be published and its years opened."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles.facts import rules_of
from trellis.cycles.models import Proposal
from trellis.designations.models import Release
from trellis.programs import queries as programs
from trellis.programs.date_rules import MISSING
from trellis.programs.texts import say

ON_PURPOSE = (Proposal.Kind.BY_HAND, Proposal.Kind.ESCALATE, Proposal.Kind.EXIT)
"""What nobody but a person decides: these are settled before a release goes out."""


def before_publication(release: Release, *, trial: bool = False) -> list[str]:
    """What keeps a release from being published; a trial opens past years and asks no dates."""
    missing = [] if trial else missing_dates(release.year.start)
    missing += unsettled(release)
    if not _concerns_anybody(release):
        missing.append(
            _("No organization in this release has a designation with a year plan or support.")
        )
    return missing


def missing_dates(start: int) -> list[str]:
    """Days that the pack marks as needed and that nobody has announced for the year."""
    installed = programs.installation()
    if installed is None:
        return []
    program = programs.program(installed.version_id)
    days = programs.dates(start, installed.version_id)
    return [
        _("The day of “%(label)s” is missing. Announce it first.") % {"label": say(rule.label)}
        for code, rule in program.dates.items()
        if rule.required and days[code].standing == MISSING
    ]


def unsettled(release: Release) -> list[str]:
    """Proposals that only a person may decide, and nobody has."""
    count = release.proposals.filter(kind__in=ON_PURPOSE, settled_at=None).count()
    if not count:
        return []
    text = ngettext(
        "One proposal is not settled. Decide it first.",
        "%(num)s proposals are not settled. Decide them first.",
        count,
    )
    return [text % {"num": count}]


def _concerns_anybody(release: Release) -> bool:
    ranks = rules_of(programs.current(), release).ranks
    named = release.proposals.exclude(designation="")
    return named.filter(designation__in=[*ranks]).exists()
