"""What people put off, and what they wrote to several schools at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.monitoring.picture.models import Standing, Taken
from trellis.monitoring.reports.models import BoardUpdate, Closing, Decision
from trellis.organizations.models import Organization

__all__ = [
    "Addressee",
    "BoardUpdate",
    "Closing",
    "Decision",
    "Message",
    "Snooze",
    "Standing",
    "Taken",
]
"""With the records of `picture` and `reports`: without them here they would have no tables."""


class Snooze(models.Model):
    """A person puts off one reason of one organization until a day, in the own list only.

    `until` is the first day on which it shows again. Taking it back is dated, not deleted.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="snoozes")
    rule = models.CharField(max_length=60)
    until = models.DateField(_("show it again on"))
    note = models.CharField(_("note"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="snoozes")
    acting_as = models.CharField(max_length=200)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "organization", "rule"],
                condition=Q(withdrawn_at=None),
                name="put_off_once",
            )
        ]


class Message(models.Model):
    """What one person wrote to people of one or many schools, as it was sent."""

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=5000)
    sent_at = models.DateTimeField()
    key = models.UUIDField(unique=True)
    """Of the form it was written in: sent twice, it is one message."""

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject


class Addressee(models.Model):
    """A person got a message for an organization, in a role; one mail, however many rows."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="addressees")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="messages")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)

    class Meta:
        ordering = ["message", "organization__sort_name", "person__sort_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "organization", "person"], name="addressed_once_per_school"
            )
        ]
        indexes = [models.Index(fields=["organization", "-message"], name="messages_of_a_school")]
