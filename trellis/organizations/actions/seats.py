"""Giving roles at organizations, ending them, and lending them for a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record
from trellis.kit import clock
from trellis.kit.dates import full
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import rules
from trellis.organizations.endings import Ended, tell
from trellis.organizations.lending import tell_borrower
from trellis.organizations.models import Appointment, Organization
from trellis.people.actions import add_person
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Role
from trellis.programs.texts import say


@transaction.atomic
def appoint(
    person: Person,
    role: str,
    organization: Organization,
    *,
    by: Person | None,
    starts: date,
    ends: date | None = None,
    caseload: int | None = None,
    acting_as: str = "",
) -> Appointment:
    """Give a person a role at an organization; `by` None is the operator at the command line."""
    program = programs.current()
    found = known_role(program, role)
    if by is not None and not _may_give(by, role, organization, to=person):
        raise NotAllowed(_("Your roles don’t let you give this role here."))
    _require_fit(person, found, organization, starts, ends)
    _require_no_overlap(person, role, organization, starts, ends)
    appointment = Appointment(
        person=person,
        role=role,
        organization=organization,
        starts=starts,
        ends=ends,
        caseload=caseload,
    )
    _save(appointment)
    facts = {"person": person.name, "role": role, **_dates(starts, ends)}
    record(_subject(organization), organization.name, "appointed", by=by, acting_as=acting_as,
           after=facts)  # fmt: skip
    return appointment


@transaction.atomic
def appoint_by_address(
    email: str,
    name: str,
    role: str,
    organization: Organization,
    *,
    by: Person,
    starts: date,
    ends: date | None = None,
    acting_as: str = "",
) -> Appointment:
    """Give a role to whoever has this address, adding the person if nobody has."""
    if not rules.may_appoint(by, role, organization):
        raise NotAllowed(_("Your roles don’t let you give this role here."))
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        if not name.strip():
            raise NotReady(_("Nobody here has this address yet. Add the name."))
        person = add_person(email, name, by=by, acting_as=acting_as)
    return appoint(person, role, organization, by=by, starts=starts, ends=ends, acting_as=acting_as)


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Person, on: date, acting_as: str = "") -> None:
    """Let an appointment end with a day; what was lent from it ends too.

    For those who give this role, and for the holder who takes back what was lent.
    """
    lender = appointment.delegated_by
    takes_back = lender is not None and lender.person_id == by.pk
    if not takes_back and not rules.may_appoint(by, appointment.role, appointment.organization):
        raise NotAllowed(_("Your roles don’t let you end this role here."))
    if on < appointment.starts:
        raise NotReady(
            _("The last day can’t be before the first, %(day)s.")
            % {"day": full(appointment.starts)}
        )
    still = Appointment.objects.filter(pk=appointment.pk).filter(Q(ends=None) | Q(ends__gt=on))
    if not still.update(ends=on):
        raise OutOfOrder(_("This appointment ended before that day."))
    appointment.ends = on
    end_loans(appointment.pk, on=on)
    tell(Ended(appointment.person_id, appointment.role, on, by, acting_as))
    record(
        _subject(appointment.organization),
        appointment.organization.name,
        "ended an appointment",
        by=by,
        acting_as=acting_as,
        after={"person": appointment.person.name, "role": appointment.role, "on": on.isoformat()},
    )


@transaction.atomic
def close_briefing(appointment: Appointment, *, by: Person, acting_as: str = "") -> None:
    """Put away what happened before somebody came; for the holder, once."""
    if appointment.person_id != by.pk or appointment.delegated_by_id is not None:
        raise NotAllowed(_("This belongs to somebody else."))
    open_ = Appointment.objects.filter(pk=appointment.pk, briefed_at=None)
    if not open_.update(briefed_at=clock.now()):
        raise OutOfOrder(_("You have put this away already."))
    facts = {"person": by.name, "role": appointment.role}
    record(_subject(appointment.organization), appointment.organization.name, "read the handover",
           by=by, acting_as=acting_as, after=facts)  # fmt: skip


def end_loans(appointment_id: int, *, on: date) -> None:
    """What was lent from an appointment lasts no longer than itself."""
    lent = Appointment.objects.filter(delegated_by=appointment_id)
    lent = lent.filter(Q(ends=None) | Q(ends__gt=on))
    lent.filter(starts__gt=on).delete()
    lent.update(ends=on)


@transaction.atomic
def delegate(
    appointment: Appointment,
    to: Person,
    *,
    by: Person,
    starts: date,
    ends: date,
    rights: Iterable[str] | None = None,
    acting_as: str = "",
) -> Appointment:
    """Lend chosen rights of a role from one day to another; the holder keeps the role meanwhile.

    `rights` None lends all that can be lent. NotAllowed for anybody but the holder and who
    appoints here by an own seat; NotReady for days or rights that the holder has not.
    """
    organization = appointment.organization
    _require_lendable(appointment, to, by, starts, ends)
    program = programs.current()
    lendable = rules.lendable(known_role(program, appointment.role))
    chosen = lendable if rights is None else _chosen(rights, lendable)
    _require_fit(to, known_role(program, appointment.role), organization, starts, ends)
    _require_no_overlap(to, appointment.role, organization, starts, ends)
    lent = Appointment(
        person=to,
        role=appointment.role,
        organization=organization,
        starts=starts,
        ends=ends,
        delegated_by=appointment,
        rights=[one.value for one in chosen],
    )
    _save(lent)
    facts: Facts = {"from": appointment.person.name, "to": to.name, "role": appointment.role}
    facts["rights"] = ", ".join(lent.rights)
    facts |= _dates(starts, ends)
    record(_subject(organization), organization.name, "lent a role", by=by, acting_as=acting_as,
           after=facts)  # fmt: skip
    tell_borrower(lent, appointment.person.name)
    return lent


def _require_lendable(
    appointment: Appointment, to: Person, by: Person, starts: date, ends: date
) -> None:
    if not rules.may_lend(by, appointment):
        raise NotAllowed(_("Only the holder, or who appoints here, may lend this role."))
    if appointment.delegated_by_id:
        raise NotReady(_("A role that was lent can’t be lent on. Ask its holder."))
    if to.pk == appointment.person_id:
        raise NotReady(_("Choose somebody else: %(name)s holds this role.") % {"name": to.name})
    # Read behind a lock: it may have ended since the page was opened.
    held = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if not Person.objects.filter(pk=held.person_id, is_active=True).exists():
        raise NotReady(_("The account of %(name)s is closed.") % {"name": appointment.person.name})
    if starts < held.starts or (held.ends and ends > held.ends):
        raise NotReady(_("It can only be lent for days on which it is held."))


def _chosen(rights: Iterable[str], lendable: list[Capability]) -> list[Capability]:
    """The rights asked for, in the order of the role; NotReady for none or for others."""
    asked = {str(one) for one in rights}
    if not asked:
        raise NotReady(_("Choose at least one right to lend."))
    if asked - {one.value for one in lendable}:
        raise NotReady(
            _(
                "Only rights of this role can be lent, and never those of releasing designations"
                " or of seeing all mail."
            )
        )
    return [one for one in lendable if one.value in asked]


def known_role(program: Program, role: str) -> Role:
    """A role of the program; another code is refused."""
    if role not in program.roles:
        raise NotReady(_("There is no role “%(code)s” in this program.") % {"code": role[:60]})
    return program.roles[role]


def _may_give(by: Person, role: str, organization: Organization, *, to: Person) -> bool:
    """Who only stands in for somebody gives roles to others, never to themselves: what was lent
    for some days must not become a role of one's own."""
    seats = rules.seats_of(by)
    if to.pk == by.pk:
        seats = [seat for seat in seats if not seat.delegated]
    return rules.may_appoint(by, role, organization, seats=seats)


def _require_fit(
    person: Person, role: Role, organization: Organization, starts: date, ends: date | None
) -> None:
    if ends is not None and ends < starts:
        raise NotReady(_("The last day is before the first. Correct one of them."))
    if not person.is_active:
        raise NotReady(_("The account of %(name)s is closed. Open it first.") % {"name": person})
    if not rules.held_here(programs.current(), role, organization):
        raise NotReady(
            _("%(role)s is a role at this level: %(level)s. Choose another organization.")
            % {"role": say(role.name), "level": rules.where_held(role)}
        )
    closed = organization.closed_on
    if closed is not None and (ends is None or ends >= closed):
        words = {"name": organization.name, "day": full(closed)}
        raise NotReady(_("%(name)s closed on %(day)s.") % words)


def _require_no_overlap(
    person: Person, role: str, organization: Organization, starts: date, ends: date | None
) -> None:
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    same = Appointment.objects.filter(person=person, role=role, organization=organization)
    same = same.filter(Q(ends=None) | Q(ends__gte=starts))
    if ends is not None:
        same = same.filter(starts__lte=ends)
    other = same.first()
    if other is None:
        return
    words = {"name": person.name, "from": full(other.starts)}
    if other.ends is None:
        raise OutOfOrder(_("%(name)s already holds this role here since %(from)s.") % words)
    words["to"] = full(other.ends)
    raise OutOfOrder(_("%(name)s already holds this role here from %(from)s to %(to)s.") % words)


def _save(appointment: Appointment) -> None:
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError:
        raise OutOfOrder(_("Somebody has just given this role to the same person.")) from None


def _subject(organization: Organization) -> str:
    return f"organization:{organization.pk}"


def _dates(starts: date, ends: date | None) -> dict[str, str | None]:
    return {"starts": starts.isoformat(), "ends": ends.isoformat() if ends else None}


def day_before(day: date) -> date:
    """The last day of what is followed by something that starts on a day."""
    return day - timedelta(days=1)
