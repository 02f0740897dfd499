"""Calendar objects (RFC 5545, 5546, 7986) from plain events: what calendars take in.

Moments are written in UTC, so that no zone has to be described; days are written as days. Every
text may be hostile: what could end a line, a value or a parameter is escaped or taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from trellis.kit.names import visible

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

LINE = 75
"""Octets of a line before it is folded, without what ends it."""

MEDIA_TYPE = "text/calendar; charset=utf-8"
MADE_BY = "-//Trellis//School support//EN"
LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
ODD_IN_ADDRESSES = re.compile(r"[\s\"<>\\^`{|}]|[^\x21-\x7e]")


@dataclass(frozen=True)
class Mailbox:
    """Somebody by name and address."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Event:
    """One entry of a calendar; `starts` and `ends` are both moments with a zone, or both days.

    The last day of an entry of days is not part of it. `uid` and `sequence` tell a calendar which
    entry this is and which of two versions is the later; `stamp` is when it was last changed.
    """

    uid: str
    stamp: datetime
    starts: date
    ends: date
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: Mailbox | None = None
    attendee: Mailbox | None = None
    sequence: int = 0
    status: Status = "CONFIRMED"
    busy: bool = True
    """Whether it takes the time; an entry for a day by which something is due does not."""


def day_event(uid: str, stamp: datetime, day: date, summary: str, **more: str) -> Event:
    """An entry for one whole day that takes no time of it."""
    return Event(uid, stamp, day, day + timedelta(days=1), summary, busy=False, **more)  # type: ignore[arg-type]


def calendar(events: Iterable[Event], *, method: Method = "PUBLISH", name: str = "") -> str:
    """A whole calendar object, each line ended as the standard wants it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{MADE_BY}", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method}")
    if name:
        lines += [f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}"]
    if method == "PUBLISH":
        lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for event in events:
        lines += _lines_of(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _lines_of(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"LAST-MODIFIED:{_moment(event.stamp)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART{_when(event.starts)}"
    yield f"DTEND{_when(event.ends)}"
    yield f"SUMMARY:{text(' '.join(LINE_ENDS.sub(' ', event.summary).split()))}"
    for key, value in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if value:
            yield f"{key}:{text(value)}"
    if event.url:
        yield f"URL:{address(event.url)}"
    if event.organizer:
        yield f"ORGANIZER{_mailbox(event.organizer)}"
    if event.attendee:
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE{_mailbox(event.attendee)}"
    yield f"STATUS:{event.status}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _when(value: date) -> str:
    return f":{_moment(value)}" if isinstance(value, datetime) else f";VALUE=DATE:{_day(value)}"


def _moment(value: datetime) -> str:
    there = value.astimezone(UTC)
    return f"{_day(there)}T{there:%H%M%S}Z"


def _day(value: date) -> str:
    return f"{value.year:04}{value.month:02}{value.day:02}"


def _mailbox(one: Mailbox) -> str:
    """Parameters can't escape anything but leave quotes out; an address is no place for text."""
    said = " ".join(LINE_ENDS.sub(" ", one.name).split())
    name = _legible(visible(said)).replace('"', "'").replace("\t", " ")
    return f"{f';CN={chr(34)}{name}{chr(34)}' if name else ''}:mailto:{address(one.address)}"


def text(value: str) -> str:
    """A value as the standard writes text.

    >>> text("One, two; three\\nfour")
    'One\\\\, two\\\\; three\\\\nfour'
    """
    plain = _legible(visible(LINE_ENDS.sub("\n", value))).replace("\t", " ")
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def address(value: str) -> str:
    """A web or mail address on one line; what no address holds is left out."""
    return ODD_IN_ADDRESSES.sub("", value)


def _legible(value: str) -> str:
    """Without halves of signs, which no encoding can write."""
    return "".join(sign for sign in value if unicodedata.category(sign) != "Cs")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, none cut within a sign; a space begins each next."""
    if len(line) <= LINE // 4 or len(line.encode()) <= LINE:
        return line
    pieces, piece, size = [], "", 0
    for sign in line:
        takes = len(sign.encode())
        if size + takes > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + takes
    return "\r\n".join([*pieces, piece])
