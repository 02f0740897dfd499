"""Reports as pages: few queries, whole, and for those who read the year."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Relation
from tests.visits import heading, read, words
from trellis.monitoring.picture.actions import take
from trellis.work.models import Activity, Task

PDF = b"%PDF-"
ZIP = b"PK"


@pytest.fixture
def update(world):
    """Birch district's update in November."""
    return Activity.objects.get(
        workplan__organization=world["birch"], code="intensive-planning/nov-board-update"
    )


def pages(world, update):
    """Every page of these rooms with its arguments."""
    code = world["lincoln"].code
    return {
        "picture": [], "picture-list": ["region", "late"], "picture-file": ["region", "csv"],
        "picture-list-file": ["region", "late", "xlsx"], "brief": [code],
        "brief-file": [code, "docx"], "closing": [code], "closing-file": [code, "docx"],
        "board-updates": [world["birch"].code], "board-update": [update.pk],
        "board-update-file": [update.pk, "docx"],
    }  # fmt: skip


def test_no_page_asks_more_than_eight_times(world, sign_in, update):
    take(on=world.release.published_at.date())
    client = sign_in(world.publisher)
    counts = {}
    for name, args in pages(world, update).items():
        address = reverse(f"monitoring:{name}", args=args)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200, name
        counts[name] = len(asked)
    assert {name: count for name, count in counts.items() if count > 8} == {}, counts


def test_a_brief_says_who_how_far_what_is_late_and_whom_to_ask(world, sign_in):
    task = Task.objects.filter(workplan__organization=world["lincoln"], state="open")[0]
    client = sign_in(world.who("principal"))
    answer = client.get(reverse("monitoring:brief", args=[world["lincoln"].code]))
    heads = [one.get_text(strip=True) for one in read(answer).select("main h2")]
    assert heading(answer) == "Lincoln School in December"
    assert heads[:4] == ["Done this month", "Past their date", "Due next", "Who to ask"]
    assert world.who("coordinator").name in words(answer)
    assert task.pk


@pytest.mark.parametrize(("form", "sign"), [("pdf", PDF), ("docx", ZIP)])
def test_each_report_is_a_file_too(world, sign_in, update, form, sign):
    client = sign_in(world.publisher)
    for name, args in (
        ("brief-file", [world["lincoln"].code, form]),
        ("closing-file", [world["lincoln"].code, form]),
        ("board-update-file", [update.pk, form]),
    ):
        answer = client.get(reverse(f"monitoring:{name}", args=args))
        assert answer.content.startswith(sign), name


def test_a_stranger_and_another_district_find_no_report(world, sign_in, update):
    for person in (world.who("district", Relation.OTHER_DISTRICT), world.persons["stranger"]):
        client = sign_in(person)
        for name, args in pages(world, update).items():
            if name.startswith("picture"):
                continue
            answer = client.get(reverse(f"monitoring:{name}", args=args))
            assert answer.status_code in (403, 404), (name, person)
