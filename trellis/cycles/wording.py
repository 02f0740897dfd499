"""The words in which proposals, terms and endings are told."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from trellis.designations.schema import Designations
from trellis.designations.support.schema import SupportStatuses
from trellis.programs.program import Program
from trellis.programs.texts import say

REASONS = {
    "new": _("Newly designated; a year plan opens."),
    "no-plan": _("Newly designated; the state has set no year plan for this."),
    "runs": _("Its year of this school year runs already."),
    "has-status": _("Its status of this school year is known already."),
    "term-opens": _("The next term of its cycle has a year plan."),
    "next-term": _("In the middle of its cycle; the next term follows."),
    "more-midway": _("In the middle of its cycle, designated for more support than before."),
    "differs": _("Designated for more support than its status of this school year."),
    "not-named": _("It has a support status, and the release says nothing of it."),
    "not-enough": _("At the end of its cycle it still needs this support."),
    "end-of-the-line": _("At the end of its cycle; the program names no support beyond this one."),
    "less-at-end": _("At the end of its cycle, designated for less support than before."),
    "enough": _("At the end of its cycle, and no longer designated so."),
    "exit-by-hand": _("At the end of its cycle; somebody has to say whether it leaves."),
    "ran-out": _("Its last known status ended some years ago."),
    "closed": _("It is closed."),
    "corrected": _("A correction designates it."),
}
"""Why something is proposed, by code."""

ENDINGS = {
    "left": _("It left this support."),
    "closed": _("The organization closed."),
    "stopped": _("A corrected release no longer designates it so."),
    "exit": _("It left this support with a release."),
    "escalated": _("Another support began with a release."),
}
"""Why a year plan ended, by code."""


def designation_words(program: Program, vocabulary: str = "") -> Mapping[str, str]:
    """Designations in words, as the given period calls them where it does."""
    said = program.section("designations", Designations).vocabularies
    ordered = sorted(said, key=lambda one: one.code == vocabulary)
    return {term.code: say(term.label) for one in ordered for term in one.terms}


def term_words(program: Program) -> Mapping[str, str]:
    """Terms of support in words."""
    terms = program.section("support-status", SupportStatuses).terms
    return {term.code: say(term.label) for term in terms}
