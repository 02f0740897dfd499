"""The program's own contact, said otherwise for a year: on pages, in mail and letters."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from tests.visits import read, words
from trellis.cycles.notices import tell_everybody
from trellis.cycles.rewording.actions import reword
from trellis.cycles.tests.test_wording_page import at, filled
from trellis.history.models import Entry
from trellis.home.tests.pages import text
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.notices.models import Notice
from trellis.programs import queries as programs
from trellis.programs.actions import install
from trellis.programs.models import Override

DESK, LINE = "desk@year.example", "+1 (217) 555-0100 ext. 12"


@pytest.fixture
def agency(world, sign_in):
    return sign_in(world.publisher)


@pytest.fixture
def told(agency):
    """The agency says on the page whom to ask this year."""
    url = at("contact-wording")
    sent = filled(agency, url, email=DESK, phone=LINE, office_en="Desk of the year")
    assert agency.post(url, sent).status_code == 302


@pytest.mark.usefixtures("told")
def test_everybody_reads_at_once_whom_to_ask(world, client, sign_in):
    sign_in(world.who("principal"))
    for url in (
        reverse("home:front"),
        reverse("home:help"),
        reverse("web:accessibility"),
        reverse("home:my-work"),
    ):
        page = read(client.get(url))
        foot = page.select_one("footer.foot .contact")
        assert "Desk of the year" in text(foot), url
        assert [one["href"] for one in foot.select("a")][:2] == [f"tel:{LINE}", f"mailto:{DESK}"]
    assert DESK in words(client.get(reverse("home:help")))


@pytest.mark.usefixtures("told")
def test_it_holds_for_its_own_year_only():
    packs = programs.current().pack.contact
    assert (programs.in_year(2026).pack.contact.email, packs.email == DESK) == (DESK, False)
    assert programs.in_year(2027).pack.contact == packs
    with clock.standing_on(date(2027, 8, 1)):
        assert programs.in_year().pack.contact == packs


@pytest.mark.usefixtures("told")
def test_it_survives_an_update_of_the_program(agency):
    install(settings.PACK_FOLDER / "illinois", kind=programs.installation().kind)
    assert programs.in_year(2026).pack.contact.phone == LINE
    page = agency.get(at("changes"))
    assert "pack.yaml:\n  contact:\n    email: desk@year.example" in page.content.decode()


@pytest.mark.usefixtures("told")
def test_the_list_names_it_and_one_button_puts_the_program_s_back(agency):
    rows = read(agency.get(at("wording"))).select("tbody tr")
    assert [text(one.th).partition("contact ")[2] for one in rows] == ["Email", "Office", "Phone"]
    one = Override.objects.get(kind="contact", field="email")
    agency.post(at("wording-withdrawal", one.pk))
    assert programs.in_year(2026).pack.contact.email == programs.current().pack.contact.email


def test_an_unchanged_form_changes_nothing(agency):
    url = at("contact-wording")
    answer = agency.post(url, filled(agency, url), follow=True)
    assert "Nothing was different." in words(answer)
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "desk@", "Give one email address"),
        ("email", "a@b.example, c@d.example", "Give one email address"),
        ("email", "x" * 300 + "@a.example", "Give one email address"),
        ("phone", "call us", "Give one phone number"),
        ("website", "javascript:alert(1)", "A link begins with https://"),
        ("office_en", "x" * 300, "Use at most 200 characters."),
    ],
)
def test_what_cannot_stand_on_a_page_is_refused_at_its_field(agency, field, value, sentence):
    url = at("contact-wording")
    page = read(agency.post(url, {"seen": "", field: value}))
    assert sentence in text(page.select_one(".field.wrong .error"))
    assert not Override.objects.exists()


@pytest.mark.parametrize("role", ["principal", "superintendent", "coordinator"])
def test_nobody_else_says_whom_to_ask(world, role):
    with pytest.raises(NotAllowed):
        reword(2026, "contact", "", {"email": DESK}, by=world.who(role))
    assert not Override.objects.exists()


def test_history_says_what_changed_and_a_wrong_value_changes_nothing(world):
    before = programs.current().pack.contact.email
    reword(2026, "contact", "", {"email": DESK}, by=world.publisher)
    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.before, entry.after) == (
        "reworded", {"email": None}, {"email": DESK},
    )  # fmt: skip
    with pytest.raises(NotReady, match="Give one email address"):
        reword(2026, "contact", "", {"email": "nobody"}, by=world.publisher)
    assert before != programs.in_year(2026).pack.contact.email == DESK


@pytest.mark.usefixtures("told")
def test_mail_about_the_year_names_its_contact(world):
    Notice.objects.all().delete()
    assert tell_everybody(world.release) > 0
    texts = Notice.objects.values_list("text", flat=True)
    assert {text.rpartition("Questions: ")[2] for text in texts} == {DESK}
