"""Who opens a letter, when, and that opening it marks it as read."""

import io
from datetime import date

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.cast import Relation
from trellis.designations.letters.actions import mark_sent, send_letter, send_letters
from trellis.designations.letters.tests.conftest import publish
from trellis.designations.models import Letter, LetterReading, Release
from trellis.organizations.models import Appointment

FIRST, HELLO = "first-letter", "coordinator-hello"


def page_of(letter: Letter) -> str:
    return reverse("designations:letter", args=[letter.pk])


def statuses(sign_in, letter: Letter, people: list[object]) -> list[int]:
    """What each person gets who asks for a letter's page."""
    return [sign_in(person).get(page_of(letter)).status_code for person in people]


# ---- Who may


def test_before_publication_only_the_superintendent_who_was_told_reads(world, told, find, sign_in):
    send_letters(told, FIRST, by=world.publisher)
    letter = find(told, FIRST, world["birch"])
    others = ["district", "principal", "coordinator", "board", "team", "regional-office"]
    assert statuses(sign_in, letter, [world.who("superintendent")]) == [200]
    assert statuses(sign_in, letter, [world.who(role) for role in others]) == [404] * 6
    far = [world.who("superintendent", one) for one in list(Relation)[2:]]
    assert statuses(sign_in, letter, [*far, world.persons["stranger"]]) == [404] * 3


def test_not_before_it_was_sent_nor_after_the_check_was_taken_back(world, told, find, sign_in):
    letter, reader = find(told, FIRST, world["birch"]), world.who("superintendent")
    assert statuses(sign_in, letter, [reader]) == [404]
    send_letters(told, FIRST, by=world.publisher)
    assert statuses(sign_in, letter, [reader]) == [200]
    Release.objects.filter(pk=told.pk).update(state="draft", checked_at=None, checked_by=None)
    assert statuses(sign_in, letter, [reader]) == [404]


def test_after_publication_district_and_principals_of_named_schools_read_it(
    world, told, find, sign_in
):
    send_letters(told, FIRST, by=world.publisher)
    publish(told, world.publisher)
    letter = find(told, FIRST, world["birch"])
    readers = [world.who(role) for role in ("superintendent", "district", "principal")]
    readers += [world.who("principal", Relation.SAME_DISTRICT), world.who("coordinator")]
    assert statuses(sign_in, letter, readers) == [200] * 5
    others = [world.who("principal", Relation.OTHER_DISTRICT), world.who("team")]
    assert (
        statuses(sign_in, letter, [*others, world.who("board"), world.persons["ended"]])
        == [404] * 4
    )


def test_a_principal_whose_school_the_letter_does_not_name_does_not_read_it(
    world, public, find, sign_in
):
    send_letters(public, FIRST, by=world.publisher)
    letter, principal = find(public, FIRST, world["birch"]), world.who("principal")
    public.designations.filter(organization=world["lincoln"]).delete()
    assert statuses(sign_in, letter, [principal]) == [404]


def test_a_letter_that_another_one_replaced_is_for_the_agency_alone(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher)
    letter = find(public, FIRST, world["birch"])
    Letter.objects.filter(pk=letter.pk).update(superseded=True)
    assert statuses(sign_in, letter, [world.who("superintendent"), world.publisher]) == [404, 200]


def test_who_follows_in_a_role_reads_what_the_district_got(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher)
    new = world.persons["stranger"]
    Appointment.objects.create(
        person=new, role="superintendent", organization=world["birch"], starts=date(2026, 12, 1)
    )
    assert statuses(sign_in, find(public, FIRST, world["birch"]), [new]) == [200]


# ---- What it does


@pytest.mark.parametrize("role", ["principal", "district", "superintendent"])
def test_opening_a_letter_marks_it_as_read_once(world, public, find, sign_in, role):
    send_letters(public, FIRST, by=world.publisher)
    letter, reader = find(public, FIRST, world["birch"]), world.who(role)
    client = sign_in(reader)
    for _time in range(2):
        client.get(page_of(letter))
    assert list(LetterReading.objects.values_list("letter", "person")) == [(letter.pk, reader.pk)]


def test_the_agency_looking_at_a_letter_reads_it_for_nobody(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher)
    sign_in(world.publisher).get(page_of(find(public, FIRST, world["birch"])))
    assert LetterReading.objects.count() == 0


def test_the_agency_sees_who_has_it_and_who_opened_it(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher)
    letter, reader = find(public, FIRST, world["birch"]), world.who("superintendent")
    sign_in(reader).get(page_of(letter))
    soup = BeautifulSoup(sign_in(world.publisher).get(page_of(letter)).content, "html.parser")
    card = next(one for one in soup("section") if one.h2.text == "Who has it")
    assert [one.find(string=True) for one in card("li")] == [reader.name, reader.name]


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_reader_takes_a_copy_home(world, public, find, sign_in, form):
    send_letters(public, FIRST, by=world.publisher)
    letter = find(public, FIRST, world["birch"])
    url = reverse("designations:letter-file", args=[letter.pk, form])
    answer = sign_in(world.who("principal")).get(url)
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="first-letter-cast-birch.{form}"'
    )
    made = io.BytesIO(answer.content)
    if form == "pdf":
        assert pypdf.PdfReader(made).metadata.title == letter.subject
    else:
        assert docx.Document(made).core_properties.title == letter.subject
    assert LetterReading.objects.filter(letter=letter).count() == 1


def test_there_is_no_other_kind_of_copy(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher)
    args = [find(public, FIRST, world["birch"]).pk, "exe"]
    url = reverse("designations:letter-file", args=args)
    assert sign_in(world.who("principal")).get(url).status_code == 404


# ---- My letters


def lists(client) -> dict[str, list[str]]:
    """The lists of the page by heading: what each line says."""
    soup = BeautifulSoup(client.get(reverse("designations:my-letters")).content, "html.parser")
    return {
        one.h2.text: [" ".join(line.get_text(" ").split()) for line in one("li")]
        for one in soup("section")
        if one.h2
    }


def test_my_letters_tells_read_from_unread(world, public, find, sign_in):
    send_letters(public, FIRST, by=world.publisher)
    letter, client = find(public, FIRST, world["birch"]), sign_in(world.who("principal"))
    line = f"○ {letter.subject} Birch district Thu, Dec 3, 2026, unread"
    assert lists(client) == {"Letters for you": [line]}
    client.get(page_of(letter))
    read = line.replace("○", "✓").replace("unread", "read")
    assert lists(client) == {"Letters for you": [read]}


def test_a_coordinator_sees_what_waits_to_go_out_in_the_own_name(world, public, find, sign_in):
    client = sign_in(world.who("coordinator"))
    name = "○ First message of the coordinator Birch district · 2026–27"
    waits = {"To send in your name": [f"{name} waits for the letter before it"]}
    assert lists(client) == waits | {"Letters for you": []}
    mark_sent(find(public, FIRST, world["birch"]), by=world.publisher, on=date(2026, 12, 1))
    assert lists(client)["To send in your name"] == [f"{name} ready to send"]
    send_letter(find(public, HELLO, world["birch"]), by=world.who("coordinator"))
    assert list(lists(client)) == ["Letters for you"]


def test_somebody_to_whom_nobody_wrote_is_told_what_comes(world, public, sign_in):
    page = sign_in(world.who("team")).get(reverse("designations:my-letters"))
    assert "No letter yet." in page.content.decode()
