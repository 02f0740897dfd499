"""Schools, districts and offices: public, with more for those who work there."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from trellis.cycles.coordination import assigned_roles
from trellis.designations import queries as designations
from trellis.designations.support.queries import current_statuses
from trellis.home.addresses import address, task_root
from trellis.home.queries import directory, places
from trellis.home.words import words
from trellis.kit import clock
from trellis.kit.paging import Page
from trellis.meetings.rules import may_read_at
from trellis.organizations.models import Level, Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def schools(request: PersonRequest) -> HttpResponse:
    """The directory: by name or code, county, region and designation."""
    asked = directory.asked(request.GET)
    program = programs.program(request.installation.version_id)
    found = directory.search(program, asked)
    context = {
        "asked": asked,
        "page": found.page,
        "rows": found.rows,
        "count": found.count,
        "choices": directory.choices(program, asked),
        "relax": [] if found.rows else directory.relax(asked),
    }
    return render(request, "home/schools.html", context)


def school(request: PersonRequest, code: str) -> HttpResponse:
    """A school: its designation in plain words, and the way to its year."""
    found = _find(code, Level.SCHOOL, Level.OTHER)
    program = programs.program(request.installation.version_id)
    told = designations.of(found)
    newest = told[0].release_id if told else 0
    reads = _reads(request, found)
    roles = assigned_roles(program) if reads else []
    context = {
        "organization": found,
        "kind": places.kind_name(program, found.kind),
        "county": places.county_name(program, found.county) if found.county else "",
        "status": current_statuses([found.pk], serving=roles).get(found.pk),
        "reads": reads,
        "levels": program.vocabulary.support_levels,
        "told": [one for one in told if one.release_id == newest],
        "earlier": [one for one in told if one.release_id != newest],
        "year_url": address("year", found.code) if reads and places.has_year(found) else "",
        "meetings": may_read_at(request.visitor.seats, found) if reads else False,
        "terms": program.pack.terms,
        "own": [
            seat.appointment_id
            for seat in request.visitor.seats
            if seat.organization_id == found.pk and not seat.assigned and not seat.delegated
        ],
    }
    return render(request, "home/school.html", context)


def district(request: PersonRequest, code: str) -> HttpResponse:
    """A district: its schools; what to approve, sign and submit first, for its people."""
    found = _find(code, Level.DISTRICT)
    version = request.installation.version_id
    program = programs.program(version)
    reads = _reads(request, found)
    today = clock.today()
    rows, more = places.schools_of(found, on=today, after=_after(request))
    work = places.work_of(found, program, words(version), on=today) if reads else None
    context = {
        "organization": found,
        "kind": places.kind_name(program, found.kind),
        "county": places.county_name(program, found.county) if found.county else "",
        "rows": rows,
        "running": [row for row in rows if row.of] if reads else [],
        "work": work,
        "year": reads and any(row.of for row in rows),
        "pages": Page(
            next_url="?" + urlencode({"after": rows[-1].key}) if more else "",
            first_url="?" if request.GET.get("after") else "",
        ),
        "tasks": task_root(),
        "meetings": may_read_at(request.visitor.seats, found) if reads else False,
    }
    return render(request, "home/district.html", context)


def office(request: PersonRequest, code: str) -> HttpResponse:
    """A regional office: its districts and the supported schools of its region."""
    found = _find(code, Level.OFFICE)
    program = programs.program(request.installation.version_id)
    districts, supported = places.region_of(found)
    told = designations.current_designations(one.pk for one in supported)
    context = {
        "organization": found,
        "kind": places.kind_name(program, found.kind),
        "districts": districts,
        "supported": [(one, places.label_of(told.get(one.pk, ()))) for one in supported],
    }
    return render(request, "home/office.html", context)


def _find(code: str, *levels: str) -> Organization:
    found = places.organization_of(code, *levels)
    if found is None:
        raise Http404
    return found


def _reads(request: PersonRequest, found: Organization) -> bool:
    visitor = request.visitor
    return visitor.person is not None and may(
        visitor.person, Capability.YEAR_READ, at=found, seats=visitor.seats
    )


def _after(request: PersonRequest) -> tuple[str, str, str] | None:
    key = request.GET.get("after", "")
    name, _mark, code = key[1:].partition("|")
    return (key[0], name, code) if key[:1] in {"0", "1"} else None
