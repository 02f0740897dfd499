"""Putting off a reason for which a school stands near the top, and showing it again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.dates import full
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.monitoring.models import Snooze
from trellis.monitoring.schema import Spotlight
from trellis.organizations.models import Organization
from trellis.organizations.rules import may
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

LONGEST = timedelta(days=92)
"""Nothing is put off for longer than three months: a reason that never matters is none."""


@transaction.atomic
def put_off(
    organization: Organization,
    rule: str,
    *,
    until: date,
    note: str,
    by: Person,
    on: date,
    acting_as: str = "",
) -> Snooze:
    """Leave a reason out of the own list until a day, with a note that says why."""
    if not may(by, Capability.CASELOAD_READ, at=organization):
        raise NotAllowed(_("Your roles don’t let you see this school’s place in a list."))
    _require_fit(rule, until, note, on)
    standing = Snooze.objects.filter(by=by, organization=organization, rule=rule)
    # One that is over is closed, so that the next can stand.
    standing.filter(withdrawn_at=None, until__lte=on).update(withdrawn_at=clock.now())
    try:
        with transaction.atomic():
            snooze = Snooze.objects.create(
                organization=organization, rule=rule, until=until, note=note.strip(), by=by,
                acting_as=acting_as, at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise OutOfOrder(_("This reason is put off already.")) from None
    facts = {"rule": rule, "until": until.isoformat(), "note": snooze.note}
    _tell(snooze, "put off", by, acting_as, facts)
    return snooze


@transaction.atomic
def withdraw_snooze(snooze: Snooze, *, by: Person, acting_as: str = "") -> None:
    """Show a reason again before its day."""
    if snooze.by_id != by.pk:
        raise NotAllowed(_("Only whoever put a reason off shows it again."))
    if not Snooze.objects.filter(Q(pk=snooze.pk), withdrawn_at=None).update(
        withdrawn_at=clock.now()
    ):
        raise OutOfOrder(_("This reason shows already."))
    _tell(snooze, "showed again", by, acting_as, {"rule": snooze.rule})


def _require_fit(rule: str, until: date, note: str, on: date) -> None:
    rules = programs.current().section("spotlight", Spotlight).rules
    if rule not in {one.code for one in rules}:
        raise NotReady(_("Choose one of the reasons."))
    if not note.strip():
        raise NotReady(_("Say in a few words why it can wait."))
    if until <= on:
        raise NotReady(_("Choose a day after today."))
    if until > on + LONGEST:
        words = {"day": full(on + LONGEST)}
        raise NotReady(_("Choose a day no later than %(day)s.") % words)


def _tell(snooze: Snooze, verb: str, by: Person, acting_as: str, facts: dict[str, str]) -> None:
    # Not among the school's own entries: its people read those, and the note is not for them.
    name = snooze.organization.name
    record(f"snooze:{snooze.pk}", name, verb, by=by, acting_as=acting_as, after=facts)
