"""Calendar objects, read back with another library than the one that wrote them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trellis.kit.hours import moment
from trellis.kit.icalendar import Event, Mailbox, calendar, day_event, folded

pytestmark = pytest.mark.pure
STAMP = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
START = datetime(2026, 11, 5, 20, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
ODD = "\u2028\x00\x07\u202e👩‍🏫"
HOSTILE = f'One, two; three\\n\r\nEND:VEVENT\rATTENDEE:mailto:x@y{ODD} "quoted" é' * 9


def meeting(**more) -> Event:
    """A meeting of an hour."""
    plain = {"uid": "1b", "stamp": STAMP, "starts": START, "ends": START + HOUR, "summary": "Us"}
    return Event(**{**plain, **more})


def read(text: str) -> icalendar.Event:
    """The one event of a calendar."""
    (found,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def plainly(text: str) -> str:
    """Its letters and digits, without what separates them or may not be shown."""
    return "".join(sign for sign in text if sign.isalnum())


def test_a_meeting_reads_back_as_it_was_written():
    written = meeting(
        description="By video.\nBring the plan.", location="Room 4; upstairs",
        url="https://trellis.example/meetings/7/", sequence=3,
        organizer=Mailbox("ana@state.example", "Ana Díaz"),
        attendee=Mailbox("ben@school.example", 'Ben "Benny" Ortiz'),
    )  # fmt: skip
    found = read(calendar([written], method="REQUEST"))
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (START, START + HOUR)
    assert (str(found["uid"]), found.decoded("sequence")) == ("1b", 3)
    assert (found.decoded("dtstamp"), found.decoded("last-modified")) == (STAMP, STAMP)
    assert str(found["summary"]) == "Us"
    assert str(found["description"]) == "By video.\nBring the plan."
    assert str(found["location"]) == "Room 4; upstairs"
    assert str(found["url"]) == "https://trellis.example/meetings/7/"
    assert str(found["organizer"]) == "mailto:ana@state.example"
    assert found["organizer"].params["CN"] == "Ana Díaz"
    assert found["attendee"].params["CN"] == "Ben 'Benny' Ortiz"
    assert (str(found["status"]), str(found["transp"])) == ("CONFIRMED", "OPAQUE")


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "CANCEL"])
def test_the_whole_says_how_it_is_meant(method):
    status = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    whole = icalendar.Calendar.from_ical(calendar([meeting(status=status)], method=method))
    assert (str(whole["version"]), str(whole["method"])) == ("2.0", method)
    assert [str(one["status"]) for one in whole.walk("VEVENT")] == [status]


@given(summary=WORDS, description=WORDS, location=WORDS, name=WORDS)
@example(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_text_leaves_its_value(summary, description, location, name):
    one = meeting(
        summary=summary, description=description, location=location,
        organizer=Mailbox("ana@state.example", name), attendee=Mailbox("b@c.example\r\nX:1", name),
    )  # fmt: skip
    text = calendar([one, meeting(uid="2")], name=name)
    whole = icalendar.Calendar.from_ical(text)
    assert [str(event["uid"]) for event in whole.walk("VEVENT")] == ["1b", "2"]
    first = whole.walk("VEVENT")[0]
    keys = {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION",
        "LOCATION", "ORGANIZER", "ATTENDEE", "STATUS", "TRANSP",
    }  # fmt: skip
    assert set(first) <= keys
    assert plainly(str(first["summary"])) == plainly(summary)
    assert plainly(str(first.get("description", ""))) == plainly(description)
    assert "\r\nX:1" not in text


@given(WORDS.filter(lambda words: "\r" not in words and "\n" not in words))
@example("é" * 200)
@example("👩‍🏫" * 60)
@example("x" * 75)
@example("x" * 76)
def test_a_folded_line_is_short_and_unfolds_to_itself(line):
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 14)])
def test_a_day_by_which_something_is_due_is_one_whole_day_that_stays_free(day):
    found = read(calendar([day_event("t", STAMP, day, "Name your team")]))
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (day, day + timedelta(days=1))
    assert type(found.decoded("dtstart")) is date
    assert str(found["transp"]) == "TRANSPARENT"


@given(
    day=st.dates(date(2026, 7, 1), date(2030, 7, 1)),
    hour=st.times(datetime.min.time().replace(hour=4)),
    zone=st.sampled_from(["America/Chicago", "America/New_York", "America/Denver"]),
)
@example(date(2027, 3, 14), datetime.min.time().replace(hour=9), "America/Chicago")
@example(date(2026, 11, 1), datetime.min.time().replace(hour=9), "America/Chicago")
@example(date(2026, 12, 31), datetime.min.time().replace(hour=20), "America/Chicago")
def test_a_meeting_stands_at_its_hour_wherever_the_clock_is(day, hour, zone):
    hour = hour.replace(microsecond=0)
    at = moment(day, hour, zone)
    found = read(calendar([meeting(starts=at, ends=at + HOUR)])).decoded("dtstart")
    here = found.astimezone(ZoneInfo(zone))
    assert (here.date(), here.time()) == (day, hour)


def test_lines_end_as_the_standard_wants_them():
    text = calendar([meeting(description=HOSTILE)], name="Trellis")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
