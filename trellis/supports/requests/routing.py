"""To which organization a request goes, by when it is answered, and to whom it can be given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from trellis.kit import clock
from trellis.organizations.models import Appointment, Organization, in_force
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.date_rules import add_weekdays
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.supports.models import STANDING, Provider, Wording
from trellis.supports.queries.reading import contact_of, offerers
from trellis.supports.requests import rules
from trellis.supports.requests.records import SupportRequest


def receiver(wording: Wording, organization: Organization) -> Organization | None:
    """Who answers: the office of the place's region where the support says so, else its provider.

    Where nobody answers there, the agency does; None only where nobody answers at all.
    """
    owner = offerers(STANDING)[wording.provider_id]
    office = contact_of(wording.read(), owner).office
    wanted = organization.office if office else _named(owner.organization_code)
    for one in (wanted, organization.state):
        if one is not None and answerers([one.pk]).exists():
            return one
    return None


def _named(code: str) -> Organization | None:
    return Organization.objects.filter(code=code, closed_on=None).first()


def answerers(organizations: Iterable[int]) -> QuerySet[Appointment]:
    """Today's own holders of a role that answers, at these organizations."""
    return _holding().filter(organization__in=list(organizations))


def _holding() -> QuerySet[Appointment]:
    roles = programs.current().roles_with(Capability.SUPPORT_ANSWER)
    held = Appointment.objects.filter(in_force(clock.today()), role__in=roles)
    return held.filter(delegated_by=None)


def people_answering(organization: Organization) -> list[Person]:
    """Who is told that a request has come; one query."""
    held = answerers([organization.pk]).values("person")
    return list(Person.objects.filter(pk__in=held).order_by("pk"))


def others(request: SupportRequest) -> QuerySet[Organization]:
    """To whom a request can be given: providers, the region's office and the agency.

    Only where somebody answers, and not the organization that has it.
    """
    place = request.organization
    near = [one for one in (place.office_id, place.state_id) if one is not None]
    provides = Provider.objects.values("organization_code")
    found = Organization.objects.filter(Q(pk__in=near) | Q(code__in=provides), closed_on=None)
    staffed = found.filter(pk__in=_holding().values("organization"))
    return staffed.exclude(pk=request.answering_id).order_by("sort_name", "pk")


def answer_day(program: Program, provider: str, level: int | None, *, on: date) -> date:
    """By when an answer is due: so many weekdays later, by organization, level, or in general."""
    told = rules.told_of(program)
    if told is None:
        return on
    days = told.by_provider.get(provider) or told.by_level.get(level or 0) or told.days
    return add_weekdays(on, days)
