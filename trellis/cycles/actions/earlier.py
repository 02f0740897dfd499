"""A state that begins in the middle of a year: months that were done before Trellis was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trellis.cycles import rules
from trellis.history.actions import record_many
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.models import ProgramYear
from trellis.work import actions as work
from trellis.work.models import Workplan


@transaction.atomic
def mark_before(
    months: Sequence[date],
    organizations: Sequence[Organization],
    year: ProgramYear,
    *,
    by: Person,
    acting_as: str = "",
) -> int:
    """Mark open steps of whole months as done before Trellis; answers how many.

    Districts include their schools. Such a step is never on time and never late. NotAllowed;
    NotReady without months or running years; OutOfOrder where nothing there is open.
    """
    plans = _plans(months, organizations, year, by)
    ids = [plan.pk for plan in plans]
    marked = work.mark_earlier(ids, months, by=by, on=clock.today())
    if not marked:
        raise OutOfOrder(_("No step of these months is open there."))
    _record("done before", plans, months, by=by, acting_as=acting_as)
    return marked


@transaction.atomic
def unmark_before(
    months: Sequence[date],
    organizations: Sequence[Organization],
    year: ProgramYear,
    *,
    by: Person,
    acting_as: str = "",
) -> int:
    """Open again what was marked as done before Trellis; answers how many. As `mark_before`."""
    plans = _plans(months, organizations, year, by)
    opened = work.unmark_earlier([plan.pk for plan in plans], months)
    if not opened:
        raise OutOfOrder(_("No step of these months is marked as done before Trellis there."))
    _record("open again", plans, months, by=by, acting_as=acting_as)
    return opened


def _plans(
    months: Sequence[date], organizations: Sequence[Organization], year: ProgramYear, by: Person
) -> list[Workplan]:
    if not rules.may_mark_earlier(by):
        raise NotAllowed(_("Only the agency marks months as done before Trellis."))
    if not months:
        raise NotReady(_("Choose at least one month."))
    if any(month > clock.today() for month in months):
        raise NotReady(_("A month that has not begun can’t be done already."))
    plans = list(workplans_of(organizations, year))
    if not plans:
        raise NotReady(_("None of these has an open year."))
    return plans


def workplans_of(organizations: Sequence[Organization], year: ProgramYear) -> QuerySet[Workplan]:
    """The year's workplans of organizations and of the schools beneath them."""
    ids = [one.pk for one in organizations]
    within = Q(organization__in=ids) | Q(organization__district__in=ids)
    found = Workplan.objects.filter(within, year=year)
    return found.select_related("organization").order_by("pk")


def _record(
    verb: str, plans: Sequence[Workplan], months: Sequence[date], *, by: Person, acting_as: str
) -> None:
    """One history entry per organization."""
    facts = {"months": [f"{month:%Y-%m}" for month in months]}
    record_many(
        verb,
        (
            (f"organization:{one.organization_id}", one.organization.name, dict(facts))
            for one in plans
        ),
        by=by,
        acting_as=acting_as,
    )
