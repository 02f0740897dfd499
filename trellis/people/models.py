"""A person, known by the email address that signs in; and the key of their calendar."""

from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from trellis.kit.names import sort_key

ZONES = (
    ("America/New_York", _("Eastern")),
    ("America/Chicago", _("Central")),
    ("America/Denver", _("Mountain")),
    ("America/Phoenix", _("Mountain without daylight saving (Arizona)")),
    ("America/Los_Angeles", _("Pacific")),
    ("America/Anchorage", _("Alaska")),
    ("Pacific/Honolulu", _("Hawaii")),
    ("America/Puerto_Rico", _("Atlantic (Puerto Rico)")),
    ("Pacific/Guam", _("Guam")),
)
"""The time zones that a person can choose, with their everyday names."""


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; an account without a password signs in by code or passkey."""

    def create_user(
        self, email: str, password: str | None = None, *, name: str = "", **fields: Any
    ) -> "Person":
        """Add a person by email; the name falls back to the address."""
        name = name or email.split("@")[0]
        person = self.model(
            email=email.strip().lower(), name=name, sort_name=sort_key(name), **fields
        )
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find by email whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who signs in; what they may do follows from where they hold a role."""

    email = models.EmailField(_("email"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200, db_index=True)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    session_epoch = models.PositiveIntegerField(default=0)
    """Counted up to end every session that was opened before."""

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["sort_name", "id"]
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must match to stay open: the password, and the epoch."""
        secret = settings.SECRET_KEY if secret is None else secret
        return _session_hash(self.password, self.session_epoch, secret)


@lru_cache(maxsize=1024)
def _session_hash(password: str, epoch: int, secret: str | bytes) -> str:
    """Kept, for it is asked before every page, and is always the same for the same three."""
    salt, value = "trellis.people.Person.session", f"{password}:{epoch}"
    return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class CalendarKey(models.Model):
    """The one key by which a calendar program reads a person's calendar; only its hash is kept.

    `digest` is of what the calendar last said, `version` counts its changes, `changed_at` is when
    the last one was seen. An empty `token_hash` opens nothing: the key was taken back.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_key"
    )
    token_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~models.Q(token_hash=""), name="a_key_opens_one"
            )
        ]
