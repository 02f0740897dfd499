"""Improvement cycles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.designations.models import Release
from trellis.organizations.models import Organization
from trellis.programs.models import ProgramYear, Version
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
