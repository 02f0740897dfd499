"""All caseloads: what each coordinator has, moving schools, and what a release would bring."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.designations.models import Release
from trellis.kit import clock
from trellis.kit.dates import full, month_name
from trellis.kit.errors import NotAllowed, Refused
from trellis.monitoring import actions
from trellis.monitoring.forms import TransferForm
from trellis.monitoring.queries import forecast as ahead
from trellis.monitoring.queries import lead as queries
from trellis.monitoring.queries.schools import caseload_of
from trellis.monitoring.views.acting import acting_at
from trellis.monitoring.views.caseload import shown
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def coordinators(request: PersonRequest) -> HttpResponse:
    """Everybody with a caseload: schools by support, meetings of the month, steps."""
    seats, on = request.visitor.seats, clock.today()
    context = {
        "loads": queries.loads(seats, on=on),
        "month": month_name(on),
        "today": on,
        "releases": ahead.releases_for(request.person, seats),
        "moves": may(request.person, Capability.ASSIGN_SERVICE, seats=seats),
    }
    return render(request, "monitoring/coordinators.html", context)


def caseload_of_person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Somebody's schools as they see them, with what they put off."""
    served = _served(request, person_id)
    found = caseload_of(
        served.scope, programs.current(), on=clock.today(), reader=served.person,
        roles=[served.role],
    )  # fmt: skip
    title = _("Schools of %(name)s") % {"name": served.person.name}
    return shown(request, found, title, served.person)


def _served(request: PersonRequest, person_id: int) -> queries.Served:
    found = queries.served_by(person_id, request.visitor.seats, on=clock.today())
    if found is None:
        raise Http404
    return found


def transfer(request: PersonRequest, person_id: int) -> HttpResponse:
    """Move schools of one coordinator to another, from a day on."""
    seats, on = request.visitor.seats, clock.today()
    served = _served(request, person_id)
    if not may(request.person, Capability.ASSIGN_SERVICE, seats=seats):
        raise NotAllowed(_("Your roles don’t let you say who serves these schools."))
    form = TransferForm(
        request.POST or None,
        schools=[(str(one.pk), _named(one)) for one in served.places],
        targets=[
            (str(one.person_id), _load_named(one)) for one in queries.targets(served, seats, on=on)
        ],
        initial={"starts": on, "schools": request.GET.getlist("school")},
    )
    if request.method == "POST" and form.is_valid() and _move(request, served, form):
        return redirect("monitoring:coordinators")
    context = {"one": served.person, "form": form}
    status = 422 if form.errors else 200
    return render(request, "monitoring/transfer.html", context, status=status)


def _named(place: Organization) -> str:
    above = place.district.name if place.district and place.district_id != place.pk else ""
    return f"{place.name}, {above}" if above else place.name


def _load_named(one: queries.Load) -> str:
    words = {"name": one.name, "count": one.serves, "most": one.most}
    if one.most is None:
        return _("%(name)s (serves %(count)s)") % words
    return _("%(name)s (serves %(count)s of %(most)s)") % words


def _move(request: PersonRequest, served: queries.Served, form: TransferForm) -> bool:
    asked = form.cleaned_data
    chosen = [one for one in served.places if str(one.pk) in asked["schools"]]
    target = Person.objects.get(pk=asked["target"])
    try:
        count = actions.move_schools(
            served.role,
            chosen,
            source=served.person,
            target=target,
            starts=asked["starts"],
            by=request.person,
            on=clock.today(),
            acting_as=acting_at(request, Capability.CASELOAD_LEAD, chosen[0]),
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    said = ngettext(
        "%(count)s school moves to %(name)s on %(day)s. Everybody concerned is told by mail.",
        "%(count)s schools move to %(name)s on %(day)s. Everybody concerned is told by mail.",
        count,
    )
    words = {"count": count, "name": target.name, "day": full(asked["starts"])}
    messages.success(request, said % words)
    return True


def forecast(request: PersonRequest, release_id: int) -> HttpResponse:
    """What a release would ask of today's coordinators."""
    seats, on = request.visitor.seats, clock.today()
    found = Release.objects.select_related("year").filter(pk=release_id).first()
    prepares = may(request.person, Capability.RELEASE_MANAGE, seats=seats)
    if found is None or not (prepares or found.state == Release.State.PUBLISHED):
        raise Http404
    context = {
        "release": found,
        "ahead": ahead.forecast(found, seats, on=on),
        "is_public": found.state == Release.State.PUBLISHED,
        "today": on,
    }
    return render(request, "monitoring/forecast.html", context)
