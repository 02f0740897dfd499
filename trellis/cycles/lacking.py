"""What a release and its year still lack, in sentences; for checks and for pages alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles.facts import rules_of
from trellis.cycles.models import Proposal
from trellis.designations.letters.schema import Letters, Moment
from trellis.designations.models import AdvanceNotice, Designation, Letter, Release
from trellis.designations.schema import ReleaseDay
from trellis.organizations.models import Level, Organization
from trellis.programs import queries as programs
from trellis.programs.date_rules import MISSING, Resolved
from trellis.programs.program import Program
from trellis.programs.texts import say

AHEAD = Moment.ADVANCE
ON_PURPOSE = (Proposal.Kind.BY_HAND, Proposal.Kind.ESCALATE, Proposal.Kind.EXIT)
"""What nobody but a person decides: these are settled before a release goes out."""


def days_of(start: int, version_id: int | None = None) -> dict[str, Resolved]:
    """The dates of a year as rules and people say, in a version or the installed one."""
    if version_id is None:
        installed = programs.installation()
        version_id = installed.version_id if installed else None
    return programs.dates(start, version_id) if version_id is not None else {}


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


def with_unheard(releases: QuerySet[Release], program: Program) -> QuerySet[Release]:
    """Releases with how many districts were not told ahead, and how many early letters wait.

    Both are asked with the release itself, so that the page costs no query more.
    """
    told = AdvanceNotice.objects.in_force().filter(release=OuterRef("release")).values("district")
    letters = Letter.objects.filter(release=OuterRef("pk"), state=Letter.State.READY)
    ahead = [one.code for one in program.section("letters", Letters).kinds if one.at == AHEAD]
    named = Designation.objects.filter(release=OuterRef("pk"))
    place = Coalesce("organization__district", "organization")
    districts = named.annotate(place=place).filter(
        Exists(Organization.objects.filter(pk=OuterRef("place"), level=Level.DISTRICT))
    )
    silent = districts.exclude(place__in=told)
    return releases.annotate(
        silent=_count(silent, Count("place", distinct=True)),
        early=_count(letters.filter(kind__in=ahead), Count("pk")),
    )


def _count(rows: QuerySet[Any], number: Count) -> Coalesce:
    """A number of rows as a part of another statement."""
    counted = rows.order_by().values("release").annotate(number=number).values("number")
    return Coalesce(Subquery(counted), 0)


def unheard(silent: int, early: int, program: Program) -> list[str]:
    """Who would learn of the release from somebody else, in sentences: asked about, not refused.

    From the numbers of `with_unheard` (R-004-09).
    """
    found = []
    if silent and program.section("release", ReleaseDay).advance.told:
        text = ngettext(
            "One district has not been told ahead.",
            "%(num)s districts have not been told ahead.",
            silent,
        )
        found.append(text % {"num": silent})
    if early:
        text = ngettext(
            "One letter that goes out before everybody else hears is not sent.",
            "%(num)s letters that go out before everybody else hears are not sent.",
            early,
        )
        found.append(text % {"num": early})
    return found
