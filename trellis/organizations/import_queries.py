"""What pages show of imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.organizations.models import (
    Change,
    Import,
    Organization,
    StagedOrganization,
    StagedSeat,
)

PAGE = 50
HERE = (Import.Kind.DIRECTORY.value, Import.Kind.PEOPLE.value)


@dataclass
class StagedPage:
    """Some staged rows with what was there before, and the links around them."""

    rows: list[Any] = field(default_factory=list)
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True)
class Difference:
    """One staged organization, and each fact with its old and new value."""

    staged: StagedOrganization
    facts: list[tuple[str, str, str]]


def of_this_room() -> QuerySet[Import]:
    """Imports of organizations and of people; other rooms show their own."""
    return Import.objects.filter(kind__in=HERE)


def imports(kind: str = "") -> list[Import]:
    """The latest imports, newest first."""
    rows = of_this_room().select_related("by").exclude(state=Import.State.DROPPED)
    return list((rows.filter(kind=kind) if kind else rows)[:10])


def import_counts(source: Import) -> list[tuple[str, str, int]]:
    """What an import would do, as code, label and number."""
    if source.kind == Import.Kind.DIRECTORY:
        labels = {change.value: str(change.label) for change in Change}
    else:
        labels = {
            "people": _("New people"),
            "appoint": _("Appointments"),
            "change": _("Changed appointments"),
            "assign": _("Assignments"),
            "replace": _("Assignments passed on"),
        }
    more = {
        "unchanged": _("Unchanged"),
        "merged": _("Repeated rows"),
        "closed before": _("Closed, not here"),
    }
    numbers = source.counts
    return [(code, label, numbers.get(code, 0)) for code, label in {**labels, **more}.items()]


def staged(source: Import, *, change: str, after: int) -> StagedPage:
    """A page of staged organizations with the differences; two queries."""
    rows = StagedOrganization.objects.filter(source=source, id__gt=after).order_by("id")
    if change:
        rows = rows.filter(change=change)
    found = list(rows[: PAGE + 1])
    there = Organization.objects.filter(code__in=[one.code for one in found[:PAGE]])
    known = {one.code: one for one in there.select_related("parent")}
    page = [Difference(one, _facts(source, one, known.get(one.code))) for one in found[:PAGE]]
    return _page(page, found, change, after)


def staged_seats(source: Import, *, after: int) -> StagedPage:
    """A page of staged appointments and assignments; one query."""
    rows = StagedSeat.objects.filter(source=source, id__gt=after).order_by("id")
    found = list(rows.select_related("organization", "provider")[: PAGE + 1])
    return _page(found[:PAGE], found, "", after)


def _page(shown: list[Any], found: list[Any], change: str, after: int) -> StagedPage:
    start = f"?change={change}"
    following = f"{start}&after={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return StagedPage(shown, following, start if after else "")


def _facts(
    source: Import, staged: StagedOrganization, there: Organization | None
) -> list[tuple[str, str, str]]:
    if there is None:
        return [(_("Belongs to"), "", staged.parent_code)] if staged.parent_code else []
    if staged.change == Change.CLOSED:
        return []
    labels = {
        "name": _("Name"),
        "kind": _("Kind"),
        "region": _("Region"),
        "county": _("County"),
        "city": _("City"),
        "grades": _("Grades"),
        "nces": _("Federal number"),
    }
    said = ["name", "kind", *source.counts.get("fields", [])]
    pairs = [(labels[name], getattr(there, name), getattr(staged, name)) for name in said]
    above = there.parent.code if there.parent else ""
    pairs.append((_("Belongs to"), above, staged.parent_code))
    return [pair for pair in pairs if pair[1] != pair[2]]
