"""What is kept of a request for a support: whose it is, who answers by when, what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.organizations.models import Organization


class SupportRequest(models.Model):
    """A school or district asks for a support; `answering` is the organization that has it now.

    What came of it stands in `goals`, `areas` and `connected`, once it is closed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for somebody to take it")
        TAKEN = "taken", _("Somebody works on it")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    service = models.ForeignKey("supports.Service", models.PROTECT, related_name="requests")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="supports_asked")
    answering = models.ForeignKey(Organization, models.PROTECT, related_name="supports_to_answer")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    question = models.TextField()
    priorities = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    in_confidence = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_by = models.DateField()
    goals = models.TextField(blank=True)
    areas = models.TextField(blank=True)
    connected = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organization", "id"], name="support_asked_by_place"),
            models.Index(fields=["answering", "answer_by", "id"], name="support_to_answer"),
        ]


class SupportMessage(models.Model):
    """One piece of the conversation about a request; a note is read by those who answer alone."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Internal note")
        HANDOVER = "handover", _("Handed over")
        CLOSING = "closing", _("Closed")
        REOPENING = "reopening", _("Opened again")

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
