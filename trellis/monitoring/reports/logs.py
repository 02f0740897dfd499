"""What somebody who serves schools did in a month: meetings, help, messages; counts first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from trellis.kit.dates import first_of_month
from trellis.meetings.models import Help, Meeting, Party
from trellis.meetings.schema import Form, Meetings
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.texts import say


@dataclass
class Log:
    """One person's month, the days in order: day, with whom, what, minutes."""

    person: Person
    month: date
    meetings: list[tuple[date, str, str, int]] = field(default_factory=list)
    help: list[tuple[date, str, str, int]] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)
    """Minutes of each meeting; one with several schools stands once."""

    @property
    def minutes(self) -> int:
        """All minutes together."""
        return sum(self.held.values()) + sum(one[3] for one in self.help)


def log_of(person: Person, month: date, program: Program, *, reach: Q | None = None) -> Log:
    """What a person led and gave in a month; two queries. What is confidential is not in it.

    `reach` leaves in only what was with organizations that it matches.
    """
    first = first_of_month(month)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    told = program.section("meetings", Meetings)
    kinds = {one.code: say(one.name) for one in told.kinds}
    helps = {one.code: say(one.label) for one in told.help_kinds}
    found = Log(person, first)
    there = Organization.objects.filter(reach) if reach is not None else None
    within = {} if there is None else {"organization__in": there}
    parties = Party.objects.filter(
        meeting__led_by=person, state=Meeting.State.HELD, month=first, **within
    ).exclude(kind__in=[one.code for one in told.kinds if one.form == Form.COACHING])
    parties = parties.order_by("meeting__starts_at", "organization__sort_name")
    for meeting, at, place, kind, minutes, imported in parties.values_list(
        "meeting", "meeting__starts_at", "organization__name", "kind", "meeting__minutes",
        "meeting__imported",
    ):  # fmt: skip
        what = _marked(kinds.get(kind, kind), imported)
        found.meetings.append((localtime(at).date(), place, what, minutes))
        found.held[meeting] = minutes
    given = Help.objects.filter(by=person, on__gte=first, on__lt=after, **within)
    given = given.order_by("on", "pk")
    for on, place, kind, minutes, imported in given.values_list(
        "on", "organization__name", "kind", "minutes", "imported"
    ):
        found.help.append((on, place, _marked(helps.get(kind, kind), imported), minutes))
    return found


def _marked(what: str, imported: bool) -> str:
    """The kind of what was done, and whether an earlier log told of it."""
    return _("%(what)s (from an earlier log)") % {"what": what} if imported else what
