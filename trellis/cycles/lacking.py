"""What a release and its year still lack, in sentences; for checks and for pages alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles.facts import rules_of
from trellis.cycles.models import Proposal
from trellis.designations.letters.schema import Letters, Moment
from trellis.designations.models import AdvanceNotice, Letter, Release
from trellis.designations.queries import districts_of
from trellis.designations.schema import ReleaseDay
from trellis.programs import queries as programs
from trellis.programs.date_rules import MISSING, Resolved
from trellis.programs.program import Program
from trellis.programs.texts import say

AHEAD = Moment.ADVANCE
ON_PURPOSE = (Proposal.Kind.BY_HAND, Proposal.Kind.ESCALATE, Proposal.Kind.EXIT)
"""What nobody but a person decides: these are settled before a release goes out."""


def days_of(start: int) -> dict[str, Resolved]:
    """The dates of a year as rules and people say."""
    installed = programs.installation()
    return programs.dates(start, installed.version_id) if installed else {}


def missing_dates(program: Program, days: Mapping[str, Resolved]) -> list[str]:
    """Days that the pack marks as needed and that nobody has announced for the year."""
    return [
        _("The day of “%(label)s” is missing. Announce it first.") % {"label": say(rule.label)}
        for code, rule in program.dates.items()
        if rule.required and code in days and days[code].standing == MISSING
    ]


Told = tuple[str, str, bool]
"""Kind and designation of a proposal, and whether somebody settled it."""


def unsettled(told: Iterable[Told]) -> list[str]:
    """Proposals that only a person may decide, and nobody has."""
    count = sum(kind in ON_PURPOSE and not settled for kind, _designation, settled in told)
    if not count:
        return []
    text = ngettext(
        "One proposal is not settled. Decide it first.",
        "%(num)s proposals are not settled. Decide them first.",
        count,
    )
    return [text % {"num": count}]


def nobody(told: Iterable[Told], release: Release, program: Program) -> list[str]:
    """A release that designates nobody for anything is the wrong file."""
    ranks = rules_of(program, release).ranks
    if any(designation in ranks for _kind, designation, _settled in told):
        return []
    return [_("No organization in this release has a designation with a year plan or support.")]


def unheard(release: Release, program: Program) -> list[str]:
    """Who would learn of the release from somebody else, in sentences: asked about, not refused.

    Two queries at most (R-004-09).
    """
    found = []
    if program.section("release", ReleaseDay).advance.told:
        told = AdvanceNotice.objects.in_force().filter(release=release).values("district")
        if silent := districts_of(release).exclude(pk__in=told).count():
            text = ngettext(
                "One district has not been told ahead.",
                "%(num)s districts have not been told ahead.",
                silent,
            )
            found.append(text % {"num": silent})
    ahead = [one.code for one in program.section("letters", Letters).kinds if one.at == AHEAD]
    waiting = Letter.objects.filter(release=release, kind__in=ahead, state=Letter.State.READY)
    if ahead and (ready := waiting.count()):
        text = ngettext(
            "One letter that goes out before everybody else hears is not sent.",
            "%(num)s letters that go out before everybody else hears are not sent.",
            ready,
        )
        found.append(text % {"num": ready})
    return found
