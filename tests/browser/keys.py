"""Walking a page by the Tab key alone, as the keyboard tests of all pages do."""

from __future__ import annotations

from playwright.sync_api import Page

CONTROLS = """from => {
  const shown = one => one.checkVisibility() && !one.closest('details:not([open]) > :not(summary)');
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, '
    + '[tabindex="0"]';  // boxes that scroll are stops too
  const group = one => one.form ? [...one.form.elements].filter(
    other => other.type === 'radio' && other.name === one.name) : [one];
  const beside = one => one.type === 'radio'  // of a group one is the stop
    && one !== (group(one).find(other => other.checked) || group(one)[0]);
  const found = [...document.querySelector(from).querySelectorAll(wanted)]
    .filter(one => !one.disabled && shown(one) && !beside(one));
  found.forEach((one, n) => one.dataset.order = n);
  return found.length;
}"""
FOCUSED = """from => {
  const one = document.activeElement;
  if (!one || one === document.body || !document.querySelector(from).contains(one)) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight;
  return {order: Number(one.dataset.order ?? -1), seen: ring || style.boxShadow !== 'none',
          inside, what: one.outerHTML.slice(0, 120)};
}"""
BEGIN = """from => {
  const one = document.querySelector(from), own = one.getAttribute('tabindex');
  one.tabIndex = -1; one.focus();
  if (own === null) one.removeAttribute('tabindex');
}"""
"""Begin at the top of a part, wherever the focus was before."""


def walk(page: Page, most: int, part: str = "body") -> list[dict[str, object]]:
    """What gets the focus, from the first Tab until the part of the page has been left."""
    found: list[dict[str, object]] = []
    for _ in range(most + 5):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED, part)
        if here is None or (found and here["order"] == found[0]["order"] != found[-1]["order"]):
            break  # round; a field of a day has several stops of its own
        found.append(here)
    return found


def missed(page: Page, name: str, part: str = "body") -> list[str]:
    """What Tab does not reach in order, and where the focus can't be seen."""
    count = page.evaluate(CONTROLS, part)
    page.evaluate(BEGIN, part)
    reached = walk(page, 4 * count, part)
    order = list(dict.fromkeys(one["order"] for one in reached))  # a day has stops of its own
    wrong = [] if order == list(range(count)) else [f"{name}: {order} of {count}"]
    seen = {one["order"] for one in reached if one["seen"] and one["inside"]}
    return wrong + [f"{name}: {one['what']}" for one in reached if one["order"] not in seen]
