"""The account service of an organization: a district's own sign-in."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def _box() -> Fernet:
    """Seals with a key of this installation's own; another installation cannot open it."""
    key = hashlib.sha256(b"trellis.organizations.identity:" + settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key.digest()))


class IdentityProvider(models.Model):
    """An OpenID Connect service that says who somebody is, for people at or below an organization.

    It never says what they may do. `sealed_secret` is unreadable without the installation's key.
    """

    organization = models.OneToOneField(
        "organizations.Organization", models.CASCADE, related_name="identity_provider"
    )
    issuer = models.CharField(_("issuer"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=300)
    sealed_secret = models.TextField(blank=True)
    domains = models.JSONField(default=list)
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "organizations"
        ordering = ["organization__sort_name"]

    def __str__(self) -> str:
        return self.issuer

    @property
    def secret(self) -> str:
        """The secret in clear; empty if there is none or the installation's key has changed."""
        try:
            return (
                _box().decrypt(self.sealed_secret.encode()).decode() if self.sealed_secret else ""
            )
        except InvalidToken:
            return ""

    @staticmethod
    def seal(secret: str) -> str:
        """What is stored of a secret."""
        return _box().encrypt(secret.encode()).decode() if secret else ""
