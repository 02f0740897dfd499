"""What is kept of confidential coaching; the rules beside say who reads it: two people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.organizations.models import Appointment, Organization


class Coaching(models.Model):
    """One person's coaching by an association: asked for, taken on by one coach, ended.

    It rests on the coach's `appointment`: when that ends the coach reads nothing more, and what was
    written stays with the `person`. `opened_to` is a later coaching whose coach may read this one.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a coach")
        RUNNING = "running", _("Runs")
        ENDED = "ended", _("Ended")

    kind = models.CharField(max_length=60)
    association = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="coached")
    role = models.CharField(max_length=60)
    words = models.TextField(_("what it is about"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="coaching"
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="earlier"
    )
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = _("coaching")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=~Q(state="ended"), name="one_coaching_at_once"
            ),
            models.CheckConstraint(
                condition=Q(coach=None) | Q(appointment__isnull=False), name="a_coach_is_appointed"
            ),
        ]


class Session(models.Model):
    """One talk of a coaching: its day and its length. `version` moves with each note."""

    coaching = models.ForeignKey(Coaching, models.CASCADE, related_name="sessions")
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class SessionNote(models.Model):
    """What stands under one heading of a talk."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="notes")
    heading = models.CharField(max_length=60)
    text = models.TextField(_("note"), max_length=8000, blank=True)

    class Meta:
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "heading"], name="one_text_per_heading")
        ]
