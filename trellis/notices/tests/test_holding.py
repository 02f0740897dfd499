"""Mail that somebody holds does not leave, whatever restarts; who comes second is told."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices import queries
from trellis.notices.actions import (
    deliver,
    deliver_waiting,
    hold_mail,
    hold_notice,
    outbox,
    post,
    release_hold,
    release_notice,
)
from trellis.notices.models import Hold, Notice
from trellis.people.models import Person


@pytest.fixture
def dana(db) -> Person:
    """Somebody of the agency."""
    return Person.objects.create_user("dana@agency.example", name="Dana")


def write(pat, subject, **extras) -> Notice:
    """A mail in the outbox."""
    post(pat, extras.pop("kind", "task"), subject, "text", dedupe_key=subject, **extras)
    return Notice.objects.get(dedupe_key=subject)


def verbs() -> list[str]:
    """What history says of people: installing leaves its own entries."""
    entries = Entry.objects.filter(actor__startswith="person:").order_by("id")
    return list(entries.values_list("verb", flat=True))


def test_a_held_letter_leaves_when_it_is_let_go(live, pat, sink, dana):
    letter = write(pat, "wait")
    hold_notice(letter, by=dana)
    assert (deliver_waiting(), sink.got) == (0, [])
    release_notice(letter, by=dana)
    deliver_waiting()
    assert (sink.got, verbs()) == (["wait"], ["held", "let go"])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"sent_at": clock.now()}, "has left already"),
        ({"failed_at": clock.now()}, "has failed"),
        ({"held": True}, "holds this mail already"),
        ({"claimed_until": clock.now() + timedelta(days=999)}, "leaving at this very moment"),
    ],
)
def test_a_letter_that_cannot_be_held_says_why(live, pat, dana, state, words):
    letter = write(pat, "gone")
    Notice.objects.update(**state)
    with pytest.raises(OutOfOrder, match=words):
        hold_notice(letter, by=dana)
    assert verbs() == []


def test_a_letter_that_nobody_holds_cannot_be_let_go(live, pat, dana):
    with pytest.raises(OutOfOrder):
        release_notice(write(pat, "free"), by=dana)


def test_a_claim_that_has_run_out_can_be_held(live, pat, sink, dana):
    letter = write(pat, "crashed")
    Notice.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    hold_notice(letter, by=dana)
    assert (deliver_waiting(), sink.got) == (0, [])


def test_a_letter_held_between_look_and_claim_stays(live, pat, sink, dana):
    letter = write(pat, "wait")
    (seen,) = queries.next_due(clock.now(), 1)
    hold_notice(letter, by=dana)
    assert (outbox._claim(seen), sink.got) == (False, [])


def test_a_letter_claimed_first_leaves_and_the_hold_is_refused(live, pat, dana):
    letter = write(pat, "go")
    assert outbox._claim(queries.next_due(clock.now(), 1)[0])
    with pytest.raises(OutOfOrder, match="leaving at this very moment"):
        hold_notice(letter, by=dana)


@pytest.mark.parametrize("named", [{"kind": "letter"}, {"group": "release:1"}])
def test_a_held_kind_or_group_stays_with_what_is_written_later(live, pat, sink, dana, named):
    write(pat, "before", kind="letter", group="release:1")
    hold, leaving = hold_mail(**named, by=dana, reason="A wrong name in it.")
    write(pat, "after", kind="letter", group="release:1")
    write(pat, "another", kind="task", group="release:2")
    deliver_waiting()
    assert (leaving, sink.got) == (0, ["another"])
    assert release_hold(hold, by=dana) == 2
    deliver_waiting()
    assert (sink.got, verbs()) == (["another", "before", "after"], ["held", "let go"])


def test_a_kind_in_a_group_leaves_the_rest_alone(live, pat, sink, dana):
    hold_mail(kind="letter", group="release:1", by=dana)
    write(pat, "stays", kind="letter", group="release:1")
    write(pat, "same kind", kind="letter", group="release:2")
    write(pat, "same group", kind="task", group="release:1")
    deliver_waiting()
    assert sink.got == ["same kind", "same group"]


def test_holding_says_how_many_a_worker_has_in_hand(live, pat, dana):
    write(pat, "leaving", kind="letter")
    write(pat, "staying", kind="letter")
    Notice.objects.filter(subject="leaving").update(claimed_until=clock.now() + timedelta(days=9))
    assert hold_mail(kind="letter", by=dana)[1] == 1


def test_the_same_hold_twice_is_one(live, dana):
    hold_mail(kind="letter", by=dana)
    with pytest.raises(OutOfOrder):
        hold_mail(kind="letter", by=dana)
    assert (Hold.objects.count(), verbs()) == (1, ["held"])


def test_an_ended_hold_cannot_be_ended_again(live, dana):
    hold, _leaving = hold_mail(kind="letter", by=dana)
    release_hold(hold, by=dana)
    with pytest.raises(OutOfOrder):
        release_hold(hold, by=dana)
    assert verbs() == ["held", "let go"]


def test_a_hold_names_what_it_holds(live, dana):
    with pytest.raises(NotReady):
        hold_mail(by=dana)


@pytest.mark.parametrize(
    "kind",
    ["sign-in-code", "password-reset", "unknown-address", "account-change", "address-changed"],
)
def test_a_hold_locks_nobody_out_and_keeps_no_warning_back(live, pat, sink, dana, kind):
    code = write(pat, "your code", kind=kind)
    for stop in (lambda: hold_mail(kind=kind, by=dana), lambda: hold_notice(code, by=dana)):
        with pytest.raises(NotAllowed):
            stop()
    deliver_waiting()
    assert sink.got == ["your code"]


def test_planned_mail_waits_for_its_hour_and_the_worker_comes_back_once(live, pat, sink):
    tomorrow = clock.now() + timedelta(days=1)
    write(pat, "planned", not_before=tomorrow)
    for _ in range(3):
        deliver.call()
    (again,) = DBTaskResult.objects.filter(task_path__endswith=".outbox.deliver")
    assert (sink.got, again.run_after) == ([], tomorrow)


def test_the_week_counts_by_kind_group_and_day(live, pat, dana):
    now = clock.now()
    for number in range(3):
        write(pat, f"a{number}", kind="letter", group="release:1")
    write(pat, "b", kind="letter", group="release:1", not_before=now + timedelta(days=2))
    write(pat, "c", kind="task")
    write(pat, "later", kind="task", not_before=now + timedelta(days=8))
    write(pat, "code", kind="sign-in-code")
    hold, _leaving = hold_mail(group="release:1", by=dana)
    found = [(one.kind, one.group_key, one.count, one.hold, one.sample.subject)
             for one in queries.week(now, [hold])]  # fmt: skip
    assert found == [
        ("letter", "release:1", 3, hold, "a0"),
        ("task", "", 1, None, "c"),
        ("letter", "release:1", 1, hold, "b"),
    ]


@pytest.mark.parametrize("size", [1, 5])
def test_the_week_asks_as_often_for_many_as_for_one(
    live, pat, dana, size, django_assert_num_queries
):
    for number in range(size):
        write(pat, str(number), kind=f"kind-{number}")
        hold_mail(kind=f"kind-{number}", by=dana)
    holds = queries.holds_in_force()
    with django_assert_num_queries(1):
        assert len(queries.week(clock.now(), holds)) == size
