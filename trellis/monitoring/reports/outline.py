"""The draft of what a board is told: topics of the month, and how each school stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from trellis.kit.dates import full
from trellis.monitoring.queries.briefs import Brief
from trellis.monitoring.reports.boards import Presenters
from trellis.programs.schema.year_plan import PlannedActivity
from trellis.programs.texts import say


def outline(
    activity: PlannedActivity, named: Sequence[Presenters], schools: Sequence[Brief], *, on: date
) -> str:
    """Lines of text: `## ` begins a heading, `- ` a point. Nothing here is made up."""
    lines = [_("Presented by: %s") % names(named), ""]
    for topic in activity.topics:
        lines += [f"## {say(topic)}", _("What the board should know:"), ""]
    for one in schools:
        lines += [f"## {one.name}", *(f"- {each}" for each in _facts(one)), ""]
    lines += [f"## {_('What we ask of the board')}", "", _("Figures as of %s.") % full(on)]
    return "\n".join(lines)


def names(named: Sequence[Presenters]) -> str:
    """Who presents, each with their role."""
    found = [
        f"{', '.join(one.names) if one.names else _('nobody yet')} ({one.role})" for one in named
    ]
    return "; ".join(found)


def _facts(one: Brief) -> list[str]:
    words = {"done": one.done, "all": one.steps}
    found = [one.support] if one.support else []
    if one.steps:
        found.append(_("%(done)s of %(all)s steps of the year are done") % words)
    late = len(one.late.named) + one.late.more
    found.append(_("Past their date: %s") % late if late else _("Nothing is past its date"))
    if one.meetings:
        found.append(_("Meetings with the coordinator this month: %s") % one.meetings)
    soon = [text for text, _role, _when in one.soon.named]
    if soon:
        found.append(_("Next: %s") % soon[0])
    return found
