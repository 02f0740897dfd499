"""The next overviews and reminders, for the page of what goes out by itself this week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.notices import kinds
from trellis.notices.planned import Planned
from trellis.programs import queries as programs
from trellis.work.reminders import rules
from trellis.work.reminders.rules import DAY, OVERVIEW, SOON, Pace
from trellis.work.reminders.schema import Reminders


def reminders(first: datetime, last: datetime) -> Iterator[Planned]:
    """The next overview of each rhythm and hour, and the next look for what is due soon.

    Hours are told for the program's zone; no query, for how many mails it will be shows only then.
    """
    program = programs.current()
    zone = program.pack.time_zone
    found = program.section("reminders", Reminders).roles
    paces = {rules.usual(program, frozenset({rule.role})) for rule in found}
    told: dict[tuple[str, datetime], Planned] = {}
    for pace in (one.pace for one in paces if one is not None):
        for kind, at in _hours(pace, zone, first):
            if at is not None and at < last:
                told.setdefault((f"{kind} {pace.rhythm}", at), _said(kind, pace, at))
    yield from told.values()


def _hours(pace: Pace, zone: str, now: datetime) -> Iterator[tuple[str, datetime | None]]:
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [today + n * DAY for n in range(9)]
    at = [(day, rules.moment(day, pace.hour, zone)) for day in days]
    coming = [(day, hour) for day, hour in at if hour > now]
    yield OVERVIEW, next((h for day, h in coming if rules.is_overview_day(pace, day)), None)
    if pace.soon:
        yield SOON, coming[0][1]


def _said(kind: str, pace: Pace, at: datetime) -> Planned:
    sample = _("To everybody for whom there is something to say, at this hour on their own clock.")
    if kind == OVERVIEW:
        often = _("once a week") if pace.rhythm == rules.WEEKLY else _("every working day")
        name = _("%(kind)s, %(often)s") % {"kind": kinds.called(kind), "often": often}
    else:
        name = kinds.called(kind)
    return Planned(
        at=at, name=name, mails=None, sample=sample, url=reverse("organizations:mail-week")
    )
