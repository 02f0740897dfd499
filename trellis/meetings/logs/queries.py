"""What pages and the command line show of logs of past meetings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.kit.paging import Page
from trellis.meetings import rules
from trellis.meetings.helping import rules as helping
from trellis.meetings.logs.words import came_words
from trellis.meetings.models import StagedEntry
from trellis.organizations.imports.telling import problem_lines
from trellis.organizations.models import Import
from trellis.people.models import Person
from trellis.programs.texts import say

PAGE = 50
Act = StagedEntry.Act


@dataclass(slots=True)
class Line:
    """One staged entry in words."""

    staged: StagedEntry
    called: str
    came: str
    notes: list[tuple[str, str, bool]]
    """Heading, text, and whether only the agency reads it."""


def own_logs(person: Person) -> list[Import]:
    """The latest logs that somebody loaded, newest first; one query."""
    rows = Import.objects.filter(kind=Import.Kind.MEETINGS, by=person)
    return list(rows.select_related("by").exclude(state=Import.State.DROPPED)[:10])


def own_log(pk: int, person: Person) -> Import | None:
    """A log that this person loaded."""
    rows = Import.objects.filter(kind=Import.Kind.MEETINGS, by=person, pk=pk)
    return rows.select_related("by").first()


def counted(source: Import) -> list[tuple[str, int]]:
    """What a log would do, as label and number."""
    labels = {
        Act.MEETING.value: _("Meetings"),
        Act.HELP.value: _("Help one to one"),
        "unchanged": _("Unchanged"),
        "merged": _("Repeated rows"),
    }
    return [(label, source.counts.get(code, 0)) for code, label in labels.items()]


def staged_lines(source: Import, *, after: int) -> tuple[list[Line], Page]:
    """A page of what would be written, by key; one query."""
    rows = StagedEntry.objects.filter(source=source, id__gt=after).order_by("id")
    found = list(rows.select_related("organization", "leader")[: PAGE + 1])
    following = f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return [_line(one) for one in found[:PAGE]], Page(following, "?" if after else "")


def _line(one: StagedEntry) -> Line:
    if one.act == Act.HELP:
        return Line(one, helping.called(one.kind), "", [("", one.text, False)] if one.text else [])
    kind = rules.kind_of(one.kind)
    labels = {head.code: say(head.label) for head in kind.headings} if kind else {}
    notes = [
        (labels.get(heading, heading), text, readers == "agency")
        for heading, readers, text in one.notes
    ]
    return Line(one, rules.called(one.kind), came_words(one), notes)


def log_lines(source: Import) -> Iterator[str]:
    """What an import says of itself on the command line."""
    yield from source.notes
    yield from problem_lines(source)
    for name, text in (
        (Act.MEETING.value, _("Meetings to add: %(count)s")),
        (Act.HELP.value, _("Help one to one to add: %(count)s")),
        ("unchanged", _("Unchanged: %(count)s")),
        ("merged", _("Rows that repeat another one exactly: %(count)s")),
    ):
        if source.counts.get(name):
            yield text % {"count": source.counts[name]}
