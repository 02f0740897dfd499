"""The outbox."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One message to one person; written with the deed, delivered after it.

    `dedupe_key` names the reason, so the same reason never writes twice. It waits while neither
    `sent_at` nor `failed_at` is set; `not_before` is the next try, or the end of a worker's claim.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    held = models.BooleanField(default=False)
    not_before = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"],
                name="notices_waiting",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(fields=["address", "-id"], name="notices_by_address"),
        ]
