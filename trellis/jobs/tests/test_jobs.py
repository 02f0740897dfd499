"""Long work is done once, says how far it is, and says so when it breaks."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.visits import sign_in_as
from trellis.jobs import actions, kinds
from trellis.jobs.kinds import Kind
from trellis.jobs.models import Job
from trellis.jobs.queries import SILENCE, own_jobs, progress
from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.people.models import Person
from trellis.programs.actions import install
from trellis.web import settings as web


def count_to_three(job, say):
    for number in (1, 2, 3):
        say("Counting", number, 3)
    return {"sum": job.arguments["start"] + 3}


def refuse(job, say):
    raise NotReady("Two rows are refused.")


def break_off(job, say):
    raise RuntimeError("secret detail")


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    for code, run in (("count", count_to_three), ("refuse", refuse), ("break", break_off)):
        kinds.register(Kind(code, run, lambda job: "/done/", lambda job: "/again/"))


@pytest.fixture
def ana(db):
    return Person.objects.create_user("ana@example.org", name="Ana")


@pytest.fixture
def start(ana):
    def start(kind):
        return actions.start(kind, f"Try to {kind}", {"start": 4}, by=ana)

    return start


def run(job):
    actions.run.func(job.pk)
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_and_keeps_its_result(start, ana):
    job = run(start("count"))
    assert (job.state, job.result, job.step, job.done, job.total) == (
        "done", {"sum": 7}, "Counting", 3, 3,
    )  # fmt: skip
    assert job.finished_at is not None
    assert own_jobs(ana) == [job]


def test_a_job_is_done_once_even_if_two_workers_get_it(start):
    job = start("count")
    Job.objects.filter(pk=job.pk).update(state="running")
    assert run(job).result is None


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("refuse", "Two rows are refused."),
        ("break", "Something went wrong on our side. Nothing was written. Try once more."),
    ],
)
def test_a_job_that_fails_says_so_without_inner_details(start, kind, said):
    job = run(start(kind))
    assert (job.state, job.error) == ("failed", said)


def test_a_kind_that_nobody_does_is_refused_at_once(ana):
    with pytest.raises(LookupError, match="No room does jobs of kind dance"):
        actions.start("dance", "Dance", {}, by=ana)
    assert not Job.objects.exists()
    with pytest.raises(ValueError, match="Two rooms claim the kind of job count"):
        kinds.register(Kind("count", refuse, lambda job: "", lambda job: ""))


def test_a_job_whose_worker_died_is_seen_as_lost(start):
    job = start("count")
    Job.objects.filter(pk=job.pk).update(state="running")
    job.refresh_from_db()
    assert (progress(job).is_live, progress(job).is_lost) == (True, False)
    with time_machine.travel(clock.now() + SILENCE + timedelta(seconds=1)):
        assert (progress(job).is_live, progress(job).is_lost) == (False, True)


def page_of(answer):
    return BeautifulSoup(answer.content, "lxml")


def test_the_page_looks_again_by_itself_until_the_job_ends(start, ana, client):
    install(web.PACK_FOLDER / "prairie")
    job = start("count")
    url = reverse("jobs:job", args=[job.pk])
    sign_in_as(client, ana)
    page = page_of(client.get(url))
    assert page.select_one("[data-live]") is page.select_one("[role=status]")
    assert page.select_one("script[src$='look-again.js']") and page.select_one("main a[href]")
    assert page.select_one("[role=status] strong").get_text() == "Waiting for its turn"
    run(job)
    assert client.get(url)["Location"] == "/done/"
    failed = run(start("refuse"))
    page = page_of(client.get(reverse("jobs:job", args=[failed.pk])))
    assert page.select("[data-live], script[src$='look-again.js']") == []
    assert page.select_one("[role=alert] p").get_text() == "Two rows are refused."
    assert page.select_one("[role=alert] a")["href"] == "/again/"


def test_nobody_else_sees_a_job(start, client):
    install(web.PACK_FOLDER / "prairie")
    job = start("count")
    sign_in_as(client, Person.objects.create_user("eve@example.org", name="Eve"))
    assert client.get(reverse("jobs:job", args=[job.pk])).status_code == 404


def test_an_old_job_of_a_kind_that_is_gone_still_shows(start, ana, client, monkeypatch):
    install(web.PACK_FOLDER / "prairie")
    job = run(start("count"))
    monkeypatch.setattr(kinds, "_kinds", {})
    sign_in_as(client, ana)
    page = page_of(client.get(reverse("jobs:job", args=[job.pk])))
    assert page.select_one("h1").get_text() == "Try to count"
