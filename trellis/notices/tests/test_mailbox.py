"""The mailbox of a sample state shows what people would receive; elsewhere it does not exist."""

import pytest
from bs4 import BeautifulSoup

from trellis.notices.actions import post
from trellis.notices.models import Notice


@pytest.fixture
def three(pat):
    """Letters to two people, one with a link and something that looks like a tag."""
    for number, address in enumerate(["pat@example.org", "kim@example.org", "pat@example.org"]):
        post(pat, "task", f"letter {number}", "<b>Go</b> to https://a.example/x?y=1&z=2 now",
             dedupe_key=str(number))  # fmt: skip
        Notice.objects.filter(dedupe_key=str(number)).update(address=address)


def subjects(answer) -> list[str]:
    """The subjects listed."""
    found = BeautifulSoup(answer.content, "html.parser").select("tbody a")
    return [one.get_text() for one in found]


def test_the_newest_mail_stands_first(client, sample, three):
    assert subjects(client.get("/mailbox/")) == ["letter 2", "letter 1", "letter 0"]


def test_mail_can_be_narrowed_to_an_address(client, sample, three):
    assert subjects(client.get("/mailbox/?to=Pat@example.org")) == ["letter 2", "letter 0"]


def test_older_mail_follows_page_by_page(client, sample, pat):
    for number in range(51):
        post(pat, "task", f"letter {number:02}", "text", dedupe_key=str(number))
    first = client.get("/mailbox/")
    (onward,) = BeautifulSoup(first.content, "html.parser").select("a[rel=next]")
    older = client.get(onward["href"])
    assert (len(subjects(first)), subjects(older)) == (50, ["letter 00"])


def test_a_letter_reads_as_it_was_written_and_its_links_lead_on(client, sample, three):
    answer = client.get(f"/mailbox/{Notice.objects.latest('id').pk}/")
    (letter,) = BeautifulSoup(answer.content, "html.parser").select(".letter")
    assert letter.get_text().strip() == "<b>Go</b> to https://a.example/x?y=1&z=2 now"
    assert [one["href"] for one in letter.select("a")] == ["https://a.example/x?y=1&z=2"]


def test_in_a_database_with_real_people_there_is_no_mailbox(client, live, three):
    paths = ["/mailbox/", f"/mailbox/{Notice.objects.latest('id').pk}/"]
    assert [client.get(path).status_code for path in paths] == [404, 404]


@pytest.mark.parametrize("letters", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client, sample, pat, letters, django_assert_num_queries
):
    for number in range(letters):
        post(pat, "task", "letter", "text", dedupe_key=str(number))
    client.get("/mailbox/")
    with django_assert_num_queries(2):
        client.get("/mailbox/")


def test_a_server_that_was_not_started_as_a_sample_shows_no_mail(client, sample, three, settings):
    settings.SAMPLE = False
    letter = Notice.objects.latest("id")
    assert [client.get(path).status_code for path in ("/mailbox/", f"/mailbox/{letter.pk}/")] == [
        404,
        404,
    ]
