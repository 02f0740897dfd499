"""Steps that wait for a team start when it exists, and have a last day from then on."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from trellis.kit.school_year import last_of_month
from trellis.organizations.formations import Formed
from trellis.organizations.models import Team
from trellis.organizations.teams.records import formed_by
from trellis.organizations.teams.rules import waiting_steps
from trellis.programs import queries as programs
from trellis.work.models import State, Task

TIME = timedelta(days=30)
"""What a new team has at least before a step that waited for it can be late."""


@transaction.atomic
def start_team_steps(formed: Formed) -> None:
    """Give open steps that waited for this team a last day.

    It is the end of their month, or thirty days from the team's first day if that is later.
    """
    here = Task.objects.filter(workplan__organization_id=formed.organization_id)
    _start(here, formed.kind, formed.on)


@transaction.atomic
def stop_team_steps(organization: int, kind: str) -> None:
    """Let open steps wait for a team again that does not exist after all."""
    here = Task.objects.filter(workplan__organization=organization, state=State.OPEN)
    here.filter(template_code__in=_codes(kind)).update(late_after=None)


@transaction.atomic
def start_where_teams_exist(year: int, *, on: date, after: int = 0) -> None:
    """The same for steps that open later than their team, wherever it exists already.

    `after` is the highest number among the steps that were there before.
    """
    for kind in sorted(set(waiting_steps(programs.current()).values())):
        teams = Team.objects.filter(formed_by(on), kind=kind).values("organization")
        here = Task.objects.filter(workplan__year=year, workplan__organization__in=teams)
        _start(here.filter(pk__gt=after), kind, on)


def _start(tasks: QuerySet[Task], kind: str, on: date) -> None:
    rows = tasks.filter(template_code__in=_codes(kind), state=State.OPEN, late_after=None)
    months: set[date] = set(rows.order_by().values_list("month", flat=True))
    for month in sorted(months):
        last = max(last_of_month(month.year, month.month), on + TIME)
        rows.filter(month=month).update(late_after=last)


def _codes(kind: str) -> list[str]:
    """The steps that wait for a kind of team."""
    return [code for code, waits in waiting_steps(programs.current()).items() if waits == kind]
