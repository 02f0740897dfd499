"""Steps that a team does by being formed, or by what it keeps: credited, and taken back with it.

Whether somebody may form a team or write for it is asked where they do; everything here runs in
that transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock, dates
from trellis.kit.dates import first_of_month
from trellis.organizations.formations import Done
from trellis.organizations.rules import seats_of
from trellis.organizations.teams.rules import deeds
from trellis.programs import queries as programs
from trellis.programs.schema.year_plan import TeamEvent
from trellis.programs.texts import say
from trellis.work import rules
from trellis.work.actions.shared import entry, hold, same_deed
from trellis.work.actions.team_steps import stop_team_steps
from trellis.work.models import Completion, State, Task, TeamCredit


def follow_team(done: Done) -> None:
    """Bring the steps of the year in step with what a team did, or with what was taken back."""
    if done.undone:
        _take_back(done)
        return
    for task in _asked(done):
        _credit(task, done)


def _asked(done: Done) -> Iterable[Task]:
    """Open steps that this does; a review only those of its month or an earlier one.

    Of steps that are one deed the one that is the person's own comes first.
    """
    codes = [
        code
        for code, one in deeds(programs.current()).items()
        if (one.team, one.when, one.review or "") == (done.kind, done.what, done.review)
    ]
    rows = Task.objects.filter(
        workplan__organization=done.organization_id, template_code__in=codes, state=State.OPEN
    )
    if done.what == TeamEvent.REVIEW:
        rows = rows.filter(month__lte=first_of_month(done.on))
    found = list(rows.select_related("workplan__organization", "held_at").order_by("order", "pk"))
    seats = seats_of(done.by)
    return sorted(found, key=lambda one: not rules.fits(one, seats))


def _credit(task: Task, done: Done) -> None:
    """Mark a step done, and those that are the same deed; nothing where it was settled or undone.

    Who undid it by hand after the same team did it leaves the credit, so nothing does it again.
    """
    hold(task)
    same = same_deed(task)
    if not Task.objects.filter(pk=task.pk, state=State.OPEN).exists():
        return
    if TeamCredit.objects.filter(
        completion__task__in=same, team=done.team_id, what=done.what, code=done.review
    ).exists():
        return
    completion = Completion.objects.create(
        task=task, by=done.by, acting_as=_said(task, done)[:200], on=done.on, at=clock.now()
    )
    same.filter(state=State.OPEN).update(
        state=State.DONE, settled_on=done.on, settled_by=done.by, begun=True
    )
    TeamCredit.objects.create(
        completion=completion, team_id=done.team_id, what=done.what, code=done.review
    )
    facts = {"on": done.on.isoformat(), "why": f"team {done.what}"}
    subject, name, told = entry(task, facts)
    record(subject, name, "completed", by=done.by, acting_as=done.acting_as, after=told)


def _said(task: Task, done: Done) -> str:
    """In what role, and by what: as the step's page names it."""
    role = programs.current().roles.get(task.role)
    words = {"role": say(role.name) if role else task.role, "day": dates.short(done.on)}
    if done.what == TeamEvent.FORMED:
        return _("%(role)s, by forming the team on %(day)s") % words
    if done.what == TeamEvent.CHARTER:
        return _("%(role)s, by the charter of %(day)s") % words
    return _("%(role)s, by the review of %(day)s") % words


def _take_back(done: Done) -> None:
    """Withdraw what rested on it, and open those steps again; what people did by hand stays.

    A team that does not exist after all has done nothing, and steps wait for it again.
    """
    resting = TeamCredit.objects.filter(team=done.team_id)
    if done.what != TeamEvent.FORMED:
        resting = resting.filter(what=done.what, code=done.review)
    for credit in resting.select_related("completion__task__workplan__organization"):
        completion, task = credit.completion, credit.completion.task
        hold(task)
        credit.delete()
        live = Completion.objects.filter(pk=completion.pk, withdrawn_at=None)
        if not live.update(withdrawn_at=clock.now(), withdrawn_by=done.by):
            continue  # somebody undid it by hand
        same_deed(task).filter(state=State.DONE).update(
            state=State.OPEN, settled_on=None, settled_by=None, begun=False
        )
        subject, name, told = entry(task, {"why": f"team {done.what}"})
        record(subject, name, "reopened", by=done.by, acting_as=done.acting_as, after=told)
    if done.what == TeamEvent.FORMED:
        stop_team_steps(done.organization_id, done.kind)
