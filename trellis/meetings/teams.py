"""Meetings of a team: who comes is who is on it, and the agenda keeps to what teams are for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from trellis.kit.errors import NotReady
from trellis.meetings.models import Meeting
from trellis.meetings.queries.people import Asked
from trellis.meetings.rules import local_day
from trellis.meetings.schema import Form, KindOfMeeting
from trellis.organizations.models import Organization, Team, TeamMember
from trellis.organizations.teams import rules as teams
from trellis.organizations.teams.queries import sits
from trellis.organizations.teams.questions import question_of, reviews_due
from trellis.organizations.teams.records import formed_by
from trellis.organizations.teams.schema import TeamKind
from trellis.programs import queries as programs
from trellis.programs.texts import say
from trellis.work.models import Task

Point = tuple[str, str]
MOST_STEPS = 5


def team_of(kind: KindOfMeeting) -> TeamKind | None:
    """The kind of team that meets; None for meetings that are no team's."""
    if kind.form != Form.TEAM or kind.team is None:
        return None
    return teams.kind_of(programs.current(), kind.team)


def asked_team(
    organizations: Sequence[Organization], kind: KindOfMeeting, *, on: date
) -> dict[int, list[Asked]]:
    """Who is on the team of each organization, by its id; one query.

    NotReady where there is no such team yet: it is formed first.
    """
    rows = TeamMember.objects.filter(
        team__in=Team.objects.filter(formed_by(on), kind=kind.team or ""),
        team__organization__in=organizations,
    )
    found: dict[int, list[Asked]] = {one.pk: [] for one in organizations}
    for member in rows.select_related("team", "appointment__person").order_by(
        "appointment__person__sort_name", "pk"
    ):
        if sits(member, on):
            one = Asked(member.appointment.person, member.appointment.role)
            found[member.team.organization_id].append(one)
    missing = [one.name for one in organizations if not found[one.pk]]
    if missing:
        words = {"places": ", ".join(missing)}
        raise NotReady(_("There is no such team yet, so nobody can meet: %(places)s.") % words)
    return found


def team_points(meeting: Meeting, kind: KindOfMeeting, tasks: Iterable[Task]) -> Iterator[Point]:
    """The question of the week, reviews of the month, and each heading with the team's steps.

    Steps about money are no team's matter and never stand here.
    """
    team = team_of(kind)
    if team is None:
        return
    day = local_day(meeting.starts_at)
    question = question_of(team, day)
    if question is not None:
        words = {"question": say(question.text)}
        yield _("The question of the week: %(question)s") % words, f"question:{day.isoformat()}"
    due = reviews_due(team, day)
    for review in team.reviews:
        if review.code in due:
            yield _("Look back: %(review)s") % {"review": say(review.name)}, f"review:{review.code}"
    for number, heading in enumerate(kind.headings):
        said = say(heading.prompt) if heading.prompt else ""
        label = say(heading.label)
        yield f"{label}: {said}" if said else label, f"heading:{heading.code}"
        if not number:
            yield from _steps(team, tasks)


def _steps(team: TeamKind, tasks: Iterable[Task]) -> list[Point]:
    away = teams.kept_away(programs.current()).get(team.role, frozenset())
    found: list[Point] = []
    for task in tasks:
        if task.role != team.role or task.template_code in away:
            continue
        text = task.title
        if task.template is not None:
            planned = programs.program(task.template.version_id).tasks.get(task.template_code)
            text = say(planned.text) if planned is not None and planned.meeting is None else ""
        if text:
            found.append((text, f"task:{task.pk}"))
    return found[:MOST_STEPS]
