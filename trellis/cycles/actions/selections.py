"""Choosing organizations for activities that are not for all."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles import opening, queries, rules
from trellis.cycles.models import Selection
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.models import ProgramYear


@transaction.atomic
def select_organizations(
    condition: str,
    organizations: Sequence[Organization],
    year: ProgramYear,
    *,
    by: Person,
    acting_as: str = "",
) -> int:
    """Choose organizations for a conditional activity of a year; their tasks appear at once.

    Answers the number of tasks added. Choosing again adds nothing. NotAllowed; NotReady where
    one of them runs no cycle that year or the condition is unknown.
    """
    if not rules.may_select(by):
        raise NotAllowed(_("Only the agency selects organizations for this."))
    ProgramYear.objects.select_for_update().get(pk=year.pk)
    openings = queries.openings_with(condition, year)
    if not openings:
        raise NotReady(_("No open year plan has an activity under this condition."))
    missing = queries.without_workplan(organizations, year)
    if missing:
        raise NotReady(*(_("%s has no open year.") % one.name for one in missing))
    known = set(
        Selection.objects.filter(year=year, condition=condition).values_list(
            "organization_id", flat=True
        )
    )
    chosen = [one for one in organizations if one.pk not in known]
    Selection.objects.bulk_create(
        Selection(year=year, condition=condition, organization=one, by=by, at=clock.now())
        for one in chosen
    )
    for one in chosen:
        record(f"organization:{one.pk}", one.name, "selected", by=by, acting_as=acting_as,
               after={"condition": condition, "year": year.start})  # fmt: skip
    if not chosen:
        return 0
    return sum(opening.add_condition(o, condition, [one.pk for one in chosen]) for o in openings)
