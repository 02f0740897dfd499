"""Asking for a role: who is told, who decides, how often, and what the asker never learns."""

from datetime import date

import pytest
from django.urls import reverse

from tests.visits import read, words
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.models import Notice
from trellis.organizations import actions
from trellis.organizations.models import Appointment, Organization, RoleRequest

HEAD, CIRCLE = "head-of-school", "improvement-circle"
CAMPUS = "NF214S01"
ASK = reverse("organizations:role-request")
LIST = reverse("organizations:role-requests")


@pytest.fixture
def eve(person):
    """Somebody with an account and no role."""
    return person("Eve")


@pytest.fixture
def asked(eve, tree, superintendent):
    """Eve asks to lead a campus of the superintendent's area."""
    return actions.ask_for_role(eve, HEAD, tree[CAMPUS], "Since August.")


def told():
    return list(Notice.objects.order_by("id").values_list("address", "kind"))


def decide(request):
    return reverse("organizations:role-decision", args=[request.pk])


def test_those_on_the_nearest_floor_are_told(eve, tree, desk, superintendent, person):
    actions.ask_for_role(eve, CIRCLE, tree[CAMPUS], "")
    assert told() == [("sam@example.org", "role-request")]
    head = person("Hana")
    actions.appoint(head, HEAD, tree[CAMPUS], by=None, starts=date(2026, 7, 1))
    actions.ask_for_role(person("Ivo"), CIRCLE, tree[CAMPUS], "")
    actions.ask_for_role(eve, HEAD, tree["SF300S01"], "")
    assert told()[1:] == [
        ("hana@example.org", "role-request"),
        ("dora@example.org", "role-request"),
    ]


def test_at_a_body_beside_the_tree_its_own_people_are_told(eve, tree, desk, person):
    top = tree["PRAIRIE"]
    guild = Organization.objects.create(
        code="GUILD", kind="guild", level="other", name="Guild", parent=top, state=top
    )
    actions.ask_for_role(eve, "companion", guild, "")
    actions.appoint(person("Gil"), "guild-desk", guild, by=desk, starts=date(2026, 7, 1))
    actions.ask_for_role(person("Ivo"), "companion", guild, "")
    assert [address for address, _kind in told()] == ["dora@example.org", "gil@example.org"]


def test_yes_gives_the_role_and_tells_the_asker(asked, superintendent, eve, tree, visit):
    page = read(visit(superintendent).get(LIST))
    assert "Eve eve@example.org" in page.select_one("main form h2").get_text(" ", strip=True)
    answer = visit(superintendent).post(decide(asked), {"decision": "yes"})
    assert answer["Location"] == LIST
    seat = Appointment.objects.get(person=eve)
    assert (seat.role, seat.organization, seat.starts) == (HEAD, tree[CAMPUS], clock.today())
    assert told()[-1] == ("eve@example.org", "role-answer")
    assert "Given" in words(visit(eve).get(ASK))
    assert Entry.objects.filter(verb="granted a request", actor_name="Sam").count() == 1


def test_no_needs_a_reason_that_the_asker_reads(asked, superintendent, eve, visit):
    browser = visit(superintendent)
    browser.post(decide(asked), {"decision": "no", "reason": " "})
    assert RoleRequest.objects.get().state == "asked"
    browser.post(decide(asked), {"decision": "no", "reason": "Ask the other campus."})
    assert RoleRequest.objects.get().state == "declined"
    assert "Ask the other campus." in words(visit(eve).get(ASK))
    assert "Ask the other campus." in Notice.objects.latest("id").text
    assert not Appointment.objects.filter(person=eve).exists()


@pytest.mark.parametrize("first", ["yes", "no"])
def test_a_request_is_decided_once(asked, superintendent, desk, first, tree):
    if first == "yes":
        actions.grant_request(asked, by=superintendent, on=clock.today())
    else:
        actions.decline_request(asked, "No.", by=superintendent)
    with pytest.raises(OutOfOrder):
        actions.grant_request(asked, by=desk, on=clock.today())
    with pytest.raises(OutOfOrder):
        actions.decline_request(asked, "No.", by=desk)
    assert Notice.objects.filter(kind="role-answer").count() == 1


def test_neither_a_stranger_nor_the_asker_decides(asked, eve, person, tree, visit):
    with pytest.raises(NotAllowed):
        actions.grant_request(asked, by=person("Ivo"), on=clock.today())
    with pytest.raises(NotAllowed):
        actions.decline_request(asked, "No.", by=person("Kit"))
    actions.appoint(eve, "area-superintendent", tree["NF214D00"], by=None, starts=date(2026, 7, 1))
    with pytest.raises(NotAllowed):
        actions.grant_request(asked, by=eve, on=clock.today())


def test_a_request_of_another_area_is_not_there(asked, tree, person, visit):
    other = person("Otto")
    actions.appoint(other, "area-office", tree["SF300D00"], by=None, starts=date(2026, 7, 1))
    browser = visit(other)
    assert read(browser.get(LIST)).select("main form") == []
    assert browser.post(decide(asked), {"decision": "yes"}).status_code == 404


def test_asking_is_slowed_down_and_the_same_is_asked_once(asked, eve, tree):
    with pytest.raises(OutOfOrder):
        actions.ask_for_role(eve, HEAD, tree[CAMPUS], "")
    actions.ask_for_role(eve, HEAD, tree["NF214S02"], "")
    actions.ask_for_role(eve, CIRCLE, tree["NF214S02"], "")
    with pytest.raises(NotReady):
        actions.ask_for_role(eve, CIRCLE, tree[CAMPUS], "")
    assert RoleRequest.objects.count() == 3


def test_a_role_that_nobody_holds_there_or_that_one_has_is_refused(eve, tree, superintendent):
    with pytest.raises(NotReady):
        actions.ask_for_role(eve, "network-lead", tree[CAMPUS], "")
    with pytest.raises(NotReady):
        actions.ask_for_role(eve, HEAD, tree["SF300S01"], "")
    actions.appoint(eve, HEAD, tree[CAMPUS], by=None, starts=date(2026, 7, 1))
    with pytest.raises(OutOfOrder):
        actions.ask_for_role(eve, HEAD, tree[CAMPUS], "")
    assert Notice.objects.count() == 0


def test_the_page_finds_organizations_and_shows_no_people(eve, tree, superintendent, visit):
    browser = visit(eve)
    found = read(browser.get(ASK, {"q": "alder"}))
    links = [one.text for one in found.select("main li a")]
    assert links == ["Alder Campus"]
    page = browser.get(ASK, {"place": CAMPUS})
    offered = [one["value"] for one in read(page).select("select[name=role] option")]
    assert offered == [HEAD, CIRCLE, "neighbor"]
    answer = browser.post(ASK, {"place": CAMPUS, "role": HEAD, "text": "Since August."})
    assert answer["Location"] == ASK
    pages = [found.text, words(page), words(browser.get(ASK))]
    assert not any("Sam" in one or "sam@" in one for one in pages)
