"""Improvement cycles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.designations.models import Release
from trellis.organizations.models import Organization
from trellis.programs.models import ActivityTemplate, ProgramYear, TaskTemplate, Version
from trellis.work.models import Workplan


class ImprovementCycle(models.Model):
    """One organization goes through one stage in one program year, pinned to a version."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="cycles")
    plan = models.CharField(max_length=60)
    stage = models.CharField(max_length=60)
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="cycles")
    version = models.ForeignKey(Version, models.PROTECT, related_name="cycles")
    release = models.ForeignKey(Release, models.PROTECT, related_name="cycles")
    workplan = models.ForeignKey(Workplan, models.PROTECT, related_name="cycles")
    designation = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-year__start", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "stage", "year"], name="one_cycle_per_stage_and_year"
            )
        ]
        indexes = [models.Index(fields=["year", "plan"], name="cycle_by_plan")]


class ScheduledTask(models.Model):
    """A task template on the calendar of one program year, worked out once before opening.

    Everything that is the same for every organization stands here, so that opening is one join.
    """

    year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    template = models.ForeignKey(TaskTemplate, models.CASCADE, related_name="+")
    activity = models.ForeignKey(ActivityTemplate, models.CASCADE, related_name="+")
    plan = models.CharField(max_length=60)
    activity_code = models.CharField(max_length=121)
    activity_order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=121)
    order = models.PositiveIntegerField()
    role = models.CharField(max_length=60)
    scope = models.CharField(max_length=10)
    held_at = models.CharField(max_length=10)
    act = models.CharField(max_length=10)
    deed = models.CharField(max_length=60, blank=True)
    each_member = models.BooleanField(default=False)
    condition = models.CharField(max_length=60, blank=True)
    waivable = models.BooleanField(default=False)
    month = models.DateField()
    due = models.DateField(null=True, blank=True)
    due_from = models.CharField(max_length=5, blank=True)
    late_after = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["activity_order", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "version", "template"], name="scheduled_once_a_year"
            )
        ]


class Selection(models.Model):
    """The agency chose an organization for a conditional activity of a year."""

    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="selections")
    condition = models.CharField(max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="selections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["condition", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "condition", "organization"], name="selected_once"
            )
        ]
