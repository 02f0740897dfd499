"""Every write about a person.

What somebody may do to another follows from roles, which are held at organizations: the room that
calls has asked for it. A person's own account is theirs.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import sort_key, visible
from trellis.people.models import Person


def subject(person: Person) -> str:
    """How history names a person."""
    return f"person:{person.pk}"


@transaction.atomic
def add_person(email: str, name: str, *, by: Person | None, acting_as: str = "") -> Person:
    """Add somebody who then signs in by emailed code; `by` None is an import by the system."""
    address, called = email.strip().lower(), " ".join(visible(name).split())
    _require_name(called)
    try:
        validate_email(address)
    except ValidationError:
        raise NotReady(_("“%(email)s” is not an email address.") % {"email": address}) from None
    try:
        with transaction.atomic():
            person = Person.objects.create_user(address, name=called)
    except IntegrityError:
        raise OutOfOrder(_("%(email)s belongs to somebody already.") % {"email": address}) from None
    after = {"email": address, "name": called}
    record(subject(person), called, "added", by=by, acting_as=acting_as, after=after)
    return person


@transaction.atomic
def rename_person(person: Person, name: str, *, by: Person, acting_as: str = "") -> None:
    """Change how a person is called; the same name again changes nothing."""
    called = " ".join(visible(name).split())
    _require_name(called)
    before = person.name
    if called == before:
        return
    same = Person.objects.filter(pk=person.pk, name=before)
    if not same.update(name=called, sort_name=sort_key(called)):
        raise OutOfOrder(_("Somebody has just changed this name. Look at it again."))
    person.name, person.sort_name = called, sort_key(called)
    record(
        subject(person),
        called,
        "renamed",
        by=by,
        acting_as=acting_as,
        before={"name": before},
        after={"name": called},
    )


@transaction.atomic
def change_address(
    person: Person, address: str, *, before: str, by: Person, acting_as: str = ""
) -> None:
    """Change the address with which a person signs in, from `before`; every session ends.

    The caller tells the person, at both addresses.
    """
    wanted = address.strip().lower()
    same = Person.objects.filter(pk=person.pk, email=before)
    try:
        with transaction.atomic():
            moved = same.update(email=wanted, session_epoch=F("session_epoch") + 1)
    except IntegrityError:
        raise NotReady(_("%(email)s belongs to somebody already.") % {"email": wanted}) from None
    if not moved:
        raise OutOfOrder(_("Somebody has just changed this address. Look at it again."))
    # The account package keeps addresses of its own, by which it would still find the person.
    EmailAddress.objects.filter(user_id=person.pk).delete()
    person.refresh_from_db(fields=["email", "session_epoch"])
    record(
        subject(person),
        person.name,
        "changed the address",
        by=by,
        acting_as=acting_as,
        before={"email": before},
        after={"email": wanted},
    )


@transaction.atomic
def deactivate_person(person: Person, *, by: Person, acting_as: str = "") -> None:
    """Close an account: nobody signs in with it, and every open session ends at once."""
    if person.pk == by.pk:
        raise NotAllowed(_("You cannot close your own account."))
    _switch(person, to=False)
    record(subject(person), person.name, "deactivated", by=by, acting_as=acting_as)


@transaction.atomic
def reactivate_person(person: Person, *, by: Person, acting_as: str = "") -> None:
    """Open a closed account again; sessions from before stay ended."""
    _switch(person, to=True)
    record(subject(person), person.name, "reactivated", by=by, acting_as=acting_as)


def _switch(person: Person, *, to: bool) -> None:
    same = Person.objects.filter(pk=person.pk, is_active=not to)
    if not same.update(is_active=to, session_epoch=F("session_epoch") + 1):
        raise OutOfOrder(
            _("This account is open already.") if to else _("This account is closed already.")
        )
    person.refresh_from_db(fields=["is_active", "session_epoch"])


@transaction.atomic
def change_preferences(person: Person, *, time_zone: str, language: str, by: Person) -> None:
    """Say in which zone times are shown and in which language pages and mail are written."""
    _own(person, by)
    before = {"time_zone": person.time_zone, "language": person.language}
    after = {"time_zone": time_zone, "language": language}
    if before == after:
        return
    Person.objects.filter(pk=person.pk).update(**after)
    person.time_zone, person.language = time_zone, language
    record(subject(person), person.name, "changed preferences", by=by, before=before, after=after)


@transaction.atomic
def change_password(person: Person, password: str, *, by: Person) -> None:
    """Set a password that the forms have checked; every session opened with the old one ends."""
    _own(person, by)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(subject(person), person.name, "changed the password", by=by)


@transaction.atomic
def end_sessions(person: Person, *, by: Person, acting_as: str = "") -> None:
    """End every session of a person, wherever it is open."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    record(subject(person), person.name, "ended sessions", by=by, acting_as=acting_as)


@transaction.atomic
def remove_second_factors(person: Person, *, by: Person, acting_as: str = "") -> None:
    """Take away app, passkeys and recovery codes, for somebody who has lost them."""
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise OutOfOrder(_("No second step is set up for this account."))
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    record(subject(person), person.name, "removed second factors", by=by, acting_as=acting_as)


def note_factor(person: Person, verb: str, *, by: Person) -> None:
    """Keep in history that a person added or removed a way to sign in."""
    _own(person, by)
    record(subject(person), person.name, verb, by=by)


def _own(person: Person, by: Person) -> None:
    if person.pk != by.pk:
        raise NotAllowed(_("This belongs to somebody else."))


def _require_name(name: str) -> None:
    if not name:
        raise NotReady(_("Enter a name."))
    if len(name) > 200:
        raise NotReady(_("Enter a name of at most 200 characters."))
