"""Inviting people, and what has become of each invitation."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.kit.paging import Page, number
from trellis.organizations import actions
from trellis.organizations.actions import Invited
from trellis.organizations.invitations import queries
from trellis.organizations.invitations.addresses import Reading, read
from trellis.organizations.invitations.forms import InviteForm
from trellis.organizations.models import Invitation, Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import appointable, within_reach
from trellis.organizations.views.seen import acting_as
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

APPOINT = Capability.PEOPLE_APPOINT


def invitations(request: PersonRequest) -> HttpResponse:
    """Everybody who was invited in reach, and what has become of it."""
    chosen = request.GET.get("state", "")
    after = number(request.GET.get("after", ""))
    lines, following = queries.invitations(
        request.person, request.visitor.seats, chosen=chosen, after=after
    )
    first = f"?state={chosen}" if chosen in queries.STANDINGS else "?"
    page = Page(
        next_url=f"{first}&after={following}" if following else "",
        first_url=first if after is not None else "",
    )
    states = {"": _("All"), **{code.value: str(word) for code, word in queries.STANDINGS.items()}}
    context = {"lines": lines, "page": page, "states": states, "chosen": chosen}
    return render(request, "organizations/invitations.html", context)


def inviting(request: PersonRequest) -> HttpResponse:
    """Paste addresses, look at who would be invited, send."""
    seats, program = request.visitor.seats, programs.current()
    form = InviteForm(
        request.POST or None,
        roles=queries.roles_given(seats),
        places=queries.places(seats),
        program=program,
        initial={
            "starts": clock.today(),
            "place": request.GET.get("place", "")[:40],
            "role": request.GET.get("role", "")[:60],
        },
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        place = _place(request, form)
        reading = read(form.cleaned_data["addresses"])
        seen = _digest(form)
        looked_at = request.POST.get("seen") == seen
        if place is not None and reading.good and "send" in request.POST and looked_at:
            told = _invite(request, form, place, reading)
            if told is not None:
                _tell(request, told)
                return redirect("organizations:invitations")
        if place is not None and not form.errors:
            closed = queries.closed_accounts(reading.good, request.visitor.seats)
            context |= _preview(form, place, reading) | {"seen": seen, "closed": closed}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "organizations/inviting.html", context, status=status)


def _digest(form: InviteForm) -> str:
    """What was looked at, so that nothing else is sent by a button that stands below it."""
    told = "\n".join(str(form.cleaned_data.get(name)) for name in form.fields)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _place(request: PersonRequest, form: InviteForm) -> Organization | None:
    """The organization that was named, if the role can be given there."""
    asked = form.cleaned_data
    code = asked["place"].strip()
    inside = within_reach(request.visitor.seats, APPOINT)
    rows = Organization.objects.filter(inside, code__in={code, code.replace("-", "")})
    found = rows.select_related("district").first()
    if found is None:
        form.add_error("place", _("You give no roles at an organization with this code."))
        return None
    if asked["role"] not in appointable(request.person, found, seats=request.visitor.seats):
        words = {"place": found.name}
        form.add_error("role", _("This role can’t be given at %(place)s.") % words)
        return None
    return found


def _preview(form: InviteForm, place: Organization, reading: Reading) -> dict[str, Any]:
    role = form.cleaned_data["role"]
    addresses = [one.address for one in reading.good]
    holding = queries.holding_addresses(role, place, addresses)
    waiting = set(queries.open_invitations(role, place, addresses)) - holding
    rows = [
        {"pasted": one, "holds": one.address in holding, "waits": one.address in waiting}
        for one in reading.good
    ]
    return {
        "rows": rows,
        "slips": reading.slips,
        "place": place,
        "role": say(programs.current().roles[role].name),
        "count": sum(not (row["holds"] or row["waits"]) for row in rows),
    }


def _invite(
    request: PersonRequest, form: InviteForm, place: Organization, reading: Reading
) -> Invited | None:
    asked = form.cleaned_data
    try:
        return actions.invite(
            reading.good,
            asked["role"],
            place,
            by=request.person,
            starts=asked["starts"],
            ends=asked["ends"],
            acting_as=acting_as(request, APPOINT, place),
        )
    except (NotReady, OutOfOrder) as refused:
        form.add_error(None, str(refused))
        return None


def _tell(request: PersonRequest, told: Invited) -> None:
    count = len(told.sent)
    if count:
        one, many = _("One invitation is on its way."), _("%(num)s invitations are on their way.")
        words = one if count == 1 else many
        messages.success(request, words % {"num": count})
    left = len(told.holding) + len(told.waiting)
    if left:
        words = ngettext(
            "One was left out: the person holds the role or is invited already.",
            "%(num)s were left out: they hold the role or are invited already.",
            left,
        )
        messages.warning(request, words % {"num": left})


def _invitation(request: PersonRequest, pk: int) -> Invitation:
    """An invitation in reach; 404 for anybody else, 403 where the role isn't the person's."""
    inside = Organization.objects.filter(within_reach(request.visitor.seats, APPOINT))
    rows = Invitation.objects.select_related("organization", "invited_by")
    found = rows.filter(pk=pk, organization__in=inside.values("pk")).first()
    if found is None:
        raise Http404
    return found


@never_cache
def renewal(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation again."""
    found = _invitation(request, invitation_id)
    seat = acting_as(request, APPOINT, found.organization)
    actions.resend(found, by=request.person, acting_as=seat)
    words = {"address": found.address}
    messages.success(request, _("A new link is on its way to %(address)s.") % words)
    return redirect("organizations:invitations")


@never_cache
def revocation(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    found = _invitation(request, invitation_id)
    seat = acting_as(request, APPOINT, found.organization)
    actions.revoke(found, by=request.person, acting_as=seat)
    words = {"address": found.address}
    messages.success(request, _("The invitation of %(address)s is taken back.") % words)
    return redirect("organizations:invitations")
