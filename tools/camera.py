"""Takes the pictures of `docs/screens` from a served sample.

`python -m tools.camera BASE FOLDER`
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import MISSING, SWITCHES, find_chromium
from tools.pictures import shrink
from tools.places import say

MOST_BYTES = 150 * 1024
SCHOOL, DISTRICT = "Marlbridge Middle School", "Marlbridge Unit District"


@dataclass(frozen=True)
class Picture:
    """One page as somebody sees it; `page` is a way to it from the organization's code."""

    name: str
    role: str
    page: str
    width: int = 1366
    height: int = 900


PICTURES = (
    Picture("front", "", "/"),
    Picture("my-work", "principal", "/my-work/"),
    Picture("my-work-phone", "principal", "/my-work/", 390, 844),
    Picture("school-year", "principal", "/organizations/{school}/year/", height=1000),
    Picture("whole-year", "principal", "/organizations/{school}/year/whole/", height=1000),
    Picture("district", "superintendent", "/districts/{district}/", height=1000),
)


def take_all(base: str, folder: Path) -> int:
    """Take every picture; answers how many are too large."""
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    too_large = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=SWITCHES)
        for picture in PICTURES:
            file = folder / f"{picture.name}.png"
            take(browser, base, picture, file)
            size = shrink(file)
            say(f"{file.name}: {size} bytes")
            too_large += size > MOST_BYTES
        browser.close()
    return too_large


def take(browser: Browser, base: str, picture: Picture, file: Path) -> None:
    """Sign in by the button of a role, go to the page, and store what the window shows."""
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=size, locale="en-US", color_scheme="light")  # type: ignore[arg-type]
    page = context.new_page()
    if picture.role:
        page.goto(f"{base}/sign-in/")
        page.locator(f"button[value={picture.role}]").click()
        page.wait_for_load_state()
    way = picture.page
    if "{" in way:
        way = way.format(school=code_of(page, base, SCHOOL), district=code_of(page, base, DISTRICT))
    page.goto(base + way)
    page.screenshot(path=file)
    context.close()


def code_of(page: Page, base: str, name: str) -> str:
    """The code of the organization of that name, by the search of the product."""
    page.goto(f"{base}/schools/?q={name}")
    link = page.locator("main a[href^='/schools/'], main a[href^='/districts/']")
    href = link.filter(has_text=name).first.get_attribute("href") or ""
    return href.rstrip("/").rpartition("/")[2]


if __name__ == "__main__":
    sys.exit(1 if take_all(sys.argv[1], Path(sys.argv[2])) else 0)
