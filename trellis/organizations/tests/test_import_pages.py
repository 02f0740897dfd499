"""A file goes from upload over check and difference to applied, on pages without script."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from trellis.history.models import Entry
from trellis.jobs.models import Job
from trellis.organizations.models import Import, Organization
from trellis.organizations.tests.conftest import HEADER, ROWS

NEW = "SF-300-S02,Dune Campus,Campus,,Dune,1-6,yes"
BAD = "SF-300-S03,,Campus,,,,yes"


@pytest.fixture
def upload(desk, visit, at_once, tmp_path, settings, django_capture_on_commit_callbacks):
    """Uploads rows as the department does; answers the browser and the page after it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    client = visit(desk)

    def upload(*rows, content=None, kind="directory", header=HEADER):
        content = content or "\n".join([header, *rows]).encode()
        file = SimpleUploadedFile("../roll.csv", content)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                reverse("organizations:upload", args=[kind]), {"file": file, "on": "2026-09-01"}
            )
        return client, answer

    return upload


def read(client, url):
    answer = client.get(url, follow=True)
    return BeautifulSoup(answer.content, "lxml"), answer


def test_a_file_is_checked_shown_and_applied(upload, django_capture_on_commit_callbacks):
    changed = ROWS[3].replace("Birch Campus", "Birch School")
    client, answer = upload(*ROWS[:3], changed, *ROWS[4:-1], NEW)
    page, last = read(client, answer["Location"])
    source = Import.objects.get(state="checked")
    assert last.redirect_chain[-1][0] == reverse("organizations:import", args=[source.pk])
    table = [[cell.get_text(" ", strip=True) for cell in row.select("th,td")]
             for row in page.select("tbody tr")]  # fmt: skip
    assert table == [
        ["NF214S02", "Birch School", "Changed", "Name: Birch Campus Birch School", "5"],
        ["SF300S02", "Dune Campus", "Added", "Belongs to: SF300D00", "7"],
        ["SF300S01", "Cedar Evening", "Closed", "", "–"],
    ]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("organizations:application", args=[source.pk]))
    page, _ = read(client, done["Location"])
    assert "6 read, 3 written, 0 refused" in page.select_one(".meta-strip").get_text()
    assert Organization.objects.get(code="NF214S02").name == "Birch School"
    assert Entry.objects.get(verb="imported", actor__startswith="person").acting_as == (
        "Program desk of the department, Prairie Department of Learning"
    )


def test_refused_rows_are_listed_and_left_out_only_on_purpose(
    upload, django_capture_on_commit_callbacks
):
    client, answer = upload(*ROWS, NEW, BAD)
    page, _ = read(client, answer["Location"])
    problems = [cell.get_text() for cell in page.select("#problems tbody tr > *")]
    assert problems == ["9", "Campus or area", "has no name. Fill it in."]
    source = Import.objects.get(state="checked")
    url = reverse("organizations:application", args=[source.pk])
    with django_capture_on_commit_callbacks(execute=True):
        refused = client.post(url)
    page, _ = read(client, refused["Location"])
    assert "1 rows are refused" in page.select_one("[role=alert]").get_text()
    assert not Organization.objects.filter(code="SF300S02").exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"skip_bad": "yes"})
    assert Organization.objects.filter(code="SF300S02").exists()


@pytest.mark.parametrize("content", [b"\x7fELF\x00\x00", b"PK\x03\x04broken", b" "])
def test_a_file_that_is_no_table_says_why_and_where_to_go(upload, content):
    client, answer = upload(content=content)
    page, _ = read(client, answer["Location"])
    alert = page.select_one("[role=alert]")
    assert alert.h2.get_text() == "This did not work"
    assert alert.a["href"] == reverse("organizations:upload", args=["directory"])
    assert not Import.objects.filter(state="checked").exists()


def test_a_dropped_file_is_not_applied(upload, django_capture_on_commit_callbacks):
    client, answer = upload(*ROWS[:-1])
    source = Import.objects.get(state="checked")
    client.post(reverse("organizations:withdrawal", args=[source.pk]))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("organizations:application", args=[source.pk]))
    assert Job.objects.latest("id").state == "failed"
    assert not Organization.objects.exclude(closed_on=None).exists()


def test_people_come_in_the_same_way(upload, django_capture_on_commit_callbacks):
    header = "Key,Works as,Person,Mail address"
    client, answer = upload(
        "NF-214-S01,Head,<b>Ana</b>,ana@example.org", kind="people", header=header
    )
    page, _ = read(client, answer["Location"])
    assert page.select_one("tbody th").get_text(strip=True) == "<b>Ana</b>ana@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        source = Import.objects.get(state="checked")
        client.post(reverse("organizations:application", args=[source.pk]))
    assert Import.objects.get(pk=source.pk).written == 1


def test_a_difference_is_read_in_the_same_queries_however_long(upload, django_assert_num_queries):
    for rows in ((NEW,), (NEW, NEW.replace("S02", "S03"), NEW.replace("S02", "S04"))):
        client, _ = upload(*ROWS, *rows)
        source = Import.objects.filter(state="checked").latest("id")
        with django_assert_num_queries(7):
            client.get(reverse("organizations:import", args=[source.pk]))


def test_others_have_no_such_pages(upload, superintendent, visit):
    upload(*ROWS, NEW)
    source = Import.objects.get(state="checked")
    client = visit(superintendent)
    urls = [reverse("organizations:upload", args=["directory"])]
    urls += [reverse("organizations:import", args=[source.pk])]
    urls += [reverse("jobs:job", args=[Job.objects.latest("id").pk])]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    assert client.post(reverse("organizations:application", args=[source.pk])).status_code == 404
