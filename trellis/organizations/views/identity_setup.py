"""Setting up an organization's own sign-in: keeping, confirming and trying its settings."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from requests import RequestException

from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import actions, rules
from trellis.organizations.identity import queries, saml, trial
from trellis.organizations.identity.adapter import refusal
from trellis.organizations.identity.forms import ProviderForm
from trellis.organizations.identity.protocol import CHOSEN, leave_for
from trellis.organizations.models import IdentityProvider, Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.views.seen import acting_as, organization_in_reach
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability

EDIT = Capability.ORGANIZATION_EDIT
REPORT = "identity-trial"
"""Under this name a session keeps what the last trial found."""


def identity_provider(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Set up how people of an organization sign in."""
    place = _place(request, organization_id)
    found = _found(place)
    form = ProviderForm(request.POST or None, initial=_initial(found))
    if request.method == "POST":
        seat = acting_as(request, EDIT, place)
        if "remove" in request.POST:
            actions.remove_identity_provider(place, by=request.person, acting_as=seat)
            messages.success(request, _("The organization’s own sign-in is removed."))
            return redirect("organizations:organization", place.pk)
        if form.is_valid() and _keep(request, place, form, seat):
            return redirect("organizations:identity-provider", place.pk)
    context = {
        "organization": place,
        "found": found,
        "form": form,
        "answer_url": settings.BASE_URL + reverse("organizations:identity-answer"),
        "saml": _saml_addresses(),
        "unreadable": bool(found and found.sealed_secret and not found.secret),
        "mine": found is not None and found.changed_by_id == request.person.pk,
        "seconds": _second_persons(found),
    }
    status = 422 if form.errors else 200
    return render(request, "organizations/identity_provider.html", context, status=status)


def identity_confirmation(request: PersonRequest, organization_id: int) -> HttpResponse:
    """The second person says that the settings are right."""
    place = _place(request, organization_id)
    mark = request.POST.get("mark", "")
    try:
        actions.confirm_identity_provider(
            place, mark=mark, by=request.person, acting_as=acting_as(request, EDIT, place)
        )
    except (NotReady, OutOfOrder) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("You confirmed the sign-in of %(name)s.") % {"name": place.name}
        )
    return redirect("organizations:identity-provider", place.pk)


@never_cache
def identity_trial(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Try the settings that are kept, and read what the last trial of them found."""
    place = _place(request, organization_id)
    found = _found(place)
    if found is None:
        raise Http404
    if request.method == "POST":
        if not ratelimit.consume(request, action=CHOSEN):
            answer: HttpResponse = ratelimit.respond_429(request)
            return answer
        return _leave(request, found)
    report = request.session.get(REPORT) or {}
    context = {
        "organization": place,
        "found": found,
        "findings": report.get("findings", []) if report.get("mark") == found.mark else [],
        "answer_url": settings.BASE_URL + reverse("organizations:identity-answer"),
    }
    return render(request, "organizations/identity_trial.html", context)


def _leave(request: PersonRequest, found: IdentityProvider) -> HttpResponse:
    """Look at what can be seen from here; where it holds, go to the provider as oneself."""
    findings = trial.look(request, found)
    here = reverse("organizations:identity-trial", args=[found.organization_id])
    if not trial.went_well(findings):
        return _report(request, found, findings)
    leaving = {"provider": found.pk, "mark": found.mark, "trial": request.person.pk}
    leaving["findings"] = findings
    if found.kind == IdentityProvider.Kind.SAML:
        address, leaving["asked"] = saml.leave(found)
        request.session[CHOSEN] = leaving
        return redirect(address)
    request.session[CHOSEN] = leaving
    try:
        return leave_for(request, found, email=request.person.email, onward=here, trial=True)
    except (OAuth2Error, RequestException, ValueError):
        return _report(request, found, [(trial.WRONG, _("The provider stopped answering."))])


def finish_trial(request: HttpRequest, chosen: dict[str, Any]) -> HttpResponse:
    """The provider sent the browser back from a trial; only to whoever began it, still entitled."""
    visitor = request.visitor  # type: ignore[attr-defined]
    near = IdentityProvider.objects.select_related("organization")
    found = near.filter(pk=chosen["provider"]).first()
    person = visitor.person
    if found is None or found.mark != chosen.get("mark") or person is None:
        return refusal(request)
    place = found.organization
    if person.pk != chosen["trial"] or not rules.may_own(person, EDIT, at=place):
        return refusal(request)
    findings = [(how, words) for how, words in chosen.get("findings", [])]
    if found.kind == IdentityProvider.Kind.SAML:
        response = saml.take(request.GET.get("saml", ""))
        asked = chosen.get("asked", "")
        findings += trial.come_back_by_saml(found, response, asked, person)
    else:
        findings += trial.come_back(request, found, person)
    return _report(request, found, findings)


def _report(
    request: HttpRequest, found: IdentityProvider, findings: trial.Findings
) -> HttpResponse:
    """Keep how it went, and lead to the page that says it."""
    visitor = request.visitor  # type: ignore[attr-defined]
    well = trial.went_well(findings)
    seat = acting_as(request, EDIT, found.organization)  # type: ignore[arg-type]
    actions.note_trial(found, well=well, by=visitor.person, acting_as=seat)
    request.session[REPORT] = {"mark": found.mark, "findings": findings}
    return redirect("organizations:identity-trial", found.organization_id)


def _place(request: PersonRequest, pk: int) -> Organization:
    """The organization, for who may set up its sign-in by a role of their own."""
    place = organization_in_reach(request, pk, EDIT)
    if not rules.may_own(request.person, EDIT, at=place, seats=request.visitor.seats):
        raise NotAllowed(_("Only who holds the role itself sets up how people sign in."))
    return place


def _found(place: Organization) -> IdentityProvider | None:
    near = ("organization", "changed_by", "confirmed_by")
    return IdentityProvider.objects.select_related(*near).filter(organization=place).first()


def _second_persons(found: IdentityProvider | None) -> list[Person]:
    """Who may confirm what waits."""
    if found is None or not found.waits:
        return []
    return queries.second_persons(found.organization, but=found.changed_by)


def _saml_addresses() -> dict[str, str]:
    """What a SAML provider has to be told; nothing where it is turned off."""
    if not settings.SAML:
        return {}
    names = ("identity-metadata", "identity-assertion")
    return {name: settings.BASE_URL + reverse(f"organizations:{name}") for name in names}


def _initial(found: IdentityProvider | None) -> dict[str, object]:
    if found is None:
        return {"is_on": True}
    domains = "\n".join(found.domains)
    names = ("kind", "issuer", "client_id", "sign_on_url", "certificate", "vouched", "is_on")
    return {name: getattr(found, name) for name in names} | {"domains": domains}


def _keep(request: PersonRequest, place: Organization, form: ProviderForm, seat: str) -> bool:
    asked = form.cleaned_data
    try:
        kept = actions.keep_identity_provider(
            place,
            kind=asked.get("kind") or IdentityProvider.Kind.OIDC,
            issuer=asked["issuer"],
            sign_on_url=asked.get("sign_on_url", ""),
            certificate=asked.get("certificate", ""),
            client_id=asked["client_id"],
            secret=asked["secret"],
            domains=asked["domains"].replace(",", " ").split(),
            vouched=asked["vouched"],
            is_on=asked["is_on"],
            by=request.person,
            acting_as=seat,
        )
    except NotReady as refused:
        form.add_error(None, str(refused))
        return False
    said = _("The organization’s own sign-in is saved.")
    waits = _("The sign-in is saved. It works once a second person has confirmed it.")
    messages.success(request, waits if kept.waits else said)
    return True
