"""A SAML provider of the tests: its keys, and the assertions that its form sends."""

from __future__ import annotations

import base64
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.test import Client
from django.urls import reverse
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from trellis.organizations.tests.issuer import new_key

ASSERTION = reverse("organizations:identity-assertion")
METADATA = reverse("organizations:identity-metadata")
BASE = "http://127.0.0.1:8000"
ENTITY, SIGN_ON = "https://id.fork.example/saml", "https://id.fork.example/sign-on"
ADDRESS = "ana@fork.example"


def pair(until=9):
    """A key and its certificate, as PEM, which counts from ten days before its last day."""
    key = new_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "id.fork.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(now + timedelta(days=until - 10)).not_valid_after(
        now + timedelta(days=until)
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return private.decode(), made.sign(key, hashes.SHA256()).public_bytes(pem).decode()


KEY, CERTIFICATE = pair()
OTHER_KEY, OTHER_CERTIFICATE = pair()


def asked_by(location):
    """The number of the request that a provider reads from where the browser is sent."""
    sent = parse_qs(urlsplit(location).query)["SAMLRequest"][0]
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
