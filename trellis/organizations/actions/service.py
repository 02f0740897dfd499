"""Saying who serves which organization: coordinators by person, vendors by provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit.dates import full
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import rules
from trellis.organizations.actions.seats import day_before, known_role
from trellis.organizations.endings import Ended, tell
from trellis.organizations.models import Appointment, Assignment, Level, Organization, holding
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability, Reach, Role
from trellis.programs.texts import say


@transaction.atomic
def assign_service(
    role: str,
    organization: Organization,
    *,
    by: Person | None,
    starts: date,
    person: Person | None = None,
    provider: Organization | None = None,
    acting_as: str = "",
) -> Assignment:
    """Let a person or a provider serve an organization from a day; who served before ends."""
    found = known_role(programs.current(), role)
    if by is not None and not rules.may(by, Capability.ASSIGN_SERVICE, at=organization):
        raise NotAllowed(_("Your roles don’t let you say who serves this organization."))
    _require_fit(found, organization, starts, person, provider)
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    before = _relieve(role, organization, starts, person, provider)
    try:
        with transaction.atomic():
            assignment = Assignment.objects.create(
                role=role, organization=organization, person=person, provider=provider,
                starts=starts,
            )  # fmt: skip
    except IntegrityError:
        raise OutOfOrder(_("Somebody has just been assigned here.")) from None
    facts = {"role": role, "server": str(person or provider), "starts": starts.isoformat()}
    record(
        f"organization:{organization.pk}",
        organization.name,
        "assigned",
        by=by,
        acting_as=acting_as,
        before={"server": before} if before else None,
        after=facts,
    )
    return assignment


@transaction.atomic
def assign_services(
    role: str,
    organizations: Sequence[Organization],
    *,
    by: Person,
    starts: date,
    person: Person | None = None,
    provider: Organization | None = None,
    acting_as: str = "",
) -> int:
    """Assign one server to several organizations, all or none; who serves already stays."""
    count = 0
    for organization in organizations:
        if _serves_already(role, organization, person, provider):
            continue
        assign_service(
            role, organization, by=by, starts=starts, person=person, provider=provider,
            acting_as=acting_as,
        )  # fmt: skip
        count += 1
    return count


@transaction.atomic
def end_service(assignment: Assignment, *, by: Person, on: date, acting_as: str = "") -> None:
    """Let an assignment end with a day."""
    organization = assignment.organization
    if not rules.may(by, Capability.ASSIGN_SERVICE, at=organization):
        raise NotAllowed(_("Your roles don’t let you say who serves this organization."))
    if on < assignment.starts:
        raise NotReady(
            _("The last day can’t be before the first, %(day)s.") % {"day": full(assignment.starts)}
        )
    still = Assignment.objects.filter(pk=assignment.pk).filter(Q(ends=None) | Q(ends__gt=on))
    if not still.update(ends=on):
        raise OutOfOrder(_("This assignment ended before that day."))
    assignment.ends = on
    if assignment.person_id is not None:
        tell(Ended(assignment.person_id, assignment.role, on, by, acting_as))
    facts = {
        "role": assignment.role,
        "server": str(assignment.person or assignment.provider),
        "on": on.isoformat(),
    }
    record(
        f"organization:{organization.pk}",
        organization.name,
        "ended an assignment",
        by=by,
        acting_as=acting_as,
        after=facts,
    )


def _require_fit(
    role: Role,
    organization: Organization,
    starts: date,
    person: Person | None,
    provider: Organization | None,
) -> None:
    name = say(role.name)
    if role.reach != Reach.ASSIGNED:
        raise NotReady(_("%(role)s is not a role that is assigned.") % {"role": name})
    if (person is None) == (provider is None):
        raise NotReady(_("Choose either a person or an organization that serves."))
    if organization.level in (Level.STATE, Level.OTHER):
        raise NotReady(_("Choose a school, a district or an office to be served."))
    if organization.closed_on is not None and organization.closed_on <= starts:
        words = {"name": organization.name, "day": full(organization.closed_on)}
        raise NotReady(_("%(name)s closed on %(day)s.") % words)
    if provider is not None and not rules.held_here(programs.current(), role, provider):
        words = {"name": provider.name, "role": name}
        raise NotReady(_("%(name)s is not where a %(role)s is appointed.") % words)
    if person is not None:
        seats = Appointment.objects.filter(
            holding(starts), person=person, role=role.code, delegated_by=None
        )
        if not seats.exists():
            words = {"name": person.name, "role": name, "day": full(starts)}
            raise NotReady(
                _("%(name)s does not hold the role %(role)s on %(day)s. Appoint first.") % words
            )


def _relieve(
    role: str,
    organization: Organization,
    starts: date,
    person: Person | None,
    provider: Organization | None,
) -> str:
    """End who serves on or after that day, keeping the days they served; answers who it was."""
    there = Assignment.objects.filter(role=role, organization=organization)
    there = there.filter(Q(ends=None) | Q(ends__gte=starts)).select_related("person", "provider")
    names = []
    for earlier in there:
        if (earlier.person, earlier.provider) == (person, provider) and earlier.ends is None:
            raise OutOfOrder(_("%(name)s serves here already.") % {"name": str(person or provider)})
        names.append(str(earlier.person or earlier.provider))
        if earlier.starts >= starts:
            earlier.delete()
        else:
            Assignment.objects.filter(pk=earlier.pk).update(ends=day_before(starts))
        if earlier.person_id is not None:
            tell(Ended(earlier.person_id, role, day_before(starts), None))
    return ", ".join(names)


def _serves_already(
    role: str, organization: Organization, person: Person | None, provider: Organization | None
) -> bool:
    return Assignment.objects.filter(
        role=role, organization=organization, person=person, provider=provider, ends=None
    ).exists()
