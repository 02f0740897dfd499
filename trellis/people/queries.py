"""Reading what a person signs in with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from trellis.people.rules import SECOND_FACTORS

if TYPE_CHECKING:
    from trellis.people.models import Person


@dataclass(frozen=True)
class Passkey:
    """One passkey as its owner named it."""

    pk: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """Everything a person can sign in with besides the emailed code."""

    has_password: bool
    has_app: bool
    passkeys: tuple[Passkey, ...]
    recovery_codes_left: int | None

    @property
    def has_second(self) -> bool:
        """Whether one of them counts as a second factor."""
        return self.has_app or bool(self.passkeys)


def factors_of(person: Person) -> Factors:
    """What a person has set up; one query."""
    found = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        has_password=person.has_usable_password(),
        has_app=any(one.type == Authenticator.Type.TOTP for one in found),
        passkeys=tuple(
            Passkey(one.pk, one.wrap().name, one.created_at, one.last_used_at)
            for one in found
            if one.type == Authenticator.Type.WEBAUTHN
        ),
        recovery_codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def has_second_factor(person: Person) -> bool:
    """Whether a person has set up an app or a passkey."""
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists())
