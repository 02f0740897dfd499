"""A letter shows whose it is, and answers go there; it stays with the record it is about."""

import pytest

from trellis.notices import queries
from trellis.notices.actions import deliver_waiting, post, post_to_address
from trellis.notices.models import Notice


def send(pat, sink, **extras):
    """The one mail that leaves."""
    post(pat, "letter", "hello", "text", dedupe_key="1", **extras)
    deliver_waiting()
    (mail,) = sink.mails
    return mail


def test_the_sender_is_shown_and_answers_go_there(live, pat, sink):
    mail = send(pat, sink, from_name="Ana Díaz", reply_to="ana@agency.example")
    assert mail["From"] == "Ana Díaz <trellis@localhost>"
    assert mail["Reply-To"] == "Ana Díaz <ana@agency.example>"


def test_without_a_sender_it_is_the_systems_and_nothing_says_where_answers_go(live, pat, sink):
    mail = send(pat, sink)
    assert (mail["From"], mail["Reply-To"]) == ("Trellis <trellis@localhost>", None)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana\r\nBcc: all@example.org", '"Ana Bcc: all@example.org"'),
        ('Ana" <evil@example.org>, "', r'"Ana\" <evil@example.org>, \""'),
        ("Ana\u202eDíaz\x00", "AnaDíaz"),
    ],
)
def test_a_senders_name_cannot_smuggle_a_header_or_an_address(live, pat, sink, name, shown):
    mail = send(pat, sink, from_name=name, reply_to="ana@agency.example")
    assert mail["From"] == f"{shown} <trellis@localhost>"
    assert (mail["Bcc"], [one.addr_spec for one in mail["From"].addresses]) == (
        None,
        ["trellis@localhost"],
    )


@pytest.mark.parametrize("wrong", ["ana@a.example\r\nBcc: x@y.example", "a@b.example, c@d.example"])
def test_an_address_for_answers_that_is_none_is_left_out(live, pat, sink, wrong):
    mail = send(pat, sink, from_name="Ana", reply_to=wrong)
    assert (mail["Reply-To"], mail["Bcc"]) == (None, None)


def test_reports_go_to_the_address_for_them_with_the_mails_own_name(live, pat, sink, settings):
    settings.MAIL_BOUNCES = "bounces@trellis.example.gov"
    mail = send(pat, sink)
    name = mail["X-Trellis-Notice"]
    assert sink.senders == [f"bounces+{name}@trellis.example.gov"]
    assert mail["From"] == "Trellis <trellis@localhost>"
    assert mail["Message-ID"] == f"<{name}@localhost>"


def test_every_text_stays_with_its_record(live, pat, sink):
    post(pat, "letter", "first", "one", dedupe_key="1", about="letter:5")
    post_to_address("x@example.org", "letter", "second", "two", dedupe_key="2", about="letter:5")
    post(pat, "letter", "other", "three", dedupe_key="3", about="letter:6")
    deliver_waiting()
    kept = queries.texts_about("letter:5").values_list("subject", "text")
    assert list(kept) == [("second", "two"), ("first", "one")]


def test_a_secret_text_is_not_kept_once_it_has_left(live, pat, sink):
    post(pat, "invitation", "come in", "https://x", dedupe_key="1", about="a:1", secret=True)
    deliver_waiting()
    assert (sink.got, Notice.objects.get().text) == (["come in"], "")


def test_a_secret_text_is_not_kept_once_it_has_failed(live, pat, sink):
    sink.answers["pat@example.org"] = "550 no such user"
    post(pat, "invitation", "come in", "https://x", dedupe_key="1", secret=True)
    deliver_waiting()
    assert Notice.objects.get().text == ""
