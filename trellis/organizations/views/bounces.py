"""Addresses from which mail came back, for those who can mend them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit.errors import NotAllowed, Refused
from trellis.kit.paging import number
from trellis.notices import kinds, queries
from trellis.notices.models import Bounce
from trellis.organizations.actions import mail as actions
from trellis.organizations.mail import rights
from trellis.organizations.mail.forms import AddressForm
from trellis.organizations.requests import PersonRequest
from trellis.organizations.views.mail import pages
from trellis.organizations.views.seen import acting_as
from trellis.programs.schema.roles import Capability

APPOINT, MANAGE = Capability.PEOPLE_APPOINT, Capability.MAIL_MANAGE


def bounces(request: PersonRequest) -> HttpResponse:
    """Addresses that do not work, of people whom the reader may appoint; for the agency all."""
    seats, before = request.visitor.seats, number(request.GET.get("before", ""))
    rows = queries.bounces(rights.mendable(request.person, seats), before=before)
    shown = rows[: queries.PAGE]
    context = {
        "rows": shown,
        "page": pages({}, before, shown[-1].pk if len(rows) > queries.PAGE else None),
    }
    return render(request, "organizations/bounces.html", context)


def bounce(request: PersonRequest, bounce_id: int) -> HttpResponse:
    """Why mail came back, and how to mend it."""
    return _page(request, _found(request, bounce_id), AddressForm(), 200)


def _found(request: PersonRequest, bounce_id: int) -> Bounce:
    """A bounce that the person may see; 404 for anybody else."""
    near = Bounce.objects.select_related("notice", "person", "proposed_by", "mended_by")
    seen = near.filter(rights.mendable(request.person, request.visitor.seats))
    return get_object_or_404(seen, pk=bounce_id)


def _page(request: PersonRequest, found: Bounce, form: AddressForm, status: int) -> HttpResponse:
    corrects = rights.may_manage(request.person, request.visitor.seats)
    if not form.is_bound and found.proposed:
        form = AddressForm(initial={"email": found.proposed})
    context = {
        "one": found,
        "form": form,
        "corrects": corrects,
        "kind": kinds.called(found.notice.kind),
        "secret": found.notice.opens_something,
    }
    return render(request, "organizations/bounce.html", context, status=status)


def proposal(request: PersonRequest, bounce_id: int) -> HttpResponse:
    """Say what the right address is."""
    found, form = _found(request, bounce_id), AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    seat = acting_as(request, APPOINT)
    try:
        actions.propose_address(
            found, form.cleaned_data["email"], by=request.person, acting_as=seat
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("email", str(refused))
        return _page(request, found, form, 422)
    messages.success(request, _("Proposed. The agency corrects the address."))
    return redirect("organizations:bounces")


def correction(request: PersonRequest, bounce_id: int) -> HttpResponse:
    """Correct the address and send again what came back."""
    found, form = _found(request, bounce_id), AddressForm(request.POST)
    if not rights.may_manage(request.person, request.visitor.seats):
        raise NotAllowed(_("Your roles don’t let you hold mail or correct addresses."))
    if not form.is_valid():
        return _page(request, found, form, 422)
    seat = acting_as(request, MANAGE)
    try:
        again = actions.correct_address(
            found, form.cleaned_data["email"], by=request.person, acting_as=seat
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("email", str(refused))
        return _page(request, found, form, 422)
    messages.success(request, _("The address is corrected. %(again)s") % {"again": _sent(again)})
    return redirect("organizations:bounces")


def _sent(again: int) -> str:
    words = ngettext("One mail is sent again.", "%(num)s mails are sent again.", again)
    return words % {"num": again}


def retry(request: PersonRequest, bounce_id: int) -> HttpResponse:
    """Take the address to work again."""
    found = _found(request, bounce_id)
    again = actions.try_again(found, by=request.person, acting_as=acting_as(request, APPOINT))
    messages.success(request, _("Mail is tried there again. %(again)s") % {"again": _sent(again)})
    return redirect("organizations:bounces")
