"""Anybody reads the catalog: at one look, as a list, by level, one support at a time."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse

from trellis.programs.actions import install
from trellis.supports.models import STANDING, Face, Wording

PACK = "prairie"


@pytest.fixture
def installed(db):
    install(settings.PACK_FOLDER / PACK)


def soup(client, route, *args, query="", **headers):
    answer = client.get(reverse(f"supports:{route}", args=args) + query, headers=headers)
    assert answer.status_code == 200, answer.content
    return BeautifulSoup(answer.content, "html.parser")


def words(node):
    return " ".join(node.get_text(" ").split())


def titles(page):
    return [words(one) for one in page.select(".support-lines :is(h2, h3)")]


def test_the_matrix_has_organizations_down_and_levels_across(installed, client):
    page = soup(client, "catalog")
    heads = [words(one) for one in page.select("thead th")]
    assert heads == ["Organization", "Ring 1: Open ring", "Ring 3: Core ring"]
    names = [words(one.select_one("b")) for one in page.select("tbody > tr > th")]
    assert names == ["Department", "Forks", "Barn"]
    links = [one.get("href") for one in page.select("tbody li a")]
    codes = list(Wording.objects.filter(STANDING).values_list("service__code", flat=True))
    assert sorted(links) == sorted(reverse("supports:service", args=[code]) for code in codes)


def test_an_organization_without_levels_has_one_cell(installed, client):
    row = soup(client, "catalog").select("tbody > tr")[2]
    assert [cell.get("colspan") for cell in row.select("td")] == ["2"]


@pytest.mark.parametrize("pack", ["illinois", "prairie"])
def test_the_matrix_is_small_and_asks_little(db, client, pack, django_assert_max_num_queries):
    install(settings.PACK_FOLDER / pack)
    address = reverse("supports:catalog")
    client.get(address)
    with django_assert_max_num_queries(6):
        answer = client.get(address)
    assert len(gzip.compress(answer.content)) <= 14 * 1024


def test_a_level_shows_its_own_supports_and_each_included_one_once(installed, client):
    page = soup(client, "offered-at", "department", 3)
    own, included = page.select(".support-lines")
    assert [words(one) for one in own.select("h3")] == [
        "Box for harvest money", "A guest every week",
    ]  # fmt: skip
    assert [words(one) for one in included.select("h3")] == [
        "The bell: ask anything", "Box for a first look",
    ]  # fmt: skip
    assert all("included, from Ring 1: Open ring" in words(one) for one in included.select("li"))


def test_what_looks_copied_is_not_shown_to_the_public(installed, client):
    page = soup(client, "offered-at", "fork-guild", 3)
    assert page.select(".facts") == []
    assert "Meet other campuses." in words(soup(client, "offered-at", "fork-guild", 1))


def test_a_support_says_what_it_costs_in_the_words_of_its_organization(installed, client):
    page = soup(client, "service", "weekly-guest")
    assert words(page.select_one("aside .cost")) == "The department pays"
    own = soup(client, "service", "companion-walk")
    assert words(own.select_one("aside .cost")) == "Members walk without paying"


def test_a_recommendation_is_a_mark_and_says_that_any_school_can_ask(installed, client):
    page = soup(client, "service", "weekly-guest")
    assert words(page.select_one(".chip.soon")) == "Recommended for Renewing, Area in renewal"
    assert "any school can ask" in words(page.main)


def test_what_one_needs_first_is_a_chain_of_links(installed, client):
    chain = soup(client, "service", "companion-walk").select("ol a")
    assert [(words(one), one["href"]) for one in chain] == [
        ("Day at a neighbor's", reverse("supports:service", args=["neighbor-day"])),
    ]  # fmt: skip


def test_what_editors_doubt_is_not_told_to_the_public(installed, client):
    page = words(soup(client, "service", "barn-sums"))
    assert "poster names two audiences" not in page


def test_a_support_reads_in_the_language_of_the_visitor(installed, client):
    page = soup(client, "service", "bell", accept_language="es")
    assert words(page.h1) == "La campana: pregunte lo que sea"


def test_filters_narrow_the_list_together(installed, client):
    assert titles(soup(client, "search", query="?audience=council")) == [
        "The bell: ask anything", "Evening for councils", "Sums for councils",
    ]  # fmt: skip
    found = titles(soup(client, "search", query="?audience=campus&mode=there&topic=belonging"))
    assert found == ["A guest every week", "Day at a neighbor's", "Barn dance for newcomers"]
    assert titles(soup(client, "search", query="?level=3&cost=shared")) == ["Walk with a companion"]
    assert titles(soup(client, "search", query="?aim=calm&step=settle")) == ["A guest every week"]


def test_a_search_without_an_answer_says_what_to_leave_out(installed, client):
    page = soup(client, "search", query="?q=reading&level=3")
    assert titles(page) == []
    chips = {words(one): one["href"] for one in page.select(".empty a.chip")}
    assert chips == {"Any ring": "?q=reading", "Without the words": "?level=3"}


def test_what_an_organization_does_not_provide_is_said_when_somebody_looks_for_it(
    installed, client
):
    page = soup(client, "search", query="?q=buying+buses")
    assert "Forks does not provide this as part of the supports: Buying buses." in words(page.main)


@pytest.mark.parametrize(
    ("route", "args"),
    [("service", ["nothing"]), ("offered-at", ["department", 2]), ("offered", ["department"]),
     ("offered-at", ["nobody", 1])],
)  # fmt: skip
def test_what_is_not_there_is_not_found(installed, client, route, args):
    assert client.get(reverse(f"supports:{route}", args=args)).status_code == 404


def test_the_same_edition_is_not_sent_twice(installed, client):
    address = reverse("supports:catalog")
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    spanish = client.get(
        address, headers={"if-none-match": first.headers["ETag"], "accept-language": "es"}
    )
    assert spanish.status_code == 200


def test_a_list_is_read_page_by_page_without_loss(installed, client):
    wordings = [Wording.objects.get(service__code="barn-dance")]
    base = wordings[0]
    for number in range(60):
        service = type(base.service).objects.create(
            provider_id=base.provider_id, code=f"more-{number}"
        )
        Wording.objects.create(
            service=service, provider_id=base.provider_id, level=None, cost=base.cost,
            content=base.content | {"title": f"More {number:02}"}, position=10_000 + number // 2,
            edition_from=1, changed_at=base.changed_at,
        )  # fmt: skip
    seen, query = [], "?provider=barn-workshop"
    while query:
        page = soup(client, "search", query=query)
        seen += titles(page)
        onward = page.select_one("a[rel=next]")
        query = onward["href"] if onward else ""
    assert len(seen) == len(set(seen)) == 63


def test_a_face_that_offers_nothing_yet_stands_empty(installed, client):
    Wording.objects.all().delete()
    assert Face.objects.filter(STANDING).count() == 3
    assert soup(client, "catalog").select("tbody li a") == []
