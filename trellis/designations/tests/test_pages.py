"""The pages on which releases are prepared."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from trellis.designations.actions import check, import_release, publish
from trellis.designations.models import Release
from trellis.designations.tests.conftest import HEADER
from trellis.history import queries as history
from trellis.kit import clock
from trellis.organizations.models import Organization

pytestmark = pytest.mark.django_db
LIST = "/administration/designations/"
UPLOAD = f"{LIST}upload/"


def upload(client, *rows, **more):
    content = "\n".join([HEADER, *rows]).encode()
    said = {"file": SimpleUploadedFile("standings.csv", content), "year": 2026, **more}
    return client.post(UPLOAD, said)


def page(answer: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "lxml")


def texts(soup: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(one.get_text(" ").split()) for one in soup.select(selector)]


@pytest.fixture
def draft(desk, file) -> Release:
    path = file("NF214S01,,Renewing,,Finish,,,", "NF214S02,,Leading,,,,,", "X,,Steady,,,,,")
    found = import_release(path, year=2026, name="a.csv", by=desk, skip_bad=True).release
    assert found is not None
    return found


def test_an_uploaded_file_becomes_a_draft_with_counts(desk, signed_in, prairie):
    client = signed_in(desk)
    answer = upload(client, "NF214S01,,Renewing,,,,,", "NF214S02,,Leading,,,,,", title="First")
    release = Release.objects.get()
    assert answer.headers["Location"] == f"{LIST}{release.pk}/"
    soup = page(client.get(answer.headers["Location"]))
    assert texts(soup, "h1") == ["First"]
    assert texts(soup, "main tbody tr") == [
        "Leading 1 – –",
        "Renewing 1 supported Focus year of a campus",
    ]
    assert texts(soup, "[role=status]") == [
        "The draft is ready. Nobody else sees it before it is published."
        " (2 read, 2 written, 0 refused)"
    ]
    entry = history.of(f"release:{release.pk}").entries[0]
    assert (entry.actor_name, entry.acting_as[:12]) == ("Desk", "Program desk")


def test_wrong_rows_are_shown_before_anything_is_written(desk, signed_in):
    answer = upload(signed_in(desk), "NF214S01,,<b>Renewin</b>,,,,,", "NF214S02,,Leading,,,,,")
    soup = page(answer)
    assert (answer.status_code, Release.objects.count()) == (422, 0)
    assert texts(soup, "table tbody tr")[0].startswith("2 Standing “<b>Renewin</b>” is no")
    assert texts(soup, "#problems h2") == ["One row can’t be imported"]
    assert [one["value"] for one in soup.select("input[name=year]")] == ["2026"]


def test_wrong_rows_are_left_out_on_purpose_and_stay_named_at_the_draft(desk, signed_in):
    client = signed_in(desk)
    upload(client, "NF214S01,,Renewin,,,,,", "X,,Steady,,,,,", "NF214S02,,Leading,,,,,", skip_bad=1)
    soup = page(client.get(f"{LIST}{Release.objects.get().pk}/"))
    assert texts(soup, "main caption")[1:] == [
        "Designations that the pack does not know",
        "Other rows",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "This is a PDF, not a table."),
        (b"A,B\n1,2\n", "No layout fits this file."),
        (b"Key,Standing\n" + b"NF214S01,Steady\n" * 10_001, "The file has more than 10,000 rows"),
    ],
)
def test_a_file_that_is_no_table_of_designations_is_refused_at_its_field(
    desk, signed_in, content, said
):
    file = SimpleUploadedFile("a.csv", content)
    answer = signed_in(desk).post(UPLOAD, {"file": file, "year": 2026})
    assert (answer.status_code, Release.objects.count()) == (422, 0)
    assert texts(page(answer), ".error")[0].startswith(said)


def test_an_empty_form_is_not_sent_on(desk, signed_in):
    answer = signed_in(desk).post(UPLOAD, {})
    assert (answer.status_code, len(texts(page(answer), "form .error"))) == (422, 2)


def test_a_draft_can_be_removed_by_its_button(desk, signed_in, draft):
    client = signed_in(desk)
    (form,) = page(client.get(f"{LIST}{draft.pk}/")).select("form[action$='removal/']")
    assert client.post(str(form["action"])).headers["Location"] == LIST
    assert Release.objects.count() == 0


def test_a_published_release_cannot_be_removed(desk, second, signed_in, draft):
    check(draft, by=second)
    publish(draft, by=desk, at=clock.now())
    client = signed_in(desk)
    assert client.post(f"{LIST}{draft.pk}/removal/").status_code == 409
    soup = page(client.get(f"{LIST}{draft.pk}/"))
    assert soup.select("main form") == []


def test_closed_organizations_of_a_release_are_named(desk, signed_in, draft):
    Organization.objects.filter(code="NF214S02").update(closed_on="2026-11-01")
    soup = page(signed_in(desk).get(f"{LIST}{draft.pk}/"))
    named = texts(soup, "main .column section li")
    assert named == ["Birch Campus (NF214S02), closed Sun, Nov 1, 2026"]


def test_others_find_no_page_at_all(head, signed_in, draft):
    client = signed_in(head)
    asked = [client.get(url).status_code for url in (LIST, UPLOAD, f"{LIST}{draft.pk}/")]
    sent = [client.post(url).status_code for url in (UPLOAD, f"{LIST}{draft.pk}/removal/")]
    assert (asked, sent, Release.objects.count()) == ([404] * 3, [404] * 2, 1)


def test_the_public_is_sent_to_sign_in(draft, client):
    answer = client.get(LIST)
    assert (answer.status_code, answer.headers["Location"].split("?")[1]) == (
        302,
        "next=/administration/designations/",
    )


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_takes_the_same_queries_at_any_length(
    desk, signed_in, draft, file, more, django_assert_num_queries
):
    for number in range(more):
        path = file("NF214S01,,Steady,,,,,")
        import_release(path, year=2026, title=f"T{number}", name="a", by=desk)
    client = signed_in(desk)
    with django_assert_num_queries(5):
        soup = page(client.get(LIST))
    assert len(texts(soup, "tbody tr")) == more + 1
