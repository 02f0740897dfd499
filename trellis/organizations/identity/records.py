"""The account service of an organization: a district's own sign-in."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.programs.schema.roles import Level


def _box() -> Fernet:
    """Seals with a key of this installation's own; another installation cannot open it."""
    key = hashlib.sha256(b"trellis.organizations.identity:" + settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key.digest()))


class IdentityProvider(models.Model):
    """A service that says who somebody is, for people at or below an organization.

    It never says what they may do. By OpenID Connect it has a client id and a secret, unreadable
    without the installation's key; by SAML an address to sign on and a certificate.

    What would let too many in if one person were wrong waits for a second one, who confirms one
    `edition` of the settings; any change of them is the next edition, and waits again.
    """

    class Kind(models.TextChoices):
        OIDC = "oidc", _("OpenID Connect")
        SAML = "saml", _("SAML")

    organization = models.OneToOneField(
        "organizations.Organization", models.CASCADE, related_name="identity_provider"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OIDC)
    issuer = models.CharField(_("issuer"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=300, blank=True)
    sealed_secret = models.TextField(blank=True)
    sign_on_url = models.CharField(max_length=500, blank=True)
    certificate = models.TextField(blank=True)
    domains = models.JSONField(default=list)
    is_on = models.BooleanField(default=False)
    vouched = models.BooleanField(default=False)
    """The provider's addresses count without its saying so: a contract says they are verified."""
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whose settings these are; nobody's where they came from the command line."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_well = models.BooleanField(default=False)

    class Meta:
        app_label = "organizations"
        ordering = ["organization__sort_name"]

    def __str__(self) -> str:
        return self.issuer

    @property
    def needs_second(self) -> bool:
        """Whether it works only once a second person has confirmed it."""
        return self.vouched or self.organization.level == Level.STATE

    @property
    def waits(self) -> bool:
        """Whether that second person is still missing."""
        return self.needs_second and self.confirmed_at is None

    @property
    def mark(self) -> str:
        """Names one edition of one record, so that nobody confirms what they have not seen."""
        return f"{self.pk}-{self.edition}"

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
