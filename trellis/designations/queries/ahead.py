"""What districts hear before everybody else, and who has heard it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from trellis.designations.models import AdvanceNotice, Designation, Release
from trellis.designations.queries.published import InWords, in_words
from trellis.designations.schema import ReleaseDay
from trellis.kit import dates
from trellis.organizations.models import Appointment, Level, Organization, holding
from trellis.programs import queries as programs

PAGE = 100


@dataclass(frozen=True)
class Ahead:
    """An organization with what a release will say of it."""

    organization: Organization
    told: tuple[InWords, ...]


@dataclass(frozen=True)
class Notified:
    """A district of a release: who would be told there, and whether they were and have looked."""

    district: Organization
    holders: tuple[str, ...]
    notice: AdvanceNotice | None


def districts_of(release: Release) -> QuerySet[Organization]:
    """The districts with an organization in a release, by name."""
    named = Designation.objects.filter(release=release)
    own = Q(level=Level.DISTRICT, pk__in=named.values("organization"))
    above = Q(pk__in=named.exclude(organization__district=None).values("organization__district"))
    return Organization.objects.filter(own | above).order_by("sort_name", "code")


def notified(
    release: Release, *, after: tuple[str, str] | None, on: date
) -> tuple[list[Notified], bool]:
    """A page of the districts of a release by name and code, and whether more follow."""
    found = districts_of(release)
    if after is not None:
        name, code = after
        found = found.filter(Q(sort_name__gt=name) | Q(sort_name=name, code__gt=code))
    page = list(found[: PAGE + 1])
    shown = [one.pk for one in page[:PAGE]]
    in_force = AdvanceNotice.objects.open_to(shown).filter(release=release)
    notices = {one.district_id: one for one in in_force.select_related("opened_by")}
    names: dict[int, list[str]] = {}
    for place, name in holders(shown, on=on).values_list("organization_id", "person__name"):
        names.setdefault(place, []).append(name)
    rows = [Notified(one, tuple(names.get(one.pk, ())), notices.get(one.pk)) for one in page[:PAGE]]
    return rows, len(page) > PAGE


def holders(districts: Sequence[int], *, on: date) -> QuerySet[Appointment]:
    """Own appointments in the roles that are told, of open accounts; never what is lent."""
    held = Appointment.objects.filter(
        holding(on),
        organization__in=districts,
        role__in=release_day().advance.roles,
        delegated_by=None,
        person__is_active=True,
    )
    return held.order_by("person_id", "organization_id")


def ahead(
    release: Release, districts: Iterable[int], *, after: tuple[str, str] | None = None
) -> tuple[list[Ahead], bool]:
    """A page of the told districts' own organizations by name and code, and whether more follow."""
    own = list(districts)
    designated = Designation.objects.filter(release=release)
    found = Organization.objects.filter(
        Q(pk__in=own) | Q(district__in=own), pk__in=designated.values("organization")
    ).order_by("sort_name", "code")
    if after is not None:
        name, code = after
        found = found.filter(Q(sort_name__gt=name) | Q(sort_name=name, code__gt=code))
    page = list(found.select_related("district")[: PAGE + 1])
    shown = page[:PAGE]
    rows = designated.filter(organization__in=[one.pk for one in shown])
    told: dict[int, list[InWords]] = {}
    for one in in_words(rows.select_related("release__year").order_by("organization_id", "band")):
        told.setdefault(one.organization_id, []).append(one)
    return [Ahead(one, tuple(told.get(one.pk, ()))) for one in shown], len(page) > PAGE


def release_day() -> ReleaseDay:
    """How this state lets its designations out."""
    return programs.current().section("release", ReleaseDay)


def zone() -> str:
    """The time zone of set hours."""
    return release_day().publication.zone or programs.current().pack.time_zone


def told_ahead(districts: Sequence[int]) -> list[AdvanceNotice]:
    """What these districts may read now and the public not yet; a query where there are any."""
    if not districts:
        return []
    notices = AdvanceNotice.objects.open_to(districts).exclude(
        release__state=Release.State.PUBLISHED
    )
    return list(notices.select_related("release__year", "district"))


def public_from(moment: datetime) -> str:
    """A set hour on the state's clock: "Fri, Oct 30, 2026, 10:00 AM CDT"."""
    with timezone.override(zone()):
        return dates.moment(moment)
