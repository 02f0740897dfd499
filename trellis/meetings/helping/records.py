"""What is kept of help that somebody asks for; what was given is `Help`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.organizations.models import Organization
from trellis.programs.models import ProgramYear


class HelpRequest(models.Model):
    """An organization asks for help of a kind (pack): who answers, and by when.

    `given` is what was logged as its answer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Taken back")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="help_asked")
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of help"), max_length=60)
    text = models.TextField(_("what it is about"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_by = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    given = models.OneToOneField(
        "meetings.Help", models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organization", "state"], name="help_asked_by_place"),
        ]
