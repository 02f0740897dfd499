"""Signing in with a real browser: passkey, app, and a code without any script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from trellis.people.tests.ways import PASSWORD, app_code, code_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, state) -> str:
    """The product at an address where browsers allow passkeys: a name, not a number."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def with_key(page: Page) -> Iterator[Page]:
    """A page whose device holds passkeys behind a fingerprint; complaints of the browser fail."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", note)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    assert complaints == []


def sign_in_with_password(page: Page, site: str, address: str) -> None:
    """As somebody who has set a password does."""
    page.goto(f"{site}/sign-in/")
    page.locator("main").get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def sign_out(page: Page, site: str) -> None:
    """By the page itself, which needs no menu."""
    page.goto(f"{site}/sign-out/")
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url(f"{site}/sign-in/")


def test_a_passkey_is_set_up_and_then_signs_in_alone(with_key: Page, site: str, ada):
    sign_in_with_password(with_key, site, ada.email)
    expect(with_key.get_by_role("heading", level=1)).to_have_text("Set up a second step")
    with_key.get_by_role("link", name="Add a passkey").click()
    with_key.locator("main").get_by_label("Name").fill("my laptop")
    with_key.get_by_role("button", name="Add the passkey").click()
    expect(with_key.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    with_key.get_by_role("link", name="I have kept them, continue").click()
    expect(with_key.get_by_role("rowheader", name="Passkey “my laptop”")).to_be_visible()
    sign_out(with_key, site)
    with_key.get_by_role("button", name="Sign in with a passkey").click()
    expect(with_key.get_by_role("heading", level=1)).to_have_text("Your profile")
    expect(with_key.locator(".meta-strip")).to_contain_text("ada@example.org")


def test_a_passkey_is_the_second_step_after_a_password(with_key: Page, site: str, ada):
    sign_in_with_password(with_key, site, ada.email)
    with_key.get_by_role("link", name="Add a passkey").click()
    with_key.get_by_role("button", name="Add the passkey").click()
    expect(with_key.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(with_key, site)
    sign_in_with_password(with_key, site, ada.email)
    expect(with_key.get_by_role("heading", level=1)).to_have_text("Second step")
    with_key.get_by_role("button", name="Use a passkey").click()
    expect(with_key.locator(".meta-strip")).to_contain_text("ada@example.org")


def test_an_app_is_set_up_and_asked_for(page: Page, site: str, ada):
    sign_in_with_password(page, site, ada.email)
    page.get_by_role("link", name="Add an app").click()
    key = page.locator("code.secret").inner_text()
    page.wait_for_load_state()  # with its picture
    picture = page.locator("main img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Code from the app").fill(app_code(key))
    page.get_by_role("button", name="Add the app").click()
    expect(page.locator(".codes code")).to_have_count(10)
    sign_out(page, site)
    sign_in_with_password(page, site, ada.email)
    page.get_by_label("Code from the app").fill(app_code(key, later=1))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".meta-strip")).to_contain_text("ada@example.org")


def test_a_code_signs_in_without_any_script(browser: Browser, site: str, pat):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/sign-in/?next=/profile/")
    page.locator("main").get_by_label("Email").fill(pat.email)
    page.get_by_role("button", name="Email me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    page.get_by_label("Code from the mail").fill(code_for(pat.email))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".meta-strip")).to_contain_text("pat@example.org")
    context.close()
