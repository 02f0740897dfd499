"""By keyboard alone: every control of My work and the school year, in order, with visible focus."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import Served
from trellis.work.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = (
    "/my-work/",
    "/organizations/CAST-LINCOLN/year/",
    "/organizations/CAST-LINCOLN/year/whole/",
)
OTHERS = {
    "principal (own)": (
        "home:search", "home:calendar", "meetings:mine", "meetings:offers",
        "meetings:offer", "meetings:hours", "meetings:meeting", "organizations:team",
    ),
    "coordinator (own)": (
        "monitoring:caseload", "monitoring:message", "meetings:offering", "meetings:facts",
        "meetings:agenda", "meetings:attendance", "meetings:note", "meetings:plan",
    ),
    "agency (own)": ("monitoring:picture", "monitoring:coordinators"),
}  # fmt: skip
"""The pages of meetings, caseloads and the search, for whoever works there."""

CONTROLS = """() => {
  const shown = one => one.checkVisibility() && !one.closest('details:not([open]) > :not(summary)');
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, '
    + '[tabindex="0"]';  // boxes that scroll are stops too
  const chosen = one => one.form && one.form.elements[one.name] instanceof RadioNodeList
    && one.form.elements[one.name].value && !one.checked;  // of a group, the chosen one is the stop
  const beside = one => one.type === 'radio' && chosen(one);
  const found = [...document.querySelectorAll(wanted)]
    .filter(one => !one.disabled && shown(one) && !beside(one));
  found.forEach((one, n) => one.dataset.order = n);
  return found.length;
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight;
  return {order: Number(one.dataset.order ?? -1), seen: ring || style.boxShadow !== 'none',
          inside, what: one.outerHTML.slice(0, 120)};
}"""


def walk(page: Page, most: int) -> list[dict[str, object]]:
    """What gets the focus, from the first Tab until the page has been left."""
    found: list[dict[str, object]] = []
    for _ in range(most + 5):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None or (found and here["order"] == found[0]["order"]):
            break
        found.append(here)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_tab_reaches_every_control_once_in_order_and_shows_where_it_is(served: Served, path):
    page = served.page("principal (own)")
    page.goto(served.url + path)
    count = page.evaluate(CONTROLS)
    reached = walk(page, count)
    assert [one["order"] for one in reached] == list(range(count))
    assert [one["what"] for one in reached if not one["seen"]] == []
    assert [one["what"] for one in reached if not one["inside"]] == []


@pytest.mark.parametrize("visitor", OTHERS)
def test_tab_reaches_every_control_of_meetings_caseloads_and_search(served: Served, visitor):
    page, wrong = served.page(visitor), []
    for route in OTHERS[visitor]:
        target = served.targets[route]
        page.goto(served.url + reverse(route, args=target.args) + target.query)
        count = page.evaluate(CONTROLS)
        reached = walk(page, 4 * count)
        order = list(dict.fromkeys(one["order"] for one in reached))  # a day has stops of its own
        if order != list(range(count)):
            wrong.append(f"{route}: {order} of {count}")
        seen = {one["order"] for one in reached if one["seen"] and one["inside"]}
        wrong += [f"{route}: {one['what']}" for one in reached if one["order"] not in seen]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", PATHS[:2])
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_completes_a_task(served: Served, path, key):
    page = served.page("principal (own)")
    page.goto(served.url + path)
    button = page.locator("main button.check[formaction$='/completion/']").first
    task = int((button.get_attribute("formaction") or "").split("/")[-3])
    button.focus()
    with page.expect_navigation():
        page.keyboard.press(key)
    assert Task.objects.get(pk=task).state == "done"
    assert page.get_by_text("Marked done.").is_visible()


def test_the_first_stop_leads_past_the_header(served: Served):
    page = served.page("principal (own)")
    page.goto(f"{served.url}/my-work/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") != ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
