"""Pages of offered times: offering, picking, settling; and of hours that are booked."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit.errors import NotReady
from trellis.kit.paging import Page, number
from trellis.meetings.models import Offer, Slot
from trellis.meetings.offers import actions, booking, queries, rules
from trellis.meetings.offers.forms import (
    BookForm,
    HoursForm,
    OfferForm,
    RefuseForm,
    zone,
    zone_name,
)
from trellis.meetings.offers.queries import OfferPage
from trellis.meetings.rules import called, kind_of, led
from trellis.meetings.views.finding import acting
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest


def offers(request: PersonRequest) -> HttpResponse:
    """Times that somebody offered, and those that wait for their pick."""
    found = queries.listed(
        request.person, request.visitor.seats, after=number(request.GET.get("after", ""))
    )
    shown = found[: queries.PAGE]
    more = urlencode({"after": shown[-1].offer.pk}) if len(found) > len(shown) else ""
    context = {
        "rows": shown,
        "person": request.person,
        "leads": bool(led(request.visitor.seats, rules.offered())),
        "page": Page("?" + more if more else "", "?" if request.GET.get("after") else ""),
    }
    return render(request, "meetings/offers.html", context)


def offering(request: PersonRequest) -> HttpResponse:
    """Offer times to one organization or to many at once."""
    seats = request.visitor.seats
    kinds = led(seats, rules.offered())
    if not kinds:
        raise Http404
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = next((one for one in kinds if one.code == asked), kinds[0])
    named = [one[:40] for one in request.GET.getlist("at")[: actions.MOST_ORGANIZATIONS]]
    chosen = request.POST.getlist("organizations")[: actions.MOST_ORGANIZATIONS]
    places = queries.offerable(seats, kind.code, named=[*named, *chosen])
    form = OfferForm(
        request.POST or None,
        kinds=[(one.code, called(one.code)) for one in kinds],
        places=places,
        initial={"kind": kind.code, "minutes": kind.minutes, "organizations": named},
    )
    if request.method == "POST" and form.is_valid():
        codes = form.cleaned_data["organizations"]
        try:
            made = actions.offer_times(
                [one for one in places if one.code in codes], kind=kind.code,
                starts=form.cleaned_data["starts"], terms=form.terms(), by=request.person,
                acting=acting(request),
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            text = ngettext(
                "The times are offered to %(count)s organization.",
                "The times are offered to %(count)s organizations.",
                len(made),
            )
            messages.success(request, text % {"count": len(made)})
            there = [made[0].pk] if len(made) == 1 else []
            return redirect("meetings:offer" if there else "meetings:offers", *there)
    context = {"form": form, "zone": zone_name(), "any": bool(places)}
    return render(request, "meetings/offering.html", context, status=422 if form.errors else 200)


def offer(request: PersonRequest, offer_id: int) -> HttpResponse:
    """One organization's times: which are free, who picked which, and what the reader may do."""
    return _shown(request, _find(request, offer_id))


def _find(request: PersonRequest, offer_id: int) -> OfferPage:
    near = ("organization", "offered_by", "year", "series")
    rows = Offer.objects.select_related(*near).exclude(organization=None)
    found = get_object_or_404(rows, pk=offer_id)
    page = queries.offer_page(found, request.person, request.visitor.seats)
    if page is None:
        raise Http404
    return page


def _shown(
    request: PersonRequest, page: OfferPage, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "offer": page.offer,
        "kind": called(page.offer.kind),
        "zone": zone_name(),
        "wrong": wrong,
        "form": RefuseForm(),
    }
    return render(request, "meetings/offer.html", context, status=status)


def picks(request: PersonRequest, offer_id: int) -> HttpResponse:
    """Say which times suit; the one that suits everybody stands."""
    page = _find(request, offer_id)
    chosen = {found for one in request.POST.getlist("slot") if (found := number(one))}
    try:
        meeting = actions.pick_times(page.offer, chosen, by=request.person)
    except NotReady as refused:
        return _shown(request, page, wrong=str(refused), status=422)
    if meeting is None:
        messages.success(request, _("Thank you. You get a mail as soon as a time is found."))
        return redirect("meetings:offer", page.offer.pk)
    messages.success(request, _("The time is found, and everybody is told."))
    return redirect("meetings:meeting", meeting.parties.get().pk)


def refusal(request: PersonRequest, offer_id: int) -> HttpResponse:
    """Say that none of the times suits, and what would."""
    page, form = _find(request, offer_id), RefuseForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    actions.refuse_times(page.offer, words, by=request.person)
    messages.success(
        request, _("%(name)s is told that none suits.") % {"name": page.offer.offered_by.name}
    )
    return redirect("meetings:offer", page.offer.pk)


def settlement(request: PersonRequest, offer_id: int) -> HttpResponse:
    """Settle on one time without waiting for more picks."""
    page = _find(request, offer_id)
    slot = number(request.POST.get("slot", "")) or 0
    try:
        meeting = actions.set_time(page.offer, slot, by=request.person, acting=acting(request))
    except NotReady as refused:
        return _shown(request, page, wrong=str(refused), status=422)
    messages.success(request, _("The meeting is planned, and everybody asked to come is told."))
    return redirect("meetings:meeting", meeting.parties.get().pk)


def withdrawal(request: PersonRequest, offer_id: int) -> HttpResponse:
    """Take an offer back."""
    page = _find(request, offer_id)
    actions.withdraw_offer(page.offer, by=request.person, acting=acting(request))
    messages.success(request, _("The times are no longer offered, and everybody is told."))
    return redirect("meetings:offers")


# ---- Hours that are booked ----


def hours(request: PersonRequest) -> HttpResponse:
    """Hours that are open for booking, and those that somebody opened."""
    return _hours(request)


def _hours(request: PersonRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    seats = request.visitor.seats
    context = {
        "found": queries.hours(request.person, seats),
        "leads": bool(led(seats, rules.opened())),
        "zone": zone_name(),
        "wrong": wrong,
    }
    return render(request, "meetings/hours.html", context, status=status)


def opening(request: PersonRequest) -> HttpResponse:
    """Open hours once or for many weeks."""
    kinds = led(request.visitor.seats, rules.opened())
    if not kinds:
        raise Http404
    choices = [(one.code, called(one.code)) for one in kinds]
    initial = {"kind": kinds[0].code, "minutes": kinds[0].minutes}
    form = HoursForm(request.POST or None, kinds=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            starts = booking.weekly(
                told["first"], told["begins"], told["ends"], told["minutes"],
                weeks=told["weeks"], every=told["every"], zone=zone(),
            )  # fmt: skip
            booking.open_hours(told["kind"], starts=starts, terms=form.terms(), by=request.person)
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The hours are open for booking."))
            return redirect("meetings:hours")
    context = {"form": form, "zone": zone_name()}
    status = 422 if form.errors else 200
    return render(request, "meetings/hours_opening.html", context, status=status)


def book(request: PersonRequest, slot_id: int) -> HttpResponse:
    """Book one time for an organization."""
    slot, form = _slot(request, slot_id), BookForm(request.POST)
    code = form.cleaned_data["organization"] if form.is_valid() else ""
    place = Organization.objects.filter(code=code).first()
    if place is None:
        return _hours(request, wrong=_("Say for which school or district you book."), status=422)
    meeting = booking.book_slot(slot, place, by=request.person, about=form.cleaned_data["about"])
    messages.success(request, _("The time is yours, and whoever offers it is told."))
    return redirect("meetings:meeting", meeting.parties.get().pk)


def _slot(request: PersonRequest, slot_id: int) -> Slot:
    """A time of hours that the visitor opened, books, or has booked."""
    rows = Slot.objects.select_related("offer__offered_by").filter(offer__organization=None)
    slot = get_object_or_404(rows, pk=slot_id)
    seats, kind = request.visitor.seats, kind_of(slot.offer.kind)
    if slot.offer.offered_by_id != request.person.pk and (
        kind is None or not booking.reachable(seats, slot.offer, kind)
    ):
        raise Http404
    return slot


def give_back(request: PersonRequest, slot_id: int) -> HttpResponse:
    """Give a booked time back."""
    booking.give_back(_slot(request, slot_id), by=request.person)
    messages.success(request, _("The time is free again, and whoever offers it is told."))
    return redirect("meetings:hours")


def closing(request: PersonRequest, offer_id: int) -> HttpResponse:
    """Close hours for further bookings."""
    rows = Offer.objects.filter(organization=None, offered_by=request.person)
    found = get_object_or_404(rows, pk=offer_id)
    booking.close_hours(found, by=request.person)
    messages.success(request, _("The hours are closed. What is booked stays."))
    return redirect("meetings:hours")
