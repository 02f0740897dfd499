"""What comes back is known, stops the address, and is mended once."""

from datetime import timedelta

import pytest

from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.notices import queries
from trellis.notices.actions import (
    Outcome,
    deliver_waiting,
    mend_bounce,
    post,
    post_to_address,
    propose_address,
    receive_report,
)
from trellis.notices.models import Bounce, Notice
from trellis.notices.tests.reporting import name_of, report
from trellis.notices.tests.sink import NEVER
from trellis.people.models import Person


@pytest.fixture
def dana(db) -> Person:
    """Somebody of the agency."""
    return Person.objects.create_user("dana@agency.example", name="Dana")


@pytest.fixture
def came_back(live, pat, sink) -> Bounce:
    """A letter to Pat that the server refused."""
    sink.answers["pat@example.org"] = NEVER
    post(pat, "letter", "first", "text", dedupe_key="1", from_name="Ana", about="letter:1")
    deliver_waiting()
    return Bounce.objects.get()


def sent(pat, sink, subject="hello", **extras) -> Notice:
    """A letter that the next server took."""
    post(pat, "letter", subject, "text", dedupe_key=subject, **extras)
    deliver_waiting()
    return Notice.objects.get(dedupe_key=subject)


def facts(bounce: Bounce) -> tuple[object, ...]:
    """What is known of it."""
    return (bounce.address, bounce.person, bounce.code, bounce.reason, bounce.source, bounce.stops)


def verbs() -> list[str]:
    """What history says of people: installing leaves its own entries."""
    entries = Entry.objects.filter(actor__startswith="person:").order_by("id")
    return list(entries.values_list("verb", flat=True))


def test_a_refusal_of_the_server_is_a_bounce(came_back, pat):
    expected = ("pat@example.org", pat, "550", "unknown", "server", True)
    assert (facts(came_back), came_back.said) == (expected, "550 no such user")


@pytest.mark.parametrize(
    ("answer", "reason", "stops"),
    [
        ("550 5.1.1 no such user", "unknown", True),
        ("550 5.1.2 no such domain", "domain", True),
        ("552 5.2.2 mailbox full", "full", False),
        ("550 5.7.1 rejected by policy", "refused", False),
        ("554 spam", "refused", False),
    ],
)
def test_what_speaks_against_the_mail_does_not_stop_the_address(
    live, pat, sink, answer, reason, stops
):
    sink.answers["pat@example.org"] = answer
    sent(pat, sink)
    assert list(Bounce.objects.values_list("reason", "stops")) == [(reason, stops)]


def test_a_bounced_address_is_not_tried_again_until_it_is_mended(came_back, pat, sink, dana):
    sink.answers.clear()
    sent(pat, sink, "second")
    assert sink.got == []
    assert mend_bounce(came_back, by=dana) == 1
    deliver_waiting()
    assert sorted(sink.got) == ["first", "second"]


def test_mending_to_another_address_takes_what_waits_and_what_came_back_there(
    came_back, pat, sink, dana
):
    post(pat, "letter", "second", "text", dedupe_key="2")
    mend_bounce(came_back, by=dana, to="right@example.org")
    deliver_waiting()
    assert sorted((str(one["Subject"]), str(one["To"])) for one in sink.mails) == [
        ("first", "right@example.org"),
        ("second", "right@example.org"),
    ]
    again = Notice.objects.get(dedupe_key=f"again:{came_back.pk}")
    assert (again.from_name, again.about, again.recipient) == ("Ana", "letter:1", pat)


def test_codes_are_neither_sent_again_nor_kept_waiting(came_back, pat, sink, dana):
    post(pat, "sign-in-code", "code", "ABCD", dedupe_key="2")
    mend_bounce(came_back, by=dana)
    sink.answers.clear()
    deliver_waiting()
    assert (sink.got, Notice.objects.get(dedupe_key="2").text) == (["first"], "")


def test_the_second_who_mends_learns_that_it_is_mended(came_back, dana):
    mend_bounce(came_back, by=dana)
    for late in (
        lambda: mend_bounce(came_back, by=dana),
        lambda: propose_address(came_back, "right@example.org", by=dana),
    ):
        with pytest.raises(OutOfOrder):
            late()
    assert (verbs(), Notice.objects.count()) == (["mended the address"], 2)


@pytest.mark.parametrize("wrong", ["pat@example.org", "no address", "PAT@example.org "])
def test_a_proposal_is_another_address(came_back, dana, wrong):
    with pytest.raises(NotReady):
        propose_address(came_back, wrong, by=dana)
    assert (verbs(), Bounce.objects.get().proposed) == ([], "")


def test_a_report_is_noted_once(live, pat, sink):
    letter = sent(pat, sink)
    raw = report(name_of(letter))
    assert [receive_report(raw), receive_report(raw)] == [Outcome.NOTED, Outcome.KNOWN]
    (bounce,) = Bounce.objects.all()
    assert facts(bounce) == ("pat@example.org", pat, "5.1.1", "unknown", "report", True)
    assert bounce.said == "550 5.1.1 no such user"


def test_a_report_is_known_by_the_address_it_is_sent_to_alone(live, pat, sink):
    letter = sent(pat, sink)
    raw = report("cut off", to=f"bounces+{name_of(letter)}@trellis.example.gov")
    assert receive_report(raw) == Outcome.NOTED


def test_a_forged_report_does_nothing(live, pat, sink):
    letter = sent(pat, sink)
    other = sent(pat, sink, "other")
    forged = [
        f"notice-{letter.pk}-{'0' * 32}",
        name_of(other).replace(f"-{other.pk}-", f"-{letter.pk}-"),
        f"notice-{letter.pk + 100}-{'a' * 32}",
        f"notice-{letter.pk}",
    ]
    assert {receive_report(report(name)) for name in forged} <= {
        Outcome.NOT_OURS, Outcome.NOT_A_REPORT,
    }  # fmt: skip
    assert Bounce.objects.count() == 0


def test_a_report_about_a_mail_that_never_left_does_nothing(live, pat):
    post(pat, "letter", "waiting", "text", dedupe_key="1")
    raw = report(name_of(Notice.objects.get()))
    assert (receive_report(raw), Bounce.objects.count()) == (Outcome.NOT_OURS, 0)


def test_a_late_report_does_not_stop_an_address_that_was_mended(live, pat, sink, dana):
    early, late = sent(pat, sink, "early"), sent(pat, sink, "late")
    receive_report(report(name_of(early)))
    mend_bounce(Bounce.objects.get(), by=dana)
    assert receive_report(report(name_of(late))) == Outcome.NOTED
    assert queries.bounced(["pat@example.org"]) == {}


def test_a_mended_address_that_fails_again_is_stopped_again(came_back, pat, sink, dana):
    mend_bounce(came_back, by=dana)
    deliver_waiting()
    assert list(queries.bounced(["Pat@example.org"])) == ["pat@example.org"]


def test_the_last_word_to_an_old_address_may_come_back(live, sink):
    sink.answers["old@example.org"] = NEVER
    post_to_address("old@example.org", "address-changed", "bye", "text", dedupe_key="1")
    deliver_waiting()
    assert list(Bounce.objects.values_list("stops", "mend")) == [(False, "corrected")]


def test_giving_up_after_many_tries_is_shown_and_stops_nothing(live, pat, sink):
    sink.answers["pat@example.org"] = "450 busy"
    post(pat, "letter", "never", "text", dedupe_key="1")
    Notice.objects.update(attempts=11, not_before=clock.now() - timedelta(days=1))
    deliver_waiting()
    assert list(Bounce.objects.values_list("code", "stops")) == [("450", False)]


def test_a_server_that_is_away_is_nobodys_fault(live, pat, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    post(pat, "letter", "never", "text", dedupe_key="1")
    Notice.objects.update(attempts=11)
    deliver_waiting()
    assert (Bounce.objects.count(), Notice.objects.filter(failed_at=None).count()) == (0, 0)
