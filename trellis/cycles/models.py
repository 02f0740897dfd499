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
    """One organization goes through one stage in one program year, pinned to a version.

    It runs on until somebody ends it; `ended_why` is the code of the reason, and everything in it
    stays readable.
    """

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
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    ended_why = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ["-year__start", "organization"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="running", ended_on=None)
                | models.Q(state="ended", ended_on__isnull=False),
                name="ended_cycles_say_when",
            ),
            models.UniqueConstraint(
                fields=["organization", "stage", "year"], name="one_cycle_per_stage_and_year"
            ),
        ]
        indexes = [models.Index(fields=["year", "plan"], name="cycle_by_plan")]


class Proposal(models.Model):
    """What a release is about to do with one organization, and what a person settled instead.

    `kind` is computed, with the code of its reason; `outcome` is what will happen: as proposed, or
    as somebody settled it. `was_*` is the support status before, `to_*` the one that follows, and
    `plan` the year plan that opens; all are empty where there is none.
    """

    class Kind(models.TextChoices):
        OPEN = "open", _("Open the year")
        CONTINUE = "continue", _("Continue")
        ESCALATE = "escalate", _("Escalate")
        EXIT = "exit", _("Exit")
        NO_PLAN = "no-plan", _("No plan for this status")
        BY_HAND = "by-hand", _("By hand")

    release = models.ForeignKey(Release, models.CASCADE, related_name="proposals", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="proposals")
    designation = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=30)
    was_kind = models.CharField(max_length=60, blank=True)
    was_cohort = models.PositiveSmallIntegerField(null=True, blank=True)
    was_term = models.CharField(max_length=60, blank=True)
    was_year = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Kind)
    to_kind = models.CharField(max_length=60, blank=True)
    to_cohort = models.PositiveSmallIntegerField(null=True, blank=True)
    to_term = models.CharField(max_length=60, blank=True)
    plan = models.CharField(max_length=60, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["release", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "organization"], name="one_proposal_per_organization"
            )
        ]
        indexes = [models.Index(fields=["release", "outcome"], name="proposal_by_outcome")]


class Correction(models.Model):
    """What a correcting release asks of one organization's year; done only when a person says so.

    `stop` and `keep` name the running cycle, `open` the plan that would open.
    """

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        STOP = "stop", _("Stop")
        KEEP = "keep", _("Keep")

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="cycle_corrections", db_index=False
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind)
    cycle = models.ForeignKey(
        ImprovementCycle, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    plan = models.CharField(max_length=60, blank=True)
    was = models.CharField(max_length=60, blank=True)
    now = models.CharField(max_length=60, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["release", "organization", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "organization", "kind", "plan"], name="corrected_once"
            )
        ]


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
