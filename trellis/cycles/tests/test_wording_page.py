"""Rewording an activity for a year: read at once wherever its words stand, and put back again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.visits import read, words
from trellis.cycles.rewording.actions import put_back, reword, set_links
from trellis.history.models import Entry
from trellis.home.tests.pages import text
from trellis.kit.errors import NotAllowed
from trellis.programs.models import Override
from trellis.programs.overrides import part_of

PLAN, CODE = "intensive-planning", "oct-designations"
WHY = "You learn today what the year will bring."
LINK = "https://help.example/letter?a=1&b=2"


def at(route: str, *args: object) -> str:
    return reverse(f"cycles:{route}", args=(2026, *args))


def filled(client: Client, url: str, **changed: str) -> dict[str, str]:
    """The form of a page as a browser would send it, with some fields changed."""
    form = read(client.get(url)).select_one("main form")
    sent = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
    long = form.select("textarea[name]")
    sent |= {str(one["name"]): one.get_text().strip("\n") for one in long}
    assert set(changed) <= set(sent)
    return {**sent, **changed}


@pytest.fixture
def agency(world, sign_in):
    return sign_in(world.publisher)


@pytest.fixture
def reworded(agency) -> None:
    """The agency says why, where help is and how long it takes in its own words."""
    url = at("activity-wording", PLAN, CODE)
    sent = filled(agency, url, why_en=WHY, minutes="25", help_url=LINK, contact_en="Ask Dana.")
    assert agency.post(url, sent).status_code == 302


def test_an_unchanged_form_changes_nothing(agency):
    url = at("activity-wording", PLAN, CODE)
    answer = agency.post(url, filled(agency, url), follow=True)
    assert "Nothing was different." in words(answer)
    assert not Override.objects.exists()


@pytest.mark.usefixtures("reworded")
def test_the_words_of_the_year_stand_on_every_page_of_the_activity(world, client, sign_in):
    task = world.task(f"{PLAN}/{CODE}.principal-1")
    sign_in(world.who("principal"))
    school = world["lincoln"].code
    for url in (
        reverse("home:my-work"),
        reverse("home:year", args=(school,)) + "?month=all",
        reverse("home:everyone", args=(school,)) + "?month=all",
        reverse("home:task", args=(task.pk,)),
    ):
        page = read(client.get(url))
        said = text(page.main)
        assert WHY in said, url
        assert "Ask Dana." in said, url
        assert page.select_one(f'main a[href="{LINK}"]') is not None, url


def test_a_new_title_stands_in_the_matrix_and_in_print(world, agency, client, sign_in):
    school = world["lincoln"].code
    pages = [reverse(f"home:{name}", args=(school,)) for name in ("whole", "print", "my-month")]
    sign_in(world.who("principal"))
    before = [words(client.get(url)) for url in pages]
    title = "Hear <b>what</b> the state says"
    reword(2026, "activity", f"{PLAN}/{CODE}", {"title": {"en": title}}, by=world.publisher)
    whole, printed, _month = (words(client.get(url)) for url in pages)
    assert title in whole
    assert title in printed
    assert not any(title in one for one in before)
    reword(2026, "activity", f"{PLAN}/{CODE}", {"title": {}}, by=world.publisher)
    assert [words(client.get(url)) for url in pages] == before


@pytest.mark.usefixtures("reworded")
def test_the_list_shows_the_program_s_words_beside_the_year_s(agency, world):
    page = read(agency.get(at("wording")))
    rows = {text(one.select_one(".hint")): one for one in page.select("tbody tr")}
    assert sorted(rows) == ["Link to help", "Minutes", "Whom to ask", "Why"]
    here, packs, _change = rows["Why"].select("td")
    assert text(here).startswith(WHY)
    assert world.publisher.name in text(here)
    part = part_of(world.program, "activity", f"{PLAN}/{CODE}")
    assert text(packs) == part.why


@pytest.mark.usefixtures("reworded")
def test_one_button_puts_the_program_s_words_back(agency, world):
    one = Override.objects.get(field="why")
    answer = agency.post(at("wording-withdrawal", one.pk), follow=True)
    assert "The program’s own words hold again." in words(answer)
    assert set(Override.objects.values_list("field", flat=True)) == {
        "minutes", "help_url", "contact",
    }  # fmt: skip
    assert agency.post(at("wording-withdrawal", one.pk)).status_code == 404
    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.before, entry.after) == ("put back", {"why": WHY}, {"why": None})


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("help_url", "javascript:alert(1)", "A link begins with https://, mailto: or tel:"),
        ("help_url", "https://a.example/\x00", "Null characters are not allowed."),
        ("title_en", "x" * 300, "Use at most 200 characters."),
        ("title_en", "x" * 5000, "at most 400 characters"),
        ("why_en", "so " * 26, "Say why in at most 25 words."),
        ("minutes", "0", "Give the minutes as a number from 1 to 2000."),
        ("minutes", "99999999999999999999", "Give the minutes as a number from 1 to 2000."),
        ("minutes", "soon", "Enter a whole number."),
    ],
)
def test_hostile_words_are_refused_at_their_field(agency, field, value, sentence):
    url = at("activity-wording", PLAN, CODE)
    answer = agency.post(url, filled(agency, url, **{field: value}))
    assert answer.status_code == 200
    wrong = read(answer).select_one(".field.wrong")
    assert sentence in text(wrong)
    assert not Override.objects.exists()


def test_what_people_typed_is_never_markup(agency, world):
    url = at("activity-wording", PLAN, CODE)
    bad = '"><script>alert(1)</script><img src=x>'
    agency.post(url, filled(agency, url, title_en=bad, help_en=bad, contact_en=bad))
    task = world.task(f"{PLAN}/{CODE}.principal-1")
    for page in (url, at("wording"), reverse("home:task", args=(task.pk,))):
        shown = read(agency.get(page)).main
        assert bad in str(shown.get_text()) or bad in {
            one.get("value") for one in shown.select("input")
        }
        assert shown.select("script, img[src=x]") == []


@pytest.mark.usefixtures("reworded")
def test_the_second_writer_learns_of_the_first(agency):
    url = at("activity-wording", PLAN, CODE)
    sent = filled(agency, url, minutes="40")
    other = {**sent, "minutes": "45"}
    assert agency.post(url, other).status_code == 302
    answer = agency.post(url, sent)
    assert answer.status_code == 409
    assert "changed these words meanwhile" in words(answer)
    assert Override.objects.get(field="minutes").value == 45


def test_links_of_all_resources_are_filled_in_on_one_page(agency, world):
    url = at("links")
    page = agency.get(url)
    assert "19 resources have no link yet" in words(page)
    sent = filled(agency, url, **{"smart-goals": LINK, "team-video": "mailto:films@help.example"})
    answer = agency.post(url, sent, follow=True)
    assert "2 changes are in place." in words(answer)
    found = dict(Override.objects.values_list("subject", "value"))
    assert found == {"smart-goals": LINK, "team-video": "mailto:films@help.example"}
    sent = filled(agency, url, **{"smart-goals": "//evil.example", "team-video": ""})
    refused = agency.post(url, sent)
    assert "A link begins with https://" in words(refused)
    assert dict(Override.objects.values_list("subject", "value")) == found


def test_words_whose_activity_left_are_listed_and_can_be_removed(agency, world):
    reword(2026, "activity", f"{PLAN}/{CODE}", {"minutes": 25}, by=world.publisher)
    Override.objects.update(subject=f"{PLAN}/gone")
    page = read(agency.get(at("wording")))
    assert text(page.select_one(".notice li")).startswith(f"{PLAN}/gone, Minutes: 25")
    one = Override.objects.get()
    agency.post(at("wording-withdrawal", one.pk))
    assert not Override.objects.exists()


@pytest.mark.parametrize("who", ["principal", "district", "coordinator"])
def test_only_the_agency_changes_words(world, who):
    person, subject = world.who(who), f"{PLAN}/{CODE}"
    reword(2026, "activity", subject, {"minutes": 25}, by=world.publisher)
    one = Override.objects.get()
    for act in (
        lambda: reword(2026, "activity", subject, {"minutes": 5}, by=person),
        lambda: set_links(2026, {"smart-goals": LINK}, by=person),
        lambda: put_back(one, by=person),
    ):
        with pytest.raises(NotAllowed, match="Only the agency changes the words of the year."):
            act()
    assert [one.value for one in Override.objects.all()] == [25]
