"""My schools: who needs somebody, and why; and what is put off."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.answers import page
from trellis.kit.dates import month_name
from trellis.kit.errors import NotAllowed, Refused
from trellis.monitoring import actions
from trellis.monitoring.forms import SnoozeForm
from trellis.monitoring.models import Snooze
from trellis.monitoring.queries import caseload as queries
from trellis.monitoring.queries.lines import rows_of
from trellis.monitoring.queries.schools import Caseload, caseload_of, own_roles
from trellis.monitoring.rules import scope_of
from trellis.monitoring.views.acting import acting_at
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def caseload(request: PersonRequest) -> HttpResponse:
    """The schools that the person works with, those that need somebody first."""
    seats = request.visitor.seats
    scope = scope_of(seats)
    if not scope and may(request.person, Capability.CASELOAD_LEAD, seats=seats):
        return redirect("monitoring:coordinators")
    found = caseload_of(
        scope, programs.current(), on=clock.today(), reader=request.person,
        roles=own_roles(seats),
    )  # fmt: skip
    return shown(request, found, _("My schools"), None)


def shown(
    request: PersonRequest, found: Caseload, title: str, person: Person | None
) -> HttpResponse:
    """A caseload as a page; `person` is whose it is where another one reads it."""
    seats, program, on = request.visitor.seats, programs.current(), clock.today()
    writes = may(request.person, Capability.MESSAGE_SEND, seats=seats)
    show, after = request.GET.get("show", ""), request.GET.get("after", "")
    listed = queries.page_of(
        found, program, on=on, show=show, after=after, acts=writes and person is None
    )
    language = get_language() or ""
    kept = {"show": show} if show else {}
    context = {
        "title": title,
        "person": person,
        "page": listed,
        "rows": rows_of(listed.rows, month=month_name(on), language=language, own=not person),
        "today": on,
        "writes": writes,
        "serves": bool(own_roles(seats)),
        "leads": may(request.person, Capability.CASELOAD_LEAD, seats=seats),
        "more": "?" + urlencode({**kept, "after": listed.after}) if listed.after else "",
        "first": ("?" + urlencode(kept)) if after else "",
    }
    return page(request, "monitoring/caseload.html", context)


def snoozes(request: PersonRequest, code: str) -> HttpResponse:
    """Put off a reason of one school, or show it again."""
    seats, on = request.visitor.seats, clock.today()
    found = caseload_of(
        scope_of(seats, whole=True), programs.current(), on=on, reader=request.person,
        only=[code],
    )  # fmt: skip
    place = next(iter(found.schools), None)
    if place is None:
        raise Http404
    listed = queries.page_of(found, programs.current(), on=on, acts=False)
    row = listed.rows[0]
    reasons = [(one.rule, one.text) for one in row.reasons]
    form = SnoozeForm(request.POST or None, reasons=reasons, on=on)
    if request.method == "POST" and form.is_valid() and _put_off(request, place.id, form):
        messages.success(
            request, _("Put off. It shows again in your list on the day that you chose.")
        )
        return redirect("monitoring:caseload")
    context = {"row": row, "form": form if reasons else None}
    status = 422 if form.errors else 200
    return render(request, "monitoring/snoozes.html", context, status=status)


def _put_off(request: PersonRequest, organization_id: int, form: SnoozeForm) -> bool:
    asked = form.cleaned_data
    place = Organization.objects.get(pk=organization_id)
    try:
        actions.put_off(
            place,
            asked["rule"],
            until=asked["until"],
            note=asked["note"],
            by=request.person,
            on=clock.today(),
            acting_as=acting_at(request, Capability.CASELOAD_READ, place),
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def snooze_withdrawal(request: PersonRequest, snooze_id: int) -> HttpResponse:
    """Show a reason again before its day."""
    one = Snooze.objects.select_related("organization").filter(pk=snooze_id).first()
    if one is None or one.by_id != request.person.pk:
        raise Http404
    seat = acting_at(request, Capability.CASELOAD_READ, one.organization)
    actions.withdraw_snooze(one, by=request.person, acting_as=seat)
    messages.success(request, _("The reason shows in your list again."))
    return redirect("monitoring:caseload")
