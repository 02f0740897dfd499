"""Signing in with an organization's accounts: a round trip, and every token that gains nothing."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.visits import heading, read
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.organizations import actions
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.models import Appointment, IdentityProvider
from trellis.organizations.tests.issuer import CLIENT, SECRET
from trellis.people.models import Person

CHOICE = reverse("organizations:identity")
START = reverse("organizations:identity-start")
ANSWER = reverse("organizations:identity-answer")
ADDRESS = "ana@fork.example"


@pytest.fixture
def area(tree):
    """The area whose provider it is."""
    return tree["NF214D00"]


@pytest.fixture
def own(area, issuer, desk):
    """The area's own sign-in, set up by the department."""
    return actions.keep_identity_provider(
        area, issuer=issuer.url, client_id=CLIENT, secret=SECRET, domains=["fork.example"],
        is_on=True, by=desk,
    )  # fmt: skip


@pytest.fixture
def ana(own, tree):
    """Somebody who leads a campus of the area."""
    person = Person.objects.create_user(ADDRESS, name="Ana Lee")
    actions.appoint(person, "head-of-school", tree["NF214S01"], by=None, starts=date(2026, 7, 1))
    return person


def leave(client, email=ADDRESS):
    """Choose the organization by an address and go; where the browser is sent."""
    client.post(CHOICE, {"email": email})
    return client.get(START)["Location"]


def come_back(client, issuer, **claims):
    claims = {"email": ADDRESS} | claims
    return client.get(ANSWER + issuer.agree(leave(client), **claims))


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


def test_somebody_with_a_role_there_signs_in(client, issuer, ana):
    answer = come_back(client, issuer)
    assert (answer.status_code, answer["Location"]) == (302, reverse("organizations:welcome"))
    profile = read(client.get(reverse("people:profile")))
    assert next(profile.select_one(".meta-strip").stripped_strings) == ADDRESS
    asked = issuer.asked[-1]
    assert asked["redirect_uri"].endswith(ANSWER)
    assert (asked["code_challenge_method"], asked["login_hint"]) == ("S256", ADDRESS)


SPOILED: dict[str, dict[str, object]] = {
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "somebody-else"},
    "several audiences": {"aud": [CLIENT, "somebody-else"]},
    "made for another": {"azp": "somebody-else"},
    "another issuer": {"iss": "https://evil.example"},
    "over": {"exp": int(time.time()) - 3600},
    "an unverified address": {"email_verified": False},
    "an address verified in words": {"email_verified": "true"},
    "no address": {"email": None},
    "another domain": {"email": "ana@elsewhere.example"},
    "an unknown person": {"email": "nobody@fork.example"},
}


def test_every_token_that_is_not_hers_is_refused_alike(issuer, ana):
    people, seats, pages = Person.objects.count(), Appointment.objects.count(), {}
    for name, claims in SPOILED.items():
        client = Client()
        answer = come_back(client, issuer, **claims)
        pages[name] = (answer.status_code, answer.content)
        assert not is_in(client), name
    assert {status for status, _page in pages.values()} == {403}
    assert len({page for _status, page in pages.values()}) == 1
    assert (Person.objects.count(), Appointment.objects.count()) == (people, seats)


@pytest.mark.parametrize("spoil", ["key", "HS256", "none", "email_verified", "exp", "discovery"])
def test_a_token_that_its_issuer_did_not_sign_so_is_refused(client, issuer, ana, spoil):
    if spoil == "key":
        issuer.signed_by = issuer.other_key
    elif spoil == "discovery":
        client.post(CHOICE, {"email": ADDRESS})
        issuer.named = "https://evil.example"
        assert client.get(START).status_code == 403
        return
    elif spoil in {"HS256", "none"}:
        issuer.algorithm = spoil
    else:
        issuer.left_out = {spoil}
    assert come_back(client, issuer).status_code == 403
    assert not is_in(client)


def test_a_strangers_valid_token_makes_no_account_and_gains_no_right(client, issuer, ana):
    before = Person.objects.count(), Entry.objects.count()
    answer = come_back(client, issuer, email="eve@fork.example", sub="eve-1")
    assert heading(answer) == "You were not signed in"
    assert (Person.objects.count(), Entry.objects.count()) == before
    someone = Person.objects.create_user("eve@fork.example", name="Eve")
    assert come_back(client, issuer, email=someone.email).status_code == 403
    assert not is_in(client)


def test_an_open_invitation_there_lets_an_account_in(client, issuer, ana, desk, tree):
    Person.objects.create_user("eve@fork.example", name="Eve")
    to, day = [Pasted(1, "eve@fork.example")], clock.today()
    actions.invite(to, "head-of-school", tree["SF300S01"], by=desk, starts=day)
    assert come_back(client, issuer, email="eve@fork.example").status_code == 403
    actions.invite(to, "head-of-school", tree["NF214S02"], by=desk, starts=day)
    assert come_back(client, issuer, email="eve@fork.example").status_code == 302


ELSEWHERE = [("program-desk", "PRAIRIE"), ("head-of-school", "SF300S01")]


@pytest.mark.parametrize(("role", "at"), ELSEWHERE)
def test_a_district_lets_nobody_in_whose_roles_reach_beyond_it(client, issuer, ana, tree, role, at):
    actions.appoint(ana, role, tree[at], by=None, starts=date(2026, 7, 1))
    assert come_back(client, issuer).status_code == 403


def test_the_second_step_of_a_role_stays(client, issuer, desk, tree, second):
    desk.email = "dora@state.example"
    desk.save()
    top = tree["PRAIRIE"]
    kept = actions.keep_identity_provider(
        top, issuer=issuer.url, client_id=CLIENT, secret=SECRET, domains=["state.example"],
        is_on=True, by=desk,
    )  # fmt: skip
    actions.confirm_identity_provider(top, mark=kept.mark, by=second)
    location = leave(client, desk.email)
    assert client.get(ANSWER + issuer.agree(location, email=desk.email)).status_code == 302
    page = client.get(reverse("home:my-work"), follow=True)
    assert heading(page) == "Set up a second step"
    Authenticator.objects.create(user=desk, type="totp", data={"secret": "x"})
    browser = Client()
    answer = browser.get(ANSWER + issuer.agree(leave(browser, desk.email), email=desk.email))
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(browser)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(client, issuer, ana):
    back = ANSWER + issuer.agree(leave(client), email=ADDRESS)
    other = Client()
    assert other.get(back).status_code == 403
    other.post(CHOICE, {"email": ADDRESS})
    assert other.get(back).status_code == 403
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 403


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=y", "?iss=https://e"])
def test_odd_answers_read_the_same_page(client, ana, query):
    client.post(CHOICE, {"email": ADDRESS})
    assert heading(client.get(ANSWER + query)) == "You were not signed in"


def test_the_page_tells_of_domains_and_never_of_accounts(ana):
    pages = [
        read(Client().post(CHOICE, {"email": f"{name}@fork.example"})).select_one("main").text
        for name in ("ana", "nobody")
    ]
    assert pages[0] == pages[1]
    assert Client().post(CHOICE, {"email": "ana@else.example"}).status_code == 422


def test_a_link_from_elsewhere_starts_nothing(client, ana):
    assert client.get(START)["Location"] == CHOICE


def test_the_sign_in_page_offers_it_only_where_there_is_one(client, tree, own):
    link = f"main a[href='{CHOICE}']"
    assert read(client.get(reverse("account_login"))).select_one(link)
    IdentityProvider.objects.update(is_on=False)
    assert read(client.get(reverse("account_login"))).select_one(link) is None
    client.post(CHOICE, {"email": ADDRESS})
    assert client.get(START)["Location"] == CHOICE


def test_the_secret_is_sealed_and_stands_nowhere(own, visit, desk):
    own.refresh_from_db()
    assert (own.secret, SECRET in own.sealed_secret) == (SECRET, False)
    page = visit(desk).get(reverse("organizations:identity-provider", args=[own.organization_id]))
    assert SECRET not in page.content.decode()
    assert SECRET not in str(list(Entry.objects.values()))


def test_an_empty_secret_keeps_the_one_that_is_there(own, visit, desk, issuer):
    path = reverse("organizations:identity-provider", args=[own.organization_id])
    told = {"issuer": issuer.url, "client_id": "new", "domains": "fork.example, f.example"}
    assert visit(desk).post(path, told).status_code == 302
    own.refresh_from_db()
    assert (own.client_id, own.domains, own.is_on) == ("new", ["f.example", "fork.example"], False)
    assert own.secret == SECRET


WRONG = [
    {"issuer": "http://id.example"},
    {"issuer": "id.example"},
    {"client_id": " "},
    {"domains": []},
    {"domains": ["no domain"]},
    {"domains": ["fork.example"]},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_sign_in_that_makes_no_sense_is_refused(own, tree, desk, wrong):
    right = {"issuer": "https://id.example", "client_id": "x", "domains": ["south.example"]}
    with pytest.raises(NotReady):
        actions.keep_identity_provider(
            tree["SF300D00"], **(right | wrong), is_on=True, by=desk
        )  # fmt: skip
    assert IdentityProvider.objects.count() == 1


def test_only_who_edits_the_organization_sets_it_up(own, area, superintendent, visit, desk):
    asked: dict[str, Any] = {"issuer": "https://id.example", "client_id": "x", "domains": ["f.eu"]}
    with pytest.raises(NotAllowed):
        actions.keep_identity_provider(area, **asked, is_on=True, by=superintendent)
    with pytest.raises(NotAllowed):
        actions.remove_identity_provider(area, by=superintendent)
    path = reverse("organizations:identity-provider", args=[area.pk])
    assert visit(superintendent).get(path).status_code == 404
    assert visit(desk).post(path, {"remove": "yes"}).status_code == 302
    assert IdentityProvider.objects.count() == 0


def test_a_provider_that_never_verifies_is_told_of_whoever_the_person_is(client, issuer, ana):
    pages = [
        come_back(Client(), issuer, email=f"{name}@fork.example", email_verified=None)
        for name in ("ana", "nobody")
    ]
    assert [one.status_code for one in pages] == [403, 403]
    assert pages[0].content == pages[1].content
    notice = read(pages[0]).select_one("main .notice").text
    assert "send the claim email_verified" in notice
