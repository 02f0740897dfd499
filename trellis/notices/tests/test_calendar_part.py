"""A mail carries the entry for calendars that was written with it, and says what to do with it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from trellis.kit.icalendar import Event, calendar
from trellis.notices.actions import deliver_waiting, mend_bounce, post
from trellis.notices.models import Notice

AT = datetime(2026, 11, 5, 20, 0, tzinfo=UTC)
EVENT = Event(
    "1b", AT, AT, AT + timedelta(hours=1), "Réunion 👩‍🏫 " * 20, description=".\r\n.\n" * 9
)


def sent(pat, sink, text: str):
    """The one mail that leaves with a calendar's words."""
    post(pat, "letter", "hello", "text", dedupe_key="1", calendar=text)
    deliver_waiting()
    return sink.mails[-1]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_a_mail_brings_its_entry_as_a_calendar_wants_it(live, pat, sink, method):
    mail = sent(pat, sink, calendar([EVENT], method=method))
    plain, entry = mail.iter_parts()
    assert mail.get_content_type() == "multipart/alternative"
    assert (plain.get_content_type(), plain.get_content().strip()) == ("text/plain", "text")
    assert entry.get_content_type() == "text/calendar"
    assert (entry.get_param("method"), entry.get_param("charset")) == (method, "utf-8")
    whole = icalendar.Calendar.from_ical(entry.get_payload(decode=True))
    (found,) = whole.walk("VEVENT")
    assert str(whole["method"]) == method
    assert str(found["summary"]) == EVENT.summary.strip()
    assert str(found["description"]) == ".\n" * 18


def test_a_mail_without_an_entry_is_plain(live, pat, sink):
    assert sent(pat, sink, "").get_content_type() == "text/plain"


def test_words_in_an_entry_do_not_say_what_is_asked(live, pat, sink):
    odd = Event("1b", AT, AT, AT, "METHOD:CANCEL", description="x\r\nMETHOD:CANCEL\r\n")
    mail = sent(pat, sink, calendar([odd], method="REQUEST"))
    assert [part.get_param("method") for part in mail.iter_parts()] == [None, "REQUEST"]


def test_what_came_back_goes_again_with_its_entry(live, pat, sink):
    sink.answers[pat.email] = "550 no such user"
    post(pat, "letter", "hello", "text", dedupe_key="1", calendar=calendar([EVENT]))
    deliver_waiting()
    mend_bounce(Notice.objects.get().bounce, by=pat)
    assert len(set(Notice.objects.values_list("calendar", flat=True))) == 1
    assert Notice.objects.count() == 2
