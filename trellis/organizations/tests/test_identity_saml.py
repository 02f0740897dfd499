"""Sign-in by SAML, the extra: a round trip, and every assertion that gains nothing."""

from __future__ import annotations

import base64
import zlib
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tests.visits import heading, read
from trellis.kit.errors import NotReady
from trellis.organizations import actions
from trellis.organizations.models import IdentityProvider
from trellis.organizations.tests.issuer import new_key
from trellis.people.models import Person

CHOICE = reverse("organizations:identity")
START = reverse("organizations:identity-start")
ASSERTION = reverse("organizations:identity-assertion")
METADATA = reverse("organizations:identity-metadata")
BASE = "http://127.0.0.1:8000"
ENTITY, SIGN_ON = "https://id.fork.example/saml", "https://id.fork.example/sign-on"
ADDRESS = "ana@fork.example"


def pair():
    """A key and its certificate, as PEM."""
    key = new_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "id.fork.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return private.decode(), made.sign(key, hashes.SHA256()).public_bytes(pem).decode()


KEY, CERTIFICATE = pair()
OTHER_KEY, OTHER_CERTIFICATE = pair()


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
    sent = parse_qs(urlsplit(client.get(START)["Location"]).query)["SAMLRequest"][0]
    asked = read_xml(zlib.decompress(base64.b64decode(sent), -15))
    return asked["ID"]


def read_xml(content):
    """The attributes of the outermost element."""
    from lxml import etree

    return etree.fromstring(content).attrib


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def assertion(asked, *, email=ADDRESS, audience="", to="", minutes=5, issuer=ENTITY):
    now = datetime.now(UTC)
    until = stamp(now + timedelta(minutes=minutes))
    to, audience = to or BASE + ASSERTION, audience or BASE + METADATA
    return f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1"
 Version="2.0" IssueInstant="{stamp(now)}"><saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
>{email}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{to}" InResponseTo="{asked}"/>
</saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{stamp(now - timedelta(minutes=9))}" NotOnOrAfter="{until}">
<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>
</saml:Conditions><saml:AuthnStatement AuthnInstant="{stamp(now)}" SessionIndex="_s1">
<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password
</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement></saml:Assertion>"""


def signed(words, key=KEY, certificate=CERTIFICATE):
    content = OneLogin_Saml2_Utils.add_sign(words, key, certificate)
    text = content.decode() if isinstance(content, bytes) else content
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def response(asked, inside):
    words = f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0"
 IssueInstant="{stamp(datetime.now(UTC))}" Destination="{BASE + ASSERTION}" InResponseTo="{asked}">
<saml:Issuer>{ENTITY}</saml:Issuer><samlp:Status><samlp:StatusCode
 Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{inside}</samlp:Response>"""
    return base64.b64encode(words.encode()).decode()


def come_back(client, told):
    """The provider's form sends the browser on; the form itself brings no cookie of ours."""
    sent = Client(enforce_csrf_checks=True).post(ASSERTION, {"SAMLResponse": told})
    return client.get(sent["Location"]) if sent.status_code == 302 else sent


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
