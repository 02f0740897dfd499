"""Messages about meetings, each in the language and the time zone of its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.kit import dates
from trellis.meetings import rules
from trellis.meetings.calendar import entry_of
from trellis.meetings.models import Attendance, Meeting, Party
from trellis.notices import actions as notices
from trellis.notices.models import Notice
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say

Written = Callable[[], tuple[str, str]]
"""The subject and the text, in whatever language is active when it is called."""


INVITING = frozenset({"meeting-planned", "meeting-changed", "meeting-cancelled"})
"""Kinds of mail that bring the entry for the reader's calendar, anew or as it is now."""


@contextmanager
def reading(person: Person) -> Iterator[None]:
    """Write as this person reads: in their language and their time zone."""
    zone = person.time_zone or programs.current().pack.time_zone
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield


def tell(
    meeting: Meeting,
    rows: Iterable[Attendance],
    kind: str,
    written: Callable[[Party], tuple[str, str]],
    *,
    by: Person,
    again: str = "",
) -> int:
    """One message to each person who is asked to come, but for who did it; how many.

    `again` tells apart what may happen more than once to a meeting, like its second move.
    """
    drafts: dict[int, Notice] = {}
    for row in rows:
        if row.person_id == by.pk or row.person_id in drafts:
            continue
        with reading(row.person):
            subject, text = written(row.party)
            entry = ""
            if kind in INVITING:
                link = page(row.party)
                entry = entry_of(meeting, row.party, person=row.person, page=link)
        drafts[row.person_id] = notices.drafted(
            row.person, row.person.email, kind, subject, text,
            dedupe_key=f"{kind}:{meeting.pk}:{again}:{row.person_id}",
            from_name=by.name, reply_to=by.email, about=f"meeting:{meeting.pk}",
            calendar=entry,
        )  # fmt: skip
    notices.post_all(drafts.values())
    return len(drafts)


def called(meeting: Meeting) -> str:
    """Its title; the name of its kind, which whoever planned it left, in the reader's language."""
    kind = rules.kind_of(meeting.kind)
    if kind is None:
        return meeting.title
    names = {kind.name} if isinstance(kind.name, str) else set(kind.name.values())
    return say(kind.name) if meeting.title in names else meeting.title


def when(meeting: Meeting) -> str:
    """When it begins and how long it takes, as its reader's clock shows it."""
    words = {"at": dates.moment(meeting.starts_at), "minutes": meeting.minutes}
    return _("%(at)s, for %(minutes)s minutes") % words


def where(meeting: Meeting) -> str:
    """Where it is: the place, the link, or both."""
    return "\n".join(one for one in (meeting.place, meeting.link) if one)


def page(party: Party) -> str:
    """Where one reads on."""
    return settings.BASE_URL + reverse("meetings:meeting", args=[party.pk])
