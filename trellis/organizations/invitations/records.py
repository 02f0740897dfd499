"""Invitations to a role, requests for one, and who has read the page of the first sign-in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Invitation(models.Model):
    """A role at an organization, offered to an address by somebody who may give it.

    Only the hash of the link's token is kept. `state` stays `sent` when the link has expired or the
    mail came back: both are facts of the day on which somebody looks.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Revoked")

    address = models.EmailField(_("email"), max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=60)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="invitations"
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent"
    )
    acting_as = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    resent = models.PositiveSmallIntegerField(default=0)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "organizations"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "role", "organization"],
                condition=Q(state="sent"),
                name="one_open_invitation_per_seat",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="invitation_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["organization", "-id"], name="invitation_by_place")]

    def __str__(self) -> str:
        return self.address


class RoleRequest(models.Model):
    """Somebody asks for a role at an organization; who may give it decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Given")
        DECLINED = "declined", _("Declined")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_requests"
    )
    role = models.CharField(_("role"), max_length=60)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="role_requests"
    )
    text = models.CharField(_("why"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "organizations"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organization"],
                condition=Q(state="asked"),
                name="one_open_request_per_seat",
            ),
        ]
        indexes = [models.Index(fields=["organization", "state"], name="request_by_place")]


class Welcomed(models.Model):
    """Somebody has read what a role at an organization is for."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="welcomed")
    role = models.CharField(max_length=60)
    organization = models.ForeignKey("organizations.Organization", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "organizations"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organization"], name="welcomed_once_per_seat"
            ),
        ]
