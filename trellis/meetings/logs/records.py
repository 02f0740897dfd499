"""What waits to be written of a file of past meetings, and what came from which file."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from trellis.meetings.models import Help, Meeting
from trellis.organizations.models import Import, Organization
from trellis.work.models import Task


class StagedEntry(models.Model):
    """One meeting, or help, that a file would write; `digest` is of all that it says."""

    class Act(models.TextChoices):
        MEETING = "meeting"
        HELP = "help"

    source = models.ForeignKey(Import, models.CASCADE, related_name="entries", db_index=False)
    line = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=Act)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    roles = models.JSONField(default=list)
    heads = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.JSONField(default=list)
    """Heading, readers and text of each."""
    groups = models.JSONField(default=list)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["source", "id"]
        indexes = [models.Index(fields=["source", "id"], name="staged_entries")]


class LoggedEntry(models.Model):
    """A meeting or help that came from a file, and who came as the file says it.

    The digest stands once: the same line again, of whichever file, writes nothing.
    """

    source = models.ForeignKey(Import, models.PROTECT, related_name="logged")
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, null=True, blank=True, related_name="logged"
    )
    help = models.OneToOneField(Help, models.CASCADE, null=True, blank=True, related_name="logged")
    roles = models.JSONField(default=list)
    """Roles that came; empty where the file does not say."""
    heads = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many came, where the file only counts them."""

    class Meta:
        ordering = ["id"]


class LoggedStep(models.Model):
    """A step that is done before Trellis by past meetings from a file; open again without them."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    month = models.DateField()
    task = models.OneToOneField(Task, models.CASCADE, related_name="logged")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organization", "month", "kind"], name="logged_by_organization")
        ]
