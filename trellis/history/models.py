"""Entries and the seals that close them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """One closed run of entries; each seal carries the hash of the one before."""

    number = models.PositiveIntegerField(primary_key=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]


class Entry(models.Model):
    """Somebody did something to something; written inside the action's transaction.

    `digest` is the hash of the payload (before, after, note); a purge empties the payload and
    keeps the digest, so the seal over it still verifies.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=200)
    acting_as = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    subject_name = models.CharField(max_length=300)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    purged_at = models.DateTimeField(null=True, blank=True)
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, blank=True, related_name="entries")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["subject", "-id"], name="history_by_subject"),
            models.Index(fields=["actor", "-id"], name="history_by_actor"),
            models.Index(
                fields=["id"], name="history_unsealed", condition=models.Q(seal__isnull=True)
            ),
        ]
