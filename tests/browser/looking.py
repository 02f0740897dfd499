"""What is done and looked for on a page that is open: axe, narrow screens, large letters."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LABELS = """() => [...document.querySelectorAll(
  'main a[href], main button, main input, main select, main textarea, main summary')]
  .filter(one => one.checkVisibility() && one.type !== 'hidden')
  .map(one => one.tagName + ' ' + (one.name || one.innerText || one.ariaLabel || ''))"""


def follow(page: Page, control: Locator) -> None:
    """Press a control and wait for the page that it leads to: what is read next stands there."""
    with page.expect_navigation():
        control.click()


def send(page: Page, control: Locator) -> None:
    """Send a form as it is, past what the browser itself asks for, to see how it is refused."""
    control.evaluate("one => { one.form.noValidate = true; }")
    follow(page, control)


def barriers(page: Page, name: str) -> list[str]:
    """What stands in the way on the page as it is: for axe, on a phone, with larger letters."""
    found = [
        f"{name}: {one['id']} {[node['html'][:120] for node in one['nodes'][:2]]}"
        for one in Axe().run(page).response["violations"]
    ]
    page.set_viewport_size({"width": 320, "height": 900})
    if page.evaluate(SIDEWAYS):
        found.append(f"{name}: scrolls sideways at 320 pixels")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if page.evaluate(SIDEWAYS):
        found.append(f"{name}: scrolls sideways with letters twice as large")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def labels(page: Page) -> set[str]:
    """The controls that can be seen in the main part."""
    return set(page.evaluate(LABELS))
