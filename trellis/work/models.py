"""Workplans and what stands in them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.documents.models import Document
from trellis.organizations.models import Organization, Team
from trellis.programs.models import ActivityTemplate, ProgramYear, TaskTemplate


class Workplan(models.Model):
    """What one organization has to do in one program year: the state, a district, a school.

    `scope` says whose deeds stand in it; a school without a district has its office's workplan in
    that place.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="workplans")
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="workplans")
    scope = models.CharField(max_length=10)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "organization"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="one_workplan_per_year")
        ]


class Activity(models.Model):
    """A row of a year plan in one workplan; words come from its template's version."""

    workplan = models.ForeignKey(Workplan, models.CASCADE, related_name="activities")
    template = models.ForeignKey(ActivityTemplate, models.PROTECT, related_name="+")
    code = models.CharField(max_length=121)
    month = models.DateField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["month", "order"]
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(fields=["workplan", "code"], name="an_activity_stands_once")
        ]


class State(models.TextChoices):
    """Where a task stands; `late` and `begun` are read, not stored.

    `earlier` is done before Trellis was used: it counts neither as on time nor as late.
    """

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    WAIVED = "waived", _("Does not apply")
    EARLIER = "earlier", _("Done before Trellis")


class Task(models.Model):
    """One thing that one role owes in a workplan.

    `held_at` is the organization where its role is held (a district's staff do tasks in their
    schools' workplans), so that a person's work is one index range. `due` may be unknown: the
    task then belongs to its month. `late_after` is the last day on which it is not late; empty
    while its date is inferred and nobody has confirmed it.
    """

    class DueFrom(models.TextChoices):
        NONE = "", _("month only")
        RULE = "rule", _("program")
        YEAR = "year", _("set for this year")
        MOVED = "moved", _("moved here")

    # Only the keys that pages or cascades search have an index of their own: a year opens with
    # hundreds of thousands of rows, and each index is paid for on every one.
    workplan = models.ForeignKey(Workplan, models.CASCADE, related_name="tasks", db_index=False)
    activity = models.ForeignKey(
        Activity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tasks",
        db_index=False,
    )
    template = models.ForeignKey(
        TaskTemplate, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    template_code = models.CharField(max_length=121)
    occurrence = models.CharField(max_length=20, default="once")
    role = models.CharField(max_length=60)
    held_at = models.ForeignKey(
        Organization, models.PROTECT, related_name="held_tasks", db_index=False
    )
    act = models.CharField(max_length=10)
    deed = models.CharField(max_length=60, blank=True)
    each_member = models.BooleanField(default=False)
    month = models.DateField()
    order = models.PositiveIntegerField(default=0)
    due = models.DateField(null=True, blank=True)
    due_from = models.CharField(max_length=5, choices=DueFrom, blank=True, default="")
    late_after = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    begun = models.BooleanField(default=False)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reason = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True, default="", db_default="")
    """The own words of a task that people wrote themselves; others have their template's."""
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="named_tasks",
        db_index=False,
    )

    class Meta:
        ordering = ["month", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workplan", "template_code", "occurrence"], name="a_deed_is_owed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None)
                | Q(settled_on__isnull=False, state__in=["done", "waived", "earlier"]),
                name="settled_tasks_say_when",
            ),
        ]
        indexes = [
            # In the order of a person's list, so that any page of it is one short range.
            models.Index(
                fields=["held_at", "role", "state", "month", "order", "id"], name="task_by_holder"
            ),
            models.Index(
                fields=["assignee"],
                name="task_by_assignee",
                condition=Q(assignee__isnull=False),
            ),
        ]

    def is_late(self, on: date) -> bool:
        """Whether it is still open after the last day it had."""
        return self.state == State.OPEN and self.late_after is not None and self.late_after < on


class Completion(models.Model):
    """A person did a task on a day, acting in a role; undoing it is dated, not deleted."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="completions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="completions")
    acting_as = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["task", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "by"],
                condition=Q(withdrawn_at=None),
                name="one_person_completes_a_task_once",
            )
        ]


class TeamCredit(models.Model):
    """A step that was done by what a team did: taken back with it.

    Who undoes the completion by hand leaves the credit standing, so that nothing does it again.
    """

    completion = models.OneToOneField(Completion, models.CASCADE, related_name="by_team")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10)
    code = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]


class Note(models.Model):
    """A remark on a task; read by whoever may read the year there."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    text = models.TextField(_("note"), max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Evidence(models.Model):
    """A file kept with a task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="evidence")
    document = models.OneToOneField(Document, models.PROTECT, related_name="evidence")
    acting_as = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
