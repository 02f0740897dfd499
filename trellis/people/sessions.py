"""What a session remembers about factors; the account package writes its records there."""

from __future__ import annotations

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse

from trellis.people.models import Person

AFTER_SECOND_FACTOR = "after_second_factor"


def remember_used(request: HttpRequest, person: Person, kind: Authenticator.Type) -> None:
    """Setting up a factor has shown that the person holds it: it counts as used."""
    factor = Authenticator.objects.filter(user=person, type=kind).latest("created_at")
    record_authentication(
        request, person, "mfa", id=factor.pk, type=factor.type, reauthenticated=True
    )


def forget_used(request: HttpRequest, factor_id: int) -> None:
    """A factor that has been removed has not been used."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        one for one in records if one.get("method") != "mfa" or one.get("id") != factor_id
    ]


def sign_in(request: HttpRequest, person: Person, method: str, onward: str) -> HttpResponse:
    """Open a session for somebody who has just shown who they are by a way of ours.

    The account package's own steps follow: a second factor that is set up is asked for.
    """
    record_authentication(request, person, method, email=person.email)
    login = Login(user=person, email_verification="none", redirect_url=onward)
    response: HttpResponse = perform_login(request, login)
    return response
