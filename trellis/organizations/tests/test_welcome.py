"""The page of the first sign-in: once for each new seat, and again when asked for."""

from datetime import date

import pytest
from django.urls import reverse

from tests.visits import heading, read, words
from trellis.kit import clock
from trellis.organizations import actions
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.invitations.welcome import words as answers
from trellis.organizations.models import Welcomed
from trellis.organizations.rules import Seat
from trellis.programs import queries as programs
from trellis.programs.actions import install
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

WELCOME = reverse("organizations:welcome")
MY_WORK = reverse("home:my-work")
CAMPUS = "NF214S01"


@pytest.fixture
def ana(tree, person):
    """Somebody who leads a campus since summer."""
    one = person("Ana")
    actions.appoint(one, "head-of-school", tree[CAMPUS], by=None, starts=date(2026, 7, 1))
    return one


def test_the_four_questions_are_answered_by_the_pack(ana, visit, prairie):
    page = read(visit(ana).get(WELCOME))
    assert [one.text for one in page.select("main h2")] == [
        "What this is for you",
        "Who reads what you write",
        "Your next step",
        "Whom to ask",
    ]
    said = page.select_one("main").get_text(" ", strip=True)
    assert "You lead the campus through its focus year" in said
    assert "What you write at a campus is read by its circle" in said
    assert say(prairie.pack.contact.office) in said


def test_it_is_shown_once_for_each_new_seat(ana, visit, tree):
    browser = visit(ana)
    for _reading in range(2):
        assert heading(browser.get(WELCOME)) == "Welcome, Ana"
    form = read(browser.get(WELCOME)).select_one("main form")
    told = {"seat": form.select_one("[name=seat]")["value"]}
    for _click in range(2):
        assert browser.post(WELCOME, told)["Location"] == WELCOME
    assert browser.get(WELCOME)["Location"] == MY_WORK
    assert Welcomed.objects.count() == 1
    actions.appoint(ana, "head-of-school", tree["NF214S02"], by=None, starts=date(2026, 7, 1))
    assert read(browser.get(WELCOME)).select_one(".meta-strip").text.endswith("Birch Campus")


def test_it_is_found_again_in_the_menu(ana, visit):
    browser = visit(ana)
    actions.mark_welcomed(ana, browser.get(WELCOME).wsgi_request.visitor.seats[0])
    menu = read(browser.get(reverse("people:profile"))).select_one("details.person")
    link = next(one["href"] for one in menu.select("a") if one.text == "What this is for you")
    page = browser.get(link)
    assert heading(page) == "Welcome, Ana"
    assert read(page).select_one("main form") is None


def test_signing_in_leads_there_first(ana, client):
    ana.set_password("velvet acorn ladder thunder")
    ana.save()
    told = {"login": ana.email, "password": "velvet acorn ladder thunder"}
    assert client.post(reverse("account_login"), told)["Location"] == WELCOME


def test_somebody_without_a_role_is_led_on(tree, person, visit):
    browser = visit(person("Eve"))
    assert browser.get(WELCOME)["Location"] == MY_WORK
    assert browser.get(f"{WELCOME}?seat=")["Location"] == reverse("organizations:role-request")


def test_nobody_marks_another_persons_seat(ana, person, visit):
    browser = visit(ana)
    key = read(browser.get(WELCOME)).select_one("main [name=seat]")["value"]
    visit(person("Eve")).post(WELCOME, {"seat": key})
    assert not Welcomed.objects.exists()


def test_who_invited_and_who_serves_may_be_asked(tree, superintendent, person, visit, desk):
    one = actions.invite(
        [Pasted(1, "ivo@x.org")], "head-of-school", tree[CAMPUS], by=superintendent,
        starts=date(2026, 7, 1),
    ).sent[0]  # fmt: skip
    ivo = actions.accept_as_newcomer(one, "Ivo", on=clock.today())
    lea = person("Lea")
    actions.appoint(lea, "network-lead", tree["region-NF"], by=None, starts=date(2026, 7, 1))
    actions.assign_service(
        "network-lead", tree[CAMPUS], by=desk, person=lea, starts=date(2026, 7, 1)
    )
    links = {one["href"] for one in read(visit(ivo).get(WELCOME)).select("main ul a")}
    assert {"mailto:sam@example.org", "mailto:lea@example.org"} <= links


def test_those_who_read_are_named_by_their_rights(ana, visit):
    said = words(visit(ana).get(WELCOME))
    roles = programs.current().roles
    for code in ("improvement-circle", "area-office", "network-lead", "program-desk"):
        assert say(roles[code].plural) in said
    silent = [one for one in roles.values() if Capability.YEAR_READ not in one.capabilities]
    assert [say(one.plural) for one in silent if say(one.plural) in said] == []


def test_the_page_speaks_the_readers_language(ana, visit, settings):
    browser = visit(ana)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert "Usted dirige el plantel" in words(browser.get(WELCOME))


@pytest.mark.parametrize("pack", ["illinois", "prairie"])
def test_every_role_of_a_pack_has_its_four_answers(db, settings, pack):
    install(settings.PACK_FOLDER / pack)
    program = programs.current()
    for role in program.roles.values():
        level = role.held_at.value
        seat = Seat(role.code, 1, "Place", "X", level, ((level, 1),), 1, assigned=False)
        told = answers(program, seat)
        assert all((told.for_you, told.readers, told.next_step, told.ask)), role.code
