"""The agency's pages of letters, and the page from which one leaves."""

import re

from bs4 import BeautifulSoup
from django.urls import reverse

from trellis.designations.letters.actions import hold, send_letters
from trellis.designations.models import Letter, LetterReading, Release
from trellis.kit import clock
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment

FIRST, HELLO = "first-letter", "coordinator-hello"


def soup_of(client, name: str, *args: object, query: str = "") -> BeautifulSoup:
    url = reverse(f"designations:{name}", args=args)
    return BeautifulSoup(client.get(url + query).content, "html.parser")


def facts(soup: BeautifulSoup, kind: str) -> dict[str, str]:
    """The counts of a kind, as the page says them."""
    card = soup.select_one(f"section:has(#kind-{kind})") or soup
    names = [one.text for one in card("dt")]
    values = [" ".join(one.text.split()) for one in card("dd")]
    return dict(zip(names, values, strict=True))


def test_counts_name_what_they_are_counted_of(world, public, find, sign_in):
    hold(find(public, FIRST, world["cedar"]), by=world.publisher)
    Appointment.objects.filter(role="superintendent", organization=world["harbor"]).delete()
    send_letters(public, FIRST, by=world.publisher)
    letter = find(public, FIRST, world["birch"])
    page = soup_of(sign_in(world.publisher), "letters", public.pk)
    assert facts(page, FIRST) == {
        "Written": "3 of 3", "Sent": "1 of 3", "Opened here": "0 of 1 sent; one unread",
        "Held": "1", "Nobody to write to": "1",
    }  # fmt: skip
    LetterReading.objects.create(letter=letter, person=world.publisher, at=clock.now())
    page = soup_of(sign_in(world.publisher), "letters", public.pk)
    assert facts(page, FIRST)["Opened here"] == "1 of 1 sent"


def test_each_count_leads_to_its_list(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher, districts=[world["birch"].pk])
    hold(find(public, FIRST, world["cedar"]), by=world.publisher)
    client = sign_in(world.publisher)
    found = {}
    for state in ("", "unsent", "held", "sent", "unread", "nobody"):
        page = soup_of(client, "letters-of-kind", public.pk, FIRST, query=f"?state={state}")
        found[state] = [row.th.text for row in page("tr") if row.th["scope"] == "row"]
    assert found == {
        "": ["Birch district", "Cedar district", "Harbor district"],
        "unsent": ["Cedar district", "Harbor district"],
        "held": ["Cedar district"], "sent": ["Birch district"],
        "unread": ["Birch district"], "nobody": [],
    }  # fmt: skip


def test_a_long_list_goes_on_by_key(world, public, sign_in, monkeypatch):
    monkeypatch.setattr("trellis.designations.letters.queries.PAGE", 2)
    client = sign_in(world.publisher)
    first = soup_of(client, "letters-of-kind", public.pk, FIRST)
    more = str(first.find("a", rel="next")["href"])
    second = soup_of(client, "letters-of-kind", public.pk, FIRST, query=more)
    names = [row.th.text for page in (first, second) for row in page("tr")[1:]]
    assert names == ["Birch district", "Cedar district", "Harbor district"]


def test_written_sent_and_told_from_the_pages(world, sign_in):
    release, client = world.release, sign_in(world.publisher)
    url = reverse("designations:letters-writing", args=[release.pk])
    assert "6 letters are written." in client.post(url, follow=True).content.decode()
    url = reverse("designations:letters-sending", args=[release.pk, FIRST])
    assert "3 letters were sent." in client.post(url, follow=True).content.decode()
    assert Letter.objects.filter(release=release, state="sent").count() == 3


def test_what_stays_is_told_with_its_reason(world, draft, sign_in):
    url = reverse("designations:letters-sending", args=[draft.pk, FIRST])
    page = sign_in(world.publisher).post(url, follow=True).content.decode()
    assert "0 letters were sent." in page
    assert "3 stay: A second person has to check the release first." in page


def test_a_newer_file_is_told_above_the_counts(world, draft, sign_in):
    Release.objects.filter(pk=draft.pk).update(imported_at=clock.now())
    page = soup_of(sign_in(world.publisher), "letters", draft.pk)
    notice = page.find(class_="notice")
    told = "6 letters were written before the designations were imported again."
    assert " ".join(notice.text.split()) == f"{told} Write the letters anew."


def test_a_letter_shows_what_it_waits_for_before_any_button(world, public, find, sign_in):
    letter = find(public, HELLO, world["birch"])
    page = soup_of(sign_in(world.who("coordinator")), "letter", letter.pk)
    card = next(one for one in page("section") if one.h2.text == "Send it")
    assert [one.text for one in card("li")] == [
        "It waits until the district has this letter: First letter to the superintendent."
    ]
    assert [one.text for one in card("button")] == ["Send a test to myself"]


def test_the_coordinator_reads_the_letter_in_the_own_name_and_sends_it(
    world, public, find, sign_in
):
    send_letters(public, FIRST, by=world.publisher)
    letter, coordinator = find(public, HELLO, world["birch"]), world.who("coordinator")
    client = sign_in(coordinator)
    page = soup_of(client, "letter", letter.pk)
    assert f"My name is {coordinator.name}." in page.article.text
    url = page.find("form", action=re.compile("departure"))["action"]
    answer = client.post(url, {"own_words": "Until soon."}, follow=True).content.decode()
    assert "Sent to 3 people." in answer
    assert "Until soon." in BeautifulSoup(answer, "html.parser").article.text


def test_the_agency_reads_every_mail_that_left(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher)
    letter = find(public, FIRST, world["birch"])
    page = soup_of(sign_in(world.publisher), "letter", letter.pk)
    card = next(one for one in page("section") if one.h2.text == "The mail")
    notice = Notice.objects.get(about=f"letter:{letter.pk}")
    assert [one.text for one in card("summary")] == [notice.address]
    assert notice.text in card.text


def test_a_day_that_is_none_is_asked_for_again(world, public, find, sign_in):
    letter = find(public, FIRST, world["birch"])
    url = reverse("designations:letter-delivery", args=[letter.pk])
    page = sign_in(world.publisher).post(url, {"on": "soon"}, follow=True).content.decode()
    assert "Say on which day it was sent." in page
    assert find(public, FIRST, world["birch"]).state == "ready"


def test_a_kind_that_the_pack_does_not_tell_is_not_there(world, public, sign_in):
    url = reverse("designations:letters-of-kind", args=[public.pk, "love-letter"])
    assert sign_in(world.publisher).get(url).status_code == 404


def test_places_and_my_work_lead_to_a_persons_letters(world, client, sign_in):
    letters = reverse("designations:my-letters")
    places = [
        reverse("home:school", args=[world["lincoln"].code]),
        reverse("home:district", args=[world["birch"].code]),
    ]
    found = [soup.find("a", href=letters) for soup in (_soup(client, url) for url in places)]
    assert found == [None, None]
    principal = sign_in(world.who("principal"))
    pages = [_soup(principal, url) for url in [*places, reverse("home:my-work")]]
    assert [bool(page.find("a", href=letters)) for page in pages] == [True, True, True]


def _soup(client, url: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(url).content, "html.parser")
