"""A log goes from upload over check and difference to applied, on pages without script."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Relation
from tests.visits import sign_in_as
from trellis.home.queries.calendar import entries_of
from trellis.jobs.models import Job
from trellis.kit import clock
from trellis.kit.workbook import xlsx
from trellis.meetings.logs.tests.filing import HEADER, checked, leader, loaded, row
from trellis.meetings.models import Meeting, Party
from trellis.notices.models import Notice
from trellis.organizations.models import Import
from trellis.programs import queries as programs

WHOLE = row("2026-11-10", came=4, data="<b>Growth</b>", internal="Agency words")


@pytest.fixture
def upload(world, tmp_path, settings, django_capture_on_commit_callbacks):
    """Uploads rows as Lincoln's coordinator does; answers the browser and the page after it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    client = sign_in_as(Client(), leader(world))

    def upload(*rows):
        file = SimpleUploadedFile("../log.xlsx", xlsx(HEADER, rows, sheet="Log"))
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("meetings:past-logs"), {"file": file, "layout": ""})
        return client, answer

    return upload


def read(client, url):
    answer = client.get(url, follow=True)
    return BeautifulSoup(answer.content, "lxml"), answer


def cells(page, where):
    return [cell.get_text(" ", strip=True) for cell in page.select(where)]


def test_a_log_is_checked_shown_and_applied(world, upload, django_capture_on_commit_callbacks):
    before = Notice.objects.count()
    client, answer = upload(WHOLE, row("soon"))
    page, last = read(client, answer["Location"])
    source = Import.objects.get(state="checked")
    assert last.redirect_chain[-1][0] == reverse("meetings:past-log", args=[source.pk])
    assert cells(page, "#problems tbody tr > *") == [
        "3", "Date", "“soon” is not a day. Write it as 2026-07-01.",
    ]  # fmt: skip
    assert cells(page, "section:not(#problems) tbody tr > *") == [
        "Lincoln School", "Tue, Nov 10, 2026", "Coordinator meeting 45 minutes"
        f" · {leader(world).name} · 4 people came",
        "Data <b>Growth</b> Planning agency only Agency words", "2",
    ]  # fmt: skip
    url = reverse("meetings:past-log-application", args=[source.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    assert (Job.objects.latest("id").state, Meeting.objects.count()) == ("failed", 0)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(url, {"skip_bad": "yes"})
    page, _ = read(client, done["Location"])
    assert "2 read, 1 written, 1 refused" in page.select_one(".meta-strip").get_text()
    assert Notice.objects.count() == before


def test_a_dropped_log_writes_nothing(upload):
    client, _ = upload(row())
    source = Import.objects.get(state="checked")
    client.post(reverse("meetings:past-log-withdrawal", args=[source.pk]))
    source.refresh_from_db()
    assert (source.state, Meeting.objects.count()) == ("dropped", 0)


def test_a_file_that_is_no_table_says_why_and_where_to_go(
    world, upload, django_capture_on_commit_callbacks
):
    client, _ = upload()
    file = SimpleUploadedFile("log.xlsx", b"\x7fELF\x00\x00")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("meetings:past-logs"), {"file": file})
    page, _ = read(client, answer["Location"])
    assert page.select_one("[role=alert] a")["href"] == reverse("meetings:past-logs")


def test_past_meetings_are_marked_wherever_they_stand(world, tmp_path):
    loaded(tmp_path, WHOLE, row("2026-11-12", kind="Grant help"), by=leader(world))
    client, lincoln = sign_in_as(Client(), leader(world)), world["lincoln"].code
    party = Party.objects.get(meeting__imported=True)
    page, _ = read(client, reverse("meetings:meeting", args=[party.pk]))
    assert page.select_one(".meta-strip .chip").get_text() == "from an earlier log"
    assert "The log says: 4 people came." in page.get_text()
    assert "12:00" not in page.select_one(".meta-strip").get_text()
    for name, args, text in (
        ("place", [lincoln], "from an earlier log"),
        ("mine", [], "from an earlier log"),
        ("help-place", [lincoln], "from an earlier log"),
        ("log", [], "from your earlier log"),
    ):
        page, _ = read(client, reverse(f"meetings:{name}", args=args) + "?month=2026-11")
        assert text in page.get_text(), name


def test_meetings_of_an_earlier_year_stand_at_the_school_under_that_year(world, tmp_path):
    loaded(tmp_path, row("2025-10-07", minutes=35), by=leader(world))
    client, there = (
        sign_in_as(Client(), leader(world)),
        reverse("meetings:place", args=[world["lincoln"].code]),
    )
    page, _ = read(client, there)
    link = page.select_one(".meta-strip a[href='?year=2025']")
    assert (link.get_text(), "from an earlier log" in page.get_text()) == (
        "Meetings of 2025–26", False,
    )  # fmt: skip
    page, _ = read(client, there + link["href"])
    assert "Tue, Oct 7, 2025" in page.get_text()
    for odd in ("2024", "x", "9" * 30):
        page, answer = read(client, f"{there}?year={odd}")
        assert (answer.status_code, "Oct 7, 2025" in page.get_text()) == (200, False)


def test_what_is_for_the_agency_only_reaches_neither_school_nor_district(world, tmp_path):
    loaded(tmp_path, WHOLE, by=leader(world))
    party = Party.objects.get(meeting__imported=True)
    for role in ("principal", "district"):
        client = sign_in_as(Client(), world.who(role))
        page, answer = read(client, reverse("meetings:meeting", args=[party.pk]))
        assert (answer.status_code, "Agency words" in page.get_text()) == (200, False)
        assert "<b>Growth</b>" in page.get_text()


def test_past_meetings_stand_in_no_calendar(world, tmp_path):
    loaded(tmp_path, WHOLE, by=leader(world))
    installed = programs.installation()
    assert installed is not None
    found = entries_of(leader(world), installed.version_id, on=clock.today())
    assert found.meetings == ()


@pytest.mark.parametrize("role", ["agency", "coordinator", "principal", "board"])
def test_others_find_no_log_of_a_colleague(world, tmp_path, role):
    source = checked(tmp_path, row(), by=leader(world))
    relation = Relation.OTHER_DISTRICT if role == "coordinator" else Relation.OWN
    client = sign_in_as(Client(), world.who(role, relation))
    assert client.get(reverse("meetings:past-log", args=[source.pk])).status_code == 404
    for name in ("past-log-application", "past-log-withdrawal"):
        there = reverse(f"meetings:{name}", args=[source.pk])
        assert client.post(there).status_code == 404


def test_the_pages_of_other_files_do_not_show_a_log(world, tmp_path):
    source = checked(tmp_path, row(leader=leader(world).name), by=world.who("agency"))
    client = sign_in_as(Client(), world.who("agency"))
    for name in ("import", "application", "withdrawal"):
        there = reverse(f"organizations:{name}", args=[source.pk])
        answer = client.get(there) if name == "import" else client.post(there)
        assert answer.status_code == 404
    assert client.get(reverse("organizations:upload", args=["meetings"])).status_code == 404
    page, _ = read(client, reverse("organizations:administration"))
    assert source.name not in page.get_text()
    assert page.select_one(f"a[href='{reverse('meetings:past-logs')}']") is not None


def test_a_difference_is_read_in_the_same_queries_however_long(
    world, tmp_path, django_assert_num_queries
):
    client = sign_in_as(Client(), leader(world))
    for days in (["2026-11-10"], ["2026-11-10", "2026-11-11", "2026-11-12"]):
        source = checked(tmp_path, *(row(day, notes="x") for day in days), by=leader(world))
        client.get(reverse("meetings:past-log", args=[source.pk]))
        with django_assert_num_queries(6):
            client.get(reverse("meetings:past-log", args=[source.pk]))
        with django_assert_num_queries(5):
            client.get(reverse("meetings:past-logs"))
