"""Asking for a role; who may give it says yes or no."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.organizations import rules
from trellis.organizations.actions.seats import appoint, known_role
from trellis.organizations.invitations import letters, queries
from trellis.organizations.models import Appointment, Organization, RoleRequest, Welcomed
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs

MOST_OPEN = 3
MOST_A_DAY = 5
LONGEST = 500


@transaction.atomic
def ask_for_role(person: Person, role: str, organization: Organization, text: str) -> RoleRequest:
    """Ask for a role at an organization; whoever may give it on the nearest floor is told.

    Refused for a role that is not held there or is held already, and when asked too often.
    """
    program = programs.current()
    found = known_role(program, role)
    fits = rules.held_here(program, found, organization)
    if not fits or organization.closed_on is not None:
        raise NotReady(_("Nobody holds this role there. Choose another role or organization."))
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _require_patience(person)
    held = Appointment.objects.filter(Q(ends=None) | Q(ends__gte=clock.today()))
    if held.filter(person=person, role=role, organization=organization).exists():
        raise OutOfOrder(_("You hold this role there already."))
    to = [one for one in queries.givers(role, organization) if one.pk != person.pk]
    if not to:
        raise NotReady(_("Nobody can give this role here yet. Ask the office in the page’s foot."))
    try:
        with transaction.atomic():
            asked = RoleRequest.objects.create(
                person=person, role=role, organization=organization,
                text=_short(text), asked_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise OutOfOrder(_("You have asked for this role already. Wait for the answer.")) from None
    facts = {"person": person.name, "role": role}
    place = f"organization:{organization.pk}"
    record(place, organization.name, "asked for a role", by=person, after=facts)
    for one in to:
        letters.ask(asked, one)
    return asked


@transaction.atomic
def grant_request(
    request: RoleRequest, *, by: Person, on: date, acting_as: str = ""
) -> Appointment:
    """Give the role that was asked for, from a day on."""
    _decide(request, RoleRequest.State.GRANTED, "", by=by, acting_as=acting_as)
    return appoint(
        request.person, request.role, request.organization, by=by, starts=on, acting_as=acting_as
    )


@transaction.atomic
def decline_request(request: RoleRequest, reason: str, *, by: Person, acting_as: str = "") -> None:
    """Say no, with a reason that the person reads."""
    if not _short(reason):
        raise NotReady(_("Say why, so that the person knows what to do next."))
    _decide(request, RoleRequest.State.DECLINED, _short(reason), by=by, acting_as=acting_as)


@transaction.atomic
def mark_welcomed(person: Person, seat: Seat) -> None:
    """Keep that somebody has read what a role is for; a second time changes nothing."""
    row = Welcomed(
        person=person, role=seat.role, organization_id=seat.organization_id, at=clock.now()
    )
    Welcomed.objects.bulk_create([row], ignore_conflicts=True)


def _decide(
    request: RoleRequest, state: RoleRequest.State, answer: str, *, by: Person, acting_as: str
) -> None:
    if by.pk == request.person_id or not rules.may_appoint(by, request.role, request.organization):
        raise NotAllowed(_("Your roles don’t let you give this role here."))
    same = RoleRequest.objects.filter(pk=request.pk, state=RoleRequest.State.ASKED)
    if not same.update(state=state, answer=answer, decided_by=by, decided_at=clock.now()):
        raise OutOfOrder(_("Somebody has decided this request already."))
    request.state, request.answer = state, answer
    facts = {"person": request.person.name, "role": request.role, "answer": answer}
    verb = "granted a request" if state == RoleRequest.State.GRANTED else "declined a request"
    place = request.organization
    record(f"organization:{place.pk}", place.name, verb, by=by, acting_as=acting_as, after=facts)
    letters.answer(request)


def _require_patience(person: Person) -> None:
    rows = RoleRequest.objects.filter(person=person)
    waiting = rows.filter(state=RoleRequest.State.ASKED).count()
    lately = rows.filter(asked_at__gt=clock.now() - timedelta(days=1)).count()
    if waiting >= MOST_OPEN or lately >= MOST_A_DAY:
        raise NotReady(_("You have asked for several roles. Wait for the answers first."))


def _short(text: str) -> str:
    return " ".join(visible(text).split())[:LONGEST]
