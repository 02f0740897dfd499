"""What happens in the sample's year, written once so that any month of it can be shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from trellis.documents.models import Document
from trellis.work.models import State, Task


class PlannedAct(models.Model):
    """One act of the sample's story: who does what about a task, on which day.

    The story holds the whole year; standing on a day shows the acts up to it.
    """

    class Kind(models.TextChoices):
        DONE = "done"
        """Somebody did it: a completion, which settles the task where `settles` says so."""
        SETTLED = "settled"
        """Settled without a completion of its own: with another task of its deed, or waived."""
        NAMED = "named"
        NOTE = "note"
        FILE = "file"

    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    acting_as = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    settles = models.CharField(max_length=10, choices=State, blank=True)
    text = models.TextField(blank=True)
    document = models.ForeignKey(
        Document, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["kind", "on"], name="planned_by_day")]


class Made(models.Model):
    """How the sample was made, so that it can be set back: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seed = models.IntegerField()
    small = models.BooleanField()
    start = models.PositiveSmallIntegerField()
