"""From pasted addresses to the first sign-in; links that scanners open; pages that tell nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.visits import heading, read, words
from trellis.kit import clock
from trellis.notices.models import Bounce, Notice
from trellis.organizations import actions
from trellis.organizations.models import Appointment, Invitation
from trellis.organizations.tests.letters_read import link_for, token_for
from trellis.people.models import Person

HEAD = "head-of-school"
CAMPUS = "NF214S01"
INVITING = reverse("organizations:inviting")
LIST = reverse("organizations:invitations")


@pytest.fixture
def filled(tree):
    """The form of an invitation."""
    day = clock.today().isoformat()
    return {"role": HEAD, "place": CAMPUS, "addresses": "Ana Lee <ana@x.org>", "starts": day}


def send(browser, filled):
    """Look at the addresses, then press the button below them."""
    seen = read(browser.post(INVITING, filled)).select_one("main [name=seen]")["value"]
    return browser.post(INVITING, filled | {"seen": seen, "send": "yes"})


@pytest.fixture
def invited(visit, superintendent, filled):
    """Ana has been invited by the superintendent; the path of her link."""
    send(visit(superintendent), filled)
    return link_for("ana@x.org")


def states(client):
    rows = read(client.get(LIST)).select("main tbody tr")
    return [(row.th.span.get_text(" ", strip=True), row.select_one(".chip").text) for row in rows]


def test_addresses_are_shown_before_anything_is_sent(visit, superintendent, filled):
    answer = visit(superintendent).post(
        INVITING, filled | {"addresses": "ana@x.org\nbo\nana@x.org; cy@x.org"}
    )
    page = read(answer)
    rows = [one.get_text(" ", strip=True) for one in page.select("main tbody tr")]
    assert rows == ["ana@x.org – gets an invitation", "cy@x.org – gets an invitation"]
    assert len(page.select("main .notice.late li")) == 2
    assert page.select_one("button[name=send]").text == "Send 2 invitations"
    assert Invitation.objects.count() == Notice.objects.count() == 0


def test_only_what_was_looked_at_is_sent(visit, superintendent, filled):
    browser = visit(superintendent)
    seen = read(browser.post(INVITING, filled)).select_one("main [name=seen]")["value"]
    for changed in ({"addresses": "eve@x.org"}, {"place": "NF214S02"}, {"ends": "2099-06-30"}):
        answer = browser.post(INVITING, filled | changed | {"seen": seen, "send": "yes"})
        assert read(answer).select_one("button[name=send]")
    assert Invitation.objects.count() == 0


def test_a_newcomer_comes_from_the_mail_to_the_first_page(client, invited, visit, superintendent):
    page = client.get(invited)
    assert heading(page) == "Your role at Alder Campus"
    form = read(page).select_one("main form")
    assert form.select_one("[name=name]")["value"] == "Ana Lee"
    answer = client.post(form["action"], {"name": "Ana Lee"}, follow=True)
    assert answer.redirect_chain == [(reverse("organizations:welcome"), 302)]
    assert heading(answer) == "Welcome, Ana Lee"
    assert states(visit(superintendent)) == [("ana@x.org Ana Lee", "Accepted")]


def test_opening_a_link_any_number_of_times_changes_nothing(client, invited):
    before = list(Invitation.objects.values())
    for _time in range(5):
        assert client.get(invited).status_code == 200
        assert client.head(invited).status_code == 200
    assert client.options(invited).status_code == 405
    assert list(Invitation.objects.values()) == before
    assert not Person.objects.filter(email="ana@x.org").exists()


def dead_pages(invited, superintendent, tree):
    """The answers to an unknown, a used, an expired, a revoked and a replaced link."""
    token = token_for("ana@x.org")
    one = Invitation.objects.get()
    yield "unknown", Client().get(reverse("organizations:invitation", args=["x" * 43]))
    yield "too long", Client().get(reverse("organizations:invitation", args=["x" * 4000]))
    with time_machine.travel(one.expires_at + timedelta(days=1), tick=False):
        yield "expired", Client().get(invited)
    actions.resend(one, by=superintendent)
    yield "replaced", Client().get(invited)
    assert token_for("ana@x.org") != token
    fresh = link_for("ana@x.org")
    Client().post(f"{fresh}acceptance/", {"name": "Ana"})
    yield "used", Client().get(fresh)
    Invitation.objects.update(state="revoked")
    yield "revoked", Client().get(fresh)
    yield "posted", Client().post(f"{fresh}acceptance/", {"name": "Ana"})


def test_dead_links_answer_alike_to_the_byte(invited, superintendent, tree):
    answers = dict(dead_pages(invited, superintendent, tree))
    assert {one.status_code for one in answers.values()} == {404}
    assert len({one.content for one in answers.values()}) == 1
    assert heading(answers["used"]) == "This link no longer works"


def test_a_second_click_of_the_same_person_is_led_on_and_of_another_is_not(client, invited, visit):
    for _click in range(2):
        answer = client.post(f"{invited}acceptance/", {"name": "Ana"})
    assert answer["Location"] == reverse("organizations:welcome")
    assert Appointment.objects.filter(role=HEAD).count() == 1
    other = visit(Person.objects.create_user("bo@x.org"))
    assert other.post(f"{invited}seat/").status_code == 404


def test_an_account_signs_in_before_it_accepts(client, invited, visit):
    ana = Person.objects.create_user("ana@x.org", name="Ana")
    assert read(client.get(invited)).select_one("main .card a.button")["href"] == f"{invited}seat/"
    assert client.post(f"{invited}acceptance/", {"name": "Eve"})["Location"] == f"{invited}seat/"
    assert client.get(f"{invited}seat/")["Location"].startswith(reverse("account_login"))
    answer = visit(ana).post(f"{invited}seat/")
    assert answer["Location"] == reverse("organizations:welcome")
    assert Appointment.objects.get(role=HEAD).person == ana


def test_another_account_is_asked_on_purpose(invited, visit):
    bo = Person.objects.create_user("bo@x.org", name="Bo")
    browser = visit(bo)
    assert browser.post(f"{invited}seat/").status_code == 422
    assert not Appointment.objects.filter(person=bo).exists()
    browser.post(f"{invited}seat/", {"as_me": "yes"})
    assert Appointment.objects.get(person=bo).role == HEAD


def test_somebody_elses_account_is_never_stood_in_for(invited, visit):
    Person.objects.create_user("ana@x.org", name="Ana")
    bo = Person.objects.create_user("bo@x.org", name="Bo")
    assert visit(bo).post(f"{invited}seat/", {"as_me": "yes"}).status_code == 403
    assert not Appointment.objects.filter(role=HEAD).exists()


def test_a_role_with_a_second_step_leads_to_setting_one_up(client, visit, desk, tree, filled):
    wanted = {"role": "network-lead", "place": tree["region-NF"].code}
    assert send(visit(desk), filled | wanted).status_code == 302
    link = link_for("ana@x.org")
    answer = client.post(f"{link}acceptance/", {"name": "Ana"}, follow=True)
    assert heading(answer) == "Set up a second step"


def test_what_became_of_each_invitation_is_shown_as_it_is(visit, superintendent, filled):
    browser = visit(superintendent)
    people = "a@x.org b@x.org c@x.org d@x.org".replace(" ", "\n")
    send(browser, filled | {"addresses": people})
    a, b, c, _d = Invitation.objects.order_by("address")
    actions.revoke(a, by=superintendent)
    Invitation.objects.filter(pk=b.pk).update(expires_at=clock.now() - timedelta(hours=1))
    lost = Notice.objects.get(address="c@x.org")
    Bounce.objects.create(notice=lost, address=c.address, code="5.1.1", reason="unknown",
                          source="server", stops=True, at=clock.now())  # fmt: skip
    assert states(browser) == [
        ("d@x.org", "Sent, not answered yet"),
        ("c@x.org", "Mail came back"),
        ("b@x.org", "Expired"),
        ("a@x.org", "Revoked"),
    ]
    for state, address in (("bounced", "c"), ("expired", "b"), ("revoked", "a"), ("sent", "d")):
        page = read(browser.get(LIST, {"state": state}))
        assert [one.span.text for one in page.select("main tbody th")] == [f"{address}@x.org"]


def test_a_closed_account_is_told_to_those_who_gave_it_a_role_only(
    visit, superintendent, filled, tree
):
    near, far = (Person.objects.create_user(f"{one}@x.org", is_active=True) for one in ("bo", "cy"))
    summer = date(2026, 7, 1)
    actions.appoint(near, HEAD, tree["NF214S02"], by=None, starts=summer)
    actions.appoint(far, HEAD, tree["SF300S01"], by=None, starts=summer)
    Person.objects.filter(email__in=["bo@x.org", "cy@x.org"]).update(is_active=False)
    told = filled | {"addresses": "bo@x.org; cy@x.org"}
    page = read(visit(superintendent).post(INVITING, told))
    notices = [one.text for one in page.select("main .notice.late")]
    assert len(notices) == 1
    assert "bo@x.org" in notices[0]


def test_a_list_shows_no_invitation_of_another_area(visit, desk, filled, superintendent):
    send(visit(desk), filled | {"place": "SF300S01"})
    one = Invitation.objects.get()
    browser = visit(superintendent)
    assert states(browser) == []
    for name in ("invitation-renewal", "invitation-revocation"):
        assert browser.post(reverse(f"organizations:{name}", args=[one.pk])).status_code == 404


def test_a_role_out_of_reach_is_refused_in_words(visit, superintendent, filled):
    answer = visit(superintendent).post(INVITING, filled | {"place": "SF300S01", "send": "yes"})
    assert answer.status_code == 422
    assert Invitation.objects.count() == 0


def test_too_many_tries_are_slowed_down(client, invited, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "2/m/ip"}
    path = reverse("organizations:acceptance", args=["x" * 43])
    codes = [client.post(path, {"name": "Eve"}).status_code for _try in range(3)]
    assert codes == [404, 404, 429]
    assert words(client.get(invited))
