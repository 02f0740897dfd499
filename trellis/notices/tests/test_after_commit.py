"""The page never waits for the mail server: delivery is a task, enqueued after commit."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from trellis.kit import clock
from trellis.notices.actions import deliver, post
from trellis.notices.models import Notice
from trellis.notices.tests.sink import NOT_NOW

DELIVER = "trellis.notices.actions.outbox.deliver"


def tasks() -> list[str]:
    """What waits for the worker, but for the rounds that come by the clock anyway."""
    rows = DBTaskResult.objects.exclude(task_path__contains=".visits.")
    return list(rows.values_list("task_path", flat=True))


def test_many_letters_of_one_deed_wake_the_worker_once(
    live, pat, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for number in range(3):
            post(pat, "task", "hello", "text", dedupe_key=str(number))
    assert tasks() == [DELIVER]


def test_a_deed_that_is_rolled_back_sends_nothing(live, pat, django_capture_on_commit_callbacks):
    class Oops(Exception):
        pass

    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                post(pat, "task", "hello", "text", dedupe_key="1")
                raise Oops
        except Oops:
            pass
    assert (tasks(), Notice.objects.count()) == ([], 0)


def test_the_worker_comes_back_when_a_failed_letter_is_due(live, pat, sink):
    sink.answers["pat@example.org"] = NOT_NOW
    post(pat, "task", "later", "text", dedupe_key="1")
    deliver.call()
    again = DBTaskResult.objects.get(task_path=DELIVER)
    due = Notice.objects.values_list("not_before", flat=True).get()
    assert (again.task_path, again.run_after) == (DELIVER, due)
    assert due is not None and due > clock.now()


def test_the_worker_does_not_come_back_when_all_is_sent(live, pat, sink):
    post(pat, "task", "now", "text", dedupe_key="1")
    deliver.call()
    assert (tasks(), sink.got) == ([], ["now"])


@pytest.mark.django_db(transaction=True)
def test_the_task_worker_sends_what_a_page_has_written(live, pat, sink):
    post(pat, "task", "by the worker", "text", dedupe_key="1")
    assert sink.got == []
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    assert sink.got == ["by the worker"]
