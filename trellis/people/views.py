"""A person's own pages, and the pages of the account package where ours must add something."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import RequestLoginCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trellis.kit.onward import own_path
from trellis.people import actions, queries
from trellis.people import unsent as kept
from trellis.people.adapters import remember_language
from trellis.people.forms import ProfileForm, tell_unknown
from trellis.people.models import Person
from trellis.people.rules import has_used_second_factor
from trellis.people.sessions import AFTER_SECOND_FACTOR, forget_used, remember_used


class PersonRequest(HttpRequest):
    """A request that the middleware has let in."""

    person: Person


@never_cache
def profile(request: PersonRequest) -> HttpResponse:
    """What is known of me, and how I sign in."""
    person = request.person
    known = {"name": person.name, "time_zone": person.time_zone, "language": person.language}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.rename_person(person, told["name"], by=person)
        actions.change_preferences(
            person, time_zone=told["time_zone"], language=told["language"], by=person
        )
        messages.success(request, _("Your profile is saved."))
        response = redirect("people:profile")
        remember_language(response, person)
        return response
    context = {"form": form, "factors": queries.factors_of(person)}
    status = 422 if form.errors else 200
    return render(request, "people/profile.html", context, status=status)


@require_POST
def other_sessions(request: PersonRequest) -> HttpResponse:
    """End every session of mine but this one."""
    actions.end_sessions(request.person, by=request.person)
    update_session_auth_hash(request, request.person)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("people:profile")


@never_cache
def unsent(request: PersonRequest) -> HttpResponse:
    """What I typed when my session had ended; where I was going, if nothing is kept."""
    onward = own_path(request.GET.get("next", "")) or reverse(settings.AFTER_WELCOME)
    found = kept.of(request.person)
    if found is None:
        return redirect(onward)
    return render(request, "people/unsent.html", {"unsent": found, "onward": onward})


@require_POST
def unsent_sending(request: PersonRequest) -> HttpResponse:
    """Send it where it was going; the browser repeats the form there as it stands."""
    found = kept.of(request.person)
    if found is None:
        return redirect(settings.AFTER_WELCOME)
    kept.forget(request.person)
    return HttpResponseRedirect(found.path, status=307)


@require_POST
def unsent_removal(request: PersonRequest) -> HttpResponse:
    """Throw it away."""
    kept.forget(request.person)
    messages.success(request, _("It is thrown away."))
    return redirect(settings.AFTER_WELCOME)


def factors(request: HttpRequest) -> HttpResponse:
    """Where the account package means its own lists of factors: they stand on the profile."""
    return redirect("people:profile")


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where a role needs a second step: use the one that is set up, or set one up."""
    person = request.user
    if not isinstance(person, Person):
        return redirect_to_login(request.get_full_path())
    asked = request.GET.get("next", "")
    if asked and get_adapter().is_safe_url(asked):
        request.session[AFTER_SECOND_FACTOR] = asked
    if has_used_second_factor(request):
        onward = request.session.pop(AFTER_SECOND_FACTOR, "")
        return redirect(onward or get_adapter().get_login_redirect_url(request))
    found = queries.factors_of(person)
    if found.has_second:
        way = "mfa_reauthenticate" if found.has_app else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(way)}?{urlencode({'next': request.path})}")
    return render(request, "people/second_factor.html")


class RequestCode(RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code by address alone."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Answer alike for known and unknown addresses."""
        if form._user is None:
            tell_unknown(form.cleaned_data["email"])
        response: HttpResponse = super().form_valid(form)
        return response


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    """Add an authenticator app; the code that proves it counts as its first use."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Add, remember, keep in history."""
        response: HttpResponse = super().form_valid(form)
        person = self.request.user
        remember_used(self.request, person, Authenticator.Type.TOTP)
        actions.note_factor(person, "added an authenticator app", by=person)
        return response


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]
    """Remove the authenticator app."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove, forget, keep in history."""
        factor_id = self.authenticator.pk
        response: HttpResponse = super().form_valid(form)
        forget_used(self.request, factor_id)
        person = self.request.user
        actions.note_factor(person, "removed the authenticator app", by=person)
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey; making it counts as its first use."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Add, remember, keep in history."""
        response: HttpResponse = super().form_valid(form)
        person = self.request.user
        remember_used(self.request, person, Authenticator.Type.WEBAUTHN)
        actions.note_factor(person, "added a passkey", by=person)
        return response


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove, forget, keep in history."""
        factor_id = self.get_object().pk
        response: HttpResponse = super().form_valid(form)
        forget_used(self.request, factor_id)
        actions.note_factor(self.request.user, "removed a passkey", by=self.request.user)
        return response
