"""One message from one person to people of one or many schools."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record_many
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.meetings.actions.telling import reading
from trellis.monitoring.models import Addressee, Message
from trellis.monitoring.queries.messages import Reached, reached
from trellis.monitoring.rules import writable
from trellis.notices.actions import drafted, post_all
from trellis.organizations.models import Organization
from trellis.organizations.rules import seats_of
from trellis.people.models import Person

MOST = 500
"""Mails of one message; who writes to more writes a letter."""


@transaction.atomic
def send_message(
    organizations: Sequence[Organization],
    roles: Collection[str],
    *,
    subject: str,
    text: str,
    key: UUID,
    by: Person,
    on: date,
    acting_as: str = "",
) -> Message:
    """Mail each holder of the roles once, from the sender, and keep it at each school.

    `key` is the form's: sent twice, the first message is answered.
    """
    _allow(organizations, by)
    before = Message.objects.filter(key=key).first()
    if before is not None:
        return before
    people = reached(organizations, roles, on=on)
    _require(subject, text, people)
    message = Message.objects.create(
        sender=by, acting_as=acting_as, subject=subject.strip(), text=text.strip(),
        sent_at=clock.now(), key=key,
    )  # fmt: skip
    Addressee.objects.bulk_create(
        [
            Addressee(
                message=message, organization_id=place, person=one.person, role=one.roles[place]
            )
            for one in people
            for place in one.roles
        ],
        batch_size=1000,
    )
    _post(message, people, organizations)
    _record(message, people, organizations)
    return message


def _allow(organizations: Sequence[Organization], by: Person) -> None:
    ids = {one.pk for one in organizations}
    seen = Organization.objects.filter(writable(seats_of(by)), pk__in=ids)
    if not ids or seen.count() < len(ids):
        raise NotAllowed(_("Your roles don’t let you write to the people of these schools."))


def _require(subject: str, text: str, people: Sequence[Reached]) -> None:
    missing = []
    if not subject.strip():
        missing.append(_("Say in the subject what it is about."))
    if not text.strip():
        missing.append(_("Write the message."))
    if not people:
        missing.append(_("Nobody holds these roles at these schools. Choose other roles."))
    if len(people) > MOST:
        missing.append(_("This is more than %(count)s people at once.") % {"count": MOST})
    if missing:
        raise NotReady(*missing)


def _post(
    message: Message, people: Iterable[Reached], organizations: Sequence[Organization]
) -> None:
    """One mail each, however many schools a person is written to about."""
    names = {one.pk: one.name for one in organizations}
    post_all(
        drafted(
            one.person,
            one.person.email,
            "word-to-schools",
            message.subject,
            _said(message, one.person, [names[place] for place in one.roles]),
            dedupe_key=f"word:{message.pk}:{one.person.pk}",
            from_name=message.sender.name,
            reply_to=message.sender.email,
            about=f"message:{message.pk}",
        )
        for one in people
    )


def _said(message: Message, reader: Person, names: Sequence[str]) -> str:
    words = {
        "name": message.sender.name,
        "role": message.acting_as,
        "schools": ", ".join(names),
    }
    with reading(reader):
        foot = _(
            "%(name)s (%(role)s) wrote this about: %(schools)s. Answer this mail to write back."
        )
    return f"{message.text}\n\n-- \n{foot % words}\n"


def _record(
    message: Message, people: Sequence[Reached], organizations: Sequence[Organization]
) -> None:
    # What it was about stands with the message: not everybody who reads a school's history got it.
    count = {one.pk: sum(1 for who in people if one.pk in who.roles) for one in organizations}
    record_many(
        "wrote to people of",
        [
            (f"organization:{one.pk}", one.name, {"people": count[one.pk]})
            for one in organizations
            if count[one.pk]
        ],
        by=message.sender,
        acting_as=message.acting_as,
    )
