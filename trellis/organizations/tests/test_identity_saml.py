"""Sign-in by SAML, the extra: a round trip, and every assertion that gains nothing."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from tests.visits import heading, read
from trellis.kit.errors import NotReady
from trellis.organizations import actions
from trellis.organizations.models import IdentityProvider
from trellis.organizations.tests.assertions import (
    ADDRESS,
    ASSERTION,
    BASE,
    CERTIFICATE,
    ENTITY,
    METADATA,
    OTHER_CERTIFICATE,
    OTHER_KEY,
    SIGN_ON,
    asked_by,
    assertion,
    come_back,
    response,
    signed,
)
from trellis.people.models import Person

CHOICE = reverse("organizations:identity")
START = reverse("organizations:identity-start")


@pytest.fixture
def own(settings, tree, desk):
    """The area's own sign-in by SAML."""
    settings.SAML = True
    return actions.keep_identity_provider(
        tree["NF214D00"], kind="saml", issuer=ENTITY, sign_on_url=SIGN_ON,
        certificate=CERTIFICATE, domains=["fork.example"], is_on=True, by=desk,
    )  # fmt: skip


@pytest.fixture
def ana(own, tree):
    """Somebody who leads a campus of the area."""
    person = Person.objects.create_user(ADDRESS, name="Ana Lee")
    actions.appoint(person, "head-of-school", tree["NF214S01"], by=None, starts=date(2026, 7, 1))
    return person


def leave(client):
    """Go to the provider; the number of the request that it reads there."""
    client.post(CHOICE, {"email": ADDRESS})
    return asked_by(client.get(START)["Location"])


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


def test_somebody_with_a_role_there_signs_in_once(client, ana):
    asked = leave(client)
    told = response(asked, signed(assertion(asked)))
    answer = come_back(client, told)
    assert (answer.status_code, answer["Location"]) == (302, reverse("organizations:welcome"))
    profile = read(client.get(reverse("people:profile")))
    assert next(profile.select_one(".meta-strip").stripped_strings) == ADDRESS
    again = Client()
    leave(again)
    assert come_back(again, told).status_code == 403
    assert not is_in(again)


SPOILED = {
    "made for another service": {"audience": "https://else.example"},
    "sent elsewhere": {"to": "https://else.example/answer"},
    "over": {"minutes": -30},
    "of another issuer": {"issuer": "https://evil.example"},
    "of another domain": {"email": "ana@else.example"},
    "of an unknown person": {"email": "nobody@fork.example"},
}


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED)
def test_an_assertion_that_is_not_hers_is_refused(client, ana, spoiled):
    asked = leave(client)
    answer = come_back(client, response(asked, signed(assertion(asked, **spoiled))))
    assert (answer.status_code, heading(answer)) == (403, "You were not signed in")
    assert not is_in(client)


@pytest.mark.parametrize("way", ["unsigned", "another key", "changed", "another request", "noise"])
def test_an_assertion_that_its_issuer_did_not_sign_for_this_request_is_refused(client, ana, way):
    asked = leave(client)
    inside = assertion("_another" if way == "another request" else asked)
    if way == "another key":
        inside = signed(inside, OTHER_KEY, OTHER_CERTIFICATE)
    elif way != "unsigned":
        inside = signed(inside)
    if way == "changed":
        inside = inside.replace("ana@", "eve@")
        Person.objects.create_user("eve@fork.example", name="Eve")
    told = response("_another" if way == "another request" else asked, inside)
    answer = come_back(client, "bm9pc2U=" if way == "noise" else told)
    assert answer.status_code == 403
    assert not is_in(client)


NOISE = [
    "",
    "%%%",
    "<a/>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "<Response/>",
    "\0",
    "<a>" * 99,
]


def test_noise_is_refused_like_everything_else(client, ana):
    for noise in NOISE:
        leave(client)
        answer = come_back(client, base64.b64encode(noise.encode()).decode())
        assert heading(answer) == "You were not signed in", noise
    assert Client().post(ASSERTION, {"SAMLResponse": "x" * 200_001}).status_code == 403


def test_a_provider_is_told_what_it_needs(client, own):
    page = client.get(METADATA)
    assert page["Content-Type"] == "application/samlmetadata+xml"
    assert BASE + ASSERTION in page.content.decode()


def test_without_the_setting_nothing_of_it_is_there(client, settings, ana, desk, tree, visit):
    settings.SAML = False
    assert client.get(METADATA).status_code == client.post(ASSERTION).status_code == 404
    assert client.post(CHOICE, {"email": ADDRESS}).status_code == 422
    path = reverse("organizations:identity-provider", args=[tree["SF300D00"].pk])
    assert read(visit(desk).get(path)).select("[name=certificate]") == []
    with pytest.raises(NotReady):
        actions.keep_identity_provider(
            tree["SF300D00"], kind="saml", issuer=ENTITY, sign_on_url=SIGN_ON,
            certificate=CERTIFICATE, domains=["south.example"], is_on=True, by=desk,
        )  # fmt: skip


@pytest.mark.parametrize("wrong", [{"certificate": "none"}, {"sign_on_url": "ftp://x"}])
def test_a_sign_in_by_saml_that_makes_no_sense_is_refused(own, visit, desk, wrong):
    path = reverse("organizations:identity-provider", args=[own.organization_id])
    told = {"kind": "saml", "issuer": ENTITY, "sign_on_url": SIGN_ON, "certificate": CERTIFICATE}
    told["domains"] = "fork.example"
    assert visit(desk).post(path, told | wrong).status_code == 422
    assert visit(desk).post(path, told).status_code == 302
    assert IdentityProvider.objects.get().is_on is False


def test_a_check_says_that_the_package_is_missing(settings, monkeypatch):
    settings.SAML = True
    assert [one.id for one in run_checks() if one.id == "trellis.E003"] == []
    monkeypatch.setattr("trellis.web.checks.find_spec", lambda _name: None)
    assert [one.id for one in run_checks() if one.id == "trellis.E003"] == ["trellis.E003"]
