"""Moving schools from one coordinator to another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit.dates import full
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions.telling import reading
from trellis.meetings.offers.passing import Move, pass_on
from trellis.monitoring.queries.messages import reached
from trellis.monitoring.schema import Spotlight
from trellis.notices.actions import drafted, post_all
from trellis.notices.models import Notice
from trellis.organizations.actions import assign_services
from trellis.organizations.models import Assignment, Organization, holding
from trellis.organizations.rules import may, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


@transaction.atomic
def move_schools(
    role: str,
    organizations: Sequence[Organization],
    *,
    source: Person,
    target: Person,
    starts: date,
    by: Person,
    on: date,
    acting_as: str = "",
) -> int:
    """Let another coordinator serve some schools from a day on, and tell everybody concerned.

    All of them move, or none; the days that were served are kept. Meetings that are planned from
    that day on, offered times and booked hours follow. Answers how many.
    """
    _allow(organizations, by)
    _require(organizations, source, target, starts, on)
    served = Assignment.objects.filter(
        holding(starts), role=role, person=source, organization__in=organizations
    )
    if served.count() < len(organizations):
        words = {"name": source.name}
        raise OutOfOrder(_("%(name)s no longer serves all of these schools.") % words)
    count = assign_services(
        role, organizations, by=by, starts=starts, person=target, acting_as=acting_as
    )
    made = Assignment.objects.filter(role=role, person=target, organization__in=organizations)
    last = made.order_by("-pk").values_list("pk", flat=True)[0]
    _tell(f"moved:{last}", organizations, source, target, starts, on)
    move = Move(role, organizations, source, target, starts)
    pass_on(move, by=by, acting_as=acting_as)
    return count


def _allow(organizations: Sequence[Organization], by: Person) -> None:
    seats = seats_of(by)
    for one in organizations:
        if not may(by, Capability.CASELOAD_LEAD, at=one, seats=seats):
            raise NotAllowed(_("Your roles don’t let you move these schools."))


def _require(
    organizations: Sequence[Organization], source: Person, target: Person, starts: date, on: date
) -> None:
    if not organizations:
        raise NotReady(_("Select at least one school."))
    if source.pk == target.pk:
        raise NotReady(_("Choose somebody else to serve these schools."))
    if starts < on:
        raise NotReady(_("Choose today or a later day."))


# ---- Telling everybody


def _tell(
    key: str,
    organizations: Sequence[Organization],
    source: Person,
    target: Person,
    starts: date,
    on: date,
) -> None:
    """One mail each: to both coordinators, and to the roles of the pack at the schools."""
    names = {one.pk: one.name for one in organizations}
    roles: Collection[str] = programs.current().section("spotlight", Spotlight).told_of_moves
    both = {source.pk, target.pk}
    told = {
        one.person: list(one.roles)
        for one in reached(organizations, roles, on=on)
        if one.person.pk not in both
    }
    told |= {person: list(names) for person in (source, target)}
    post_all(
        _mail(person, key, [names[place] for place in places], source, target, starts)
        for person, places in told.items()
    )


def _mail(
    person: Person, key: str, names: Sequence[str], source: Person, target: Person, starts: date
) -> Notice:
    with reading(person):
        words = {
            "from": source.name,
            "to": target.name,
            "address": target.email,
            "day": full(starts),
            "schools": "\n".join(f"- {name}" for name in names),
        }
        subject = _("From %(day)s %(to)s works with your school") % words
        if person.pk == source.pk:
            subject = _("From %(day)s %(to)s serves schools of yours") % words
        if person.pk == target.pk:
            subject = _("From %(day)s you serve more schools") % words
        text = _(
            "From %(day)s these schools are served by %(to)s (%(address)s); until then by"
            " %(from)s:\n\n%(schools)s\n\nNotes, meetings and steps stay with the schools."
        )
    return drafted(
        person, person.email, "school-moved", subject, text % words,
        dedupe_key=f"{key}:{person.pk}", reply_to=target.email,
    )  # fmt: skip
