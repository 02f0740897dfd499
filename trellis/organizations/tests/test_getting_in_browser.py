"""Pages through which people get in: no finding of axe, no sideways scroll, no script needed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from trellis.kit import clock
from trellis.organizations import actions
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.models import Organization
from trellis.organizations.tests.letters_read import link_for
from trellis.organizations.tests.test_accessible_pages_browser import findings, visitor
from trellis.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["visitor"]
HEAD = "head-of-school"


@pytest.fixture
def some(tree, desk, person):
    """Two invitations, a request, an own sign-in."""
    to = [Pasted(1, "ana@x.org", "Ana Lee"), Pasted(2, "a.rather.long.address@campus.example")]
    actions.invite(to, HEAD, tree["NF214S01"], by=desk, starts=clock.today(), acting_as="The desk")
    actions.ask_for_role(person("Eve"), HEAD, tree["NF214S02"], "I work there since August.")
    actions.keep_identity_provider(
        tree["NF214D00"], issuer="https://id.fork.example", client_id="trellis", secret="s",
        domains=["fork.example"], is_on=True, by=desk,
    )  # fmt: skip
    return tree


def test_pages_of_getting_in_have_no_barrier(visitor, live_server, some):
    base = live_server.url
    place = some["NF214D00"].pk
    pages = {
        "invitations": reverse("organizations:invitations"),
        "inviting": reverse("organizations:inviting"),
        "role-requests": reverse("organizations:role-requests"),
        "role-request-search": reverse("organizations:role-request") + "?q=campus",
        "role-request": reverse("organizations:role-request") + "?place=NF214S01",
        "welcome": reverse("organizations:welcome"),
        "identity-provider": reverse("organizations:identity-provider", args=[place]),
        "identity-trial": reverse("organizations:identity-trial", args=[place]),
        "invitation-other": link_for("ana@x.org"),
    }
    found = [one for name, path in pages.items() for one in findings(visitor, base + path, name)]
    assert found == []


def test_pages_for_the_public_have_no_barrier(page, live_server, some):
    base = live_server.url
    pages = {
        "invitation": link_for("ana@x.org"),
        "identity": reverse("organizations:identity"),
        "sign-in": reverse("account_login"),
    }
    found = [one for name, path in pages.items() for one in findings(page, base + path, name)]
    assert found == []


def test_addresses_are_pasted_looked_at_and_sent_without_script(visitor, live_server, some):
    visitor.goto(live_server.url + reverse("organizations:inviting"))
    visitor.get_by_label("Role", exact=True).select_option(HEAD)
    visitor.get_by_label("Organization").select_option("NF214S02")
    pasted = "Bo Ray <bo@x.org>; not one\ncy@x.org"
    visitor.get_by_label("Addresses").fill(pasted)
    visitor.get_by_role("button", name="Look at who would be invited").click()
    expect(visitor.get_by_text("Line 1: not one")).to_be_visible()
    visitor.get_by_role("button", name="Send 2 invitations").click()
    expect(visitor.get_by_text("2 invitations are on their way.")).to_be_visible()
    browser = visitor.context.browser.new_page()
    browser.goto(live_server.url + link_for("bo@x.org"))
    assert browser.get_by_label("Your name").input_value() == "Bo Ray"
    browser.get_by_role("button", name="Accept the invitation").click()
    browser.get_by_role("button", name="Begin my work").click()
    expect(browser.get_by_role("heading", level=1)).to_have_text("My work")
    browser.close()
    who = Person.objects.get(email="bo@x.org")
    assert Organization.objects.get(appointments__person=who).code == "NF214S02"


def invite(page, base, role, place, address):
    """As whoever the page belongs to: paste an address, look, send."""
    page.goto(base + reverse("organizations:inviting"))
    page.get_by_label("Role", exact=True).select_option(role)
    page.get_by_label("Organization").select_option(place)
    page.get_by_label("Addresses").fill(address)
    page.get_by_role("button", name="Look at who would be invited").click()
    page.get_by_role("button", name="Send one invitation").click()
    expect(page.get_by_text("One invitation is on its way.")).to_be_visible()


def accept(page, base, address, name):
    """A new browser in which somebody accepts and reads the first page."""
    browser = page.context.browser.new_page()
    browser.goto(base + link_for(address))
    browser.get_by_label("Your name").fill(name)
    browser.get_by_role("button", name="Accept the invitation").click()
    return browser


def test_the_agency_invites_superintendents_and_associations_who_invite_their_own(
    visitor, live_server, some
):
    base, top = live_server.url, some["PRAIRIE"]
    Organization.objects.create(
        code="GUILD-1", kind="guild", level="other", name="Guild of Heads", sort_name="guild",
        parent=top, state=top,
    )  # fmt: skip
    invite(visitor, base, "area-superintendent", "SF300D00", "sue@south.example")
    invite(visitor, base, "guild-desk", "GUILD-1", "gil@guild.example")
    sue = accept(visitor, base, "sue@south.example", "Sue Park")
    invite(sue, base, HEAD, "SF300S01", "hal@south.example")
    gil = accept(visitor, base, "gil@guild.example", "Gil Ramos")
    expect(gil.get_by_text("You speak for your guild, and name its companions.")).to_be_visible()
    offered = gil.goto(base + reverse("organizations:inviting")) and gil.get_by_label("Role")
    assert offered.locator("option").all_inner_texts()[-2:] == [
        "Companion of a guild",
        "Guild desk",
    ]
    invite(gil, base, "companion", "GUILD-1", "cam@guild.example")
    cam = accept(visitor, base, "cam@guild.example", "Cam Iyer")
    expect(cam.get_by_text("Nobody reads what passes between you and that person")).to_be_visible()
    held = Organization.objects.get(code="GUILD-1").appointments.order_by("id")
    assert list(held.values_list("role", "person__name")) == [
        ("guild-desk", "Gil Ramos"), ("companion", "Cam Iyer"),
    ]  # fmt: skip
    for one in (sue, gil, cam):
        one.close()


def test_an_organizations_own_sign_in_is_found_from_the_sign_in_page(page, live_server, some):
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("link", name="Sign in with your organization").click()
    page.get_by_label("Email").fill("ana@fork.example")
    page.get_by_role("button", name="Find my organization").click()
    link = page.get_by_role("link", name="Continue to your organization")
    assert link.get_attribute("href") == reverse("organizations:identity-start")
