"""The draft of what a board is told: topics of the month, and how each school stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from trellis.kit.dates import full, short
from trellis.monitoring.queries.briefs import words_on
from trellis.monitoring.reports import gatherings
from trellis.monitoring.reports.boards import Presenters
from trellis.monitoring.spotlight import Known
from trellis.programs.program import Program
from trellis.programs.schema.year_plan import PlannedActivity
from trellis.programs.texts import say


def outline(
    activity: PlannedActivity,
    named: Sequence[Presenters],
    schools: Sequence[Known],
    program: Program,
    *,
    month: date,
    on: date,
) -> str:
    """Lines of text: `## ` begins a heading, `- ` a point. Nothing here is made up; one query.

    Meetings are those of `month`, the one that the update belongs to.
    """
    lines = [_("Presented by: %s") % names(named), ""]
    for topic in activity.topics:
        lines += [f"## {say(topic)}", _("What the board should know:"), ""]
    known = gatherings.gathered(schools, month, on=on)
    for one in schools:
        told = [*_facts(one, program, on), *gatherings.lines(known[one.id], program, month)]
        lines += [f"## {one.name}", *(f"- {each}" for each in told), ""]
    lines += [f"## {_('What we ask of the board')}", "", _("Figures as of %s.") % full(on)]
    return "\n".join(lines)


def names(named: Sequence[Presenters]) -> str:
    """Who presents, each with their role."""
    found = [
        f"{', '.join(one.names) if one.names else _('nobody yet')} ({one.role})" for one in named
    ]
    return "; ".join(found)


def _facts(one: Known, program: Program, on: date) -> list[str]:
    support, words = words_on(program, on).support(one), {"done": one.done, "all": one.steps}
    found = [support] if support else []
    if one.steps:
        found.append(_("%(done)s of %(all)s steps of the year are done") % words)
    found.append(_("Past their date: %s") % one.late if one.late else _("Nothing is past its date"))
    if one.due:
        found.append(_("Next date: %s") % short(one.due))
    return found
