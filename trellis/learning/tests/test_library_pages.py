"""Everybody finds what is published; each month and the library lead there."""

from bs4 import BeautifulSoup
from django.urls import reverse

from tests.objects_learning import GUIDE, shelved
from tests.visits import sign_in_as
from trellis.learning.models import Item, Viewing
from trellis.learning.told import library_of


def page(client, route, *args, query=""):
    answer = client.get(reverse(route, args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.content, "html.parser").main


def publish(code):
    """A resource of the year that is published."""
    Item.objects.filter(code=code).update(state="published", url=GUIDE, topic="Goals", minutes=5)


def test_the_library_shows_the_nineteen_to_everybody(world, client):
    publish("smart-goals")
    found = page(client, "learning:library")
    titles = [one.get_text(strip=True) for one in found.select(".lines a")]
    assert len(titles) == 19
    assert titles[0] == "The Importance of SMART Goals"
    heads = [one.get_text(strip=True) for one in found.select("h2")]
    assert heads == ["Plan for School Improvement", "Named in the year, not here yet"]


def test_a_thing_stands_in_each_of_its_categories(world, client):
    item = shelved(world, categories=["identify-local-needs", "planning-grant"])
    for category in item.categories:
        found = page(client, "learning:library", query=f"?category={category}")
        assert [one.get_text(strip=True) for one in found.select(".lines a")] == ["An open guide"]
    other = page(client, "learning:library", query="?category=implement-and-monitor")
    assert other.select(".lines a") == []


def test_each_category_has_its_page(world, client):
    Item.objects.update(state="published", url=GUIDE)
    shelves = {}
    for one in library_of(world.program).categories:
        found = page(client, "learning:library", query=f"?category={one.code}")
        assert [head.find(string=True).strip() for head in found.select("h2")] == [one.label]
        shelves[one.label] = len(found.select(".lines a"))
    assert shelves == {
        "Identify Local Needs": 10, "Plan for School Improvement": 9,
        "Select Evidence-Based Practices": 2, "Implement and Monitor": 1,
        "Examine, Reflect, Adjust Course": 0, "Planning Grant": 2,
        "Implementation Years Grant": 1,
    }  # fmt: skip


def test_every_resource_of_the_year_is_opened_from_its_month(world, client):
    sign_in_as(client, world.who("principal"))
    linked = set()
    for month in ("oct", "nov", "dec", "jan", "mar", "may", "jun", "jul"):
        year = reverse("home:everyone", args=[world["lincoln"].code]) + f"?month={month}"
        soup = BeautifulSoup(client.get(year).content, "html.parser")
        linked |= {one["href"] for one in soup.select("details a[href*='library']")}
    wanted = {reverse("learning:item", args=[code]) for code in world.program.resources}
    assert linked == wanted
    Item.objects.update(state="published", url=GUIDE)
    for address in wanted:
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        assert soup.select_one("main a[rel=external]")["href"] == GUIDE


def test_a_draft_that_the_year_names_says_so_and_any_other_is_not_there(world, client):
    found = page(client, "learning:item", "smart-goals")
    assert "has not published it yet" in found.get_text()
    assert found.select("a[rel=external]") == []
    hidden = shelved(world, "own-draft", state="draft")
    assert client.get(reverse("learning:item", args=[hidden.code])).status_code == 404
    assert client.get(reverse("learning:item", args=["nothing"])).status_code == 404


def test_a_button_notes_the_viewing_and_says_what_it_did(world, client):
    publish("learning-series-1")
    sign_in_as(client, world.who("principal"))
    address = reverse("learning:viewing", args=["learning-series-1"])
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True)
    assert "one step of your year is done by it" in answer.content.decode()
    assert Viewing.objects.get().person == world.who("principal")
    answer = client.post(
        reverse("learning:viewing-withdrawal", args=["learning-series-1"]), follow=True
    )
    assert "I have watched this" in answer.content.decode()


def test_the_agency_adds_changes_and_publishes_on_pages(world, at_agency):
    told = {
        "title_en": "Money in plain words", "kind": "guide", "url": GUIDE,
        "categories": ["planning-grant"],
    }  # fmt: skip
    answer = at_agency.post(reverse("learning:addition"), told)
    item = Item.objects.get(code="money-in-plain-words")
    assert answer.headers["Location"] == reverse("learning:item", args=[item.code])
    at_agency.post(reverse("learning:publication", args=[item.code]))
    words = reverse("learning:words", args=[item.code])
    refused = at_agency.post(words, told | {"url": "javascript:alert(1)"})
    assert refused.status_code == 422
    empty = at_agency.post(words, told | {"url": ""})
    assert empty.status_code == 422
    assert Item.objects.get(pk=item.pk).url == GUIDE
    listed = page(at_agency, "learning:keeping")
    assert len(listed.select("tbody tr")) == 20
