"""Whatever is piped in: a report is read, anything else is left, and nothing breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.notices.reports import read_report, reason_of, stops
from trellis.notices.tests.reporting import report

pytestmark = pytest.mark.pure

NAME = f"notice-7-{'a' * 32}"


def test_a_report_says_which_mail_failed_and_why():
    found = read_report(report(NAME, status="5.2.2", said="smtp; 552 5.2.2 mailbox full"))
    assert (found.claims, found.code, found.said) == (
        ((7, NAME),),
        "5.2.2",
        "552 5.2.2 mailbox full",
    )


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_a_report_of_anything_but_failure_is_none(action):
    assert read_report(report(NAME, action=action)) is None


def test_an_answer_by_a_person_is_no_report():
    mail = f"From: Pat <pat@example.org>\nIn-Reply-To: <{NAME}@localhost>\n\n> {NAME}\nThank you!"
    assert read_report(mail.encode()) is None


def test_a_report_wrapped_into_an_answer_is_no_report():
    inner = report(NAME)
    mail = b"Content-Type: message/rfc822\nFrom: pat@example.org\n\n" + inner
    assert read_report(mail) is None


def test_a_name_in_free_words_is_not_believed():
    raw = report("nothing").replace(b"I'm sorry", NAME.encode())
    assert read_report(raw) is None


HOSTILE = [
    b"",
    b"\x00" * 1000,
    b"\xff\xfe\xfd",
    report(NAME).replace(b"us-ascii", b"no-such-charset"),
    report(NAME).replace(b'boundary="b1"', b'boundary=""'),
    report(NAME).replace(b'boundary="b1"', b""),
    report(NAME).replace(b"Status: 5.1.1", b"Status: " + b"9" * 100_000),
    report(NAME).replace(b"Diagnostic-Code: smtp;", b"Diagnostic-Code: smtp; \xff\xff\xe2\x80"),
    report(NAME, said="smtp; =?utf-8?b?!!!?= =?x?q?=ff?="),
    b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed;"
    b" boundary=a\n\n" * 2000,
    report(NAME)[:200],
    report(NAME) * 50,
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_made_up_mail_breaks_nothing(raw):
    found = read_report(raw)
    assert found is None or (len(found.said) <= 300 and len(found.code) <= 11)


@given(st.binary(max_size=2000), st.integers(0, 700))
def test_bytes_of_any_kind_break_nothing(junk, at):
    raw = report(NAME)
    for mail in (junk, raw[:at] + junk + raw[at:], raw[:at] + junk):
        found = read_report(mail)
        assert found is None or all(claim[0] < 10**18 for claim in found.claims)


@pytest.mark.parametrize(
    ("code", "reason", "stopped"),
    [
        ("550", "unknown", True), ("5.1.1", "unknown", True), ("5.1.10", "unknown", True),
        ("5.2.1", "unknown", True), ("5.1.2", "domain", True), ("5.4.4", "domain", True),
        ("4.4.7", "expired", True), ("5.4.7", "expired", True), ("552", "full", False),
        ("5.2.2", "full", False), ("4.2.2", "full", False), ("5.7.1", "refused", False),
        ("5.3.4", "refused", False), ("554", "refused", False), ("", "other", True),
    ],
)  # fmt: skip
def test_what_a_code_means(code, reason, stopped):
    assert (reason_of(code), stops(reason_of(code))) == (reason, stopped)
