"""What is wrong in the layouts of `meetings.yaml` for files of past meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from trellis.meetings.logs.schema import LogLayout
from trellis.meetings.schema import FROM_FILES, Meetings
from trellis.programs.headers import collisions, columns, needed
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Mark
from trellis.programs.sections import Complaint

At = tuple[str | int, ...]


def log_complaints(told: Meetings, program: Program) -> Iterator[Complaint]:
    """Columns say where, when and what; words stand for one thing; headings are known."""
    codes = [one.code for one in told.log_layouts]
    for number, layout in enumerate(told.log_layouts):
        at: At = ("log_layouts", number)
        if layout.code in codes[:number]:
            yield Complaint((*at, "code"), _("this code is taken already"))
        yield from _columns(layout, at)
        yield from _kinds(layout, told, at)
        yield from _notes(layout, told, at)
        for role in layout.roles:
            if role not in program.roles:
                text = unknown("role", role, "roles.yaml", program.roles)
                yield Complaint((*at, "roles", role), text)
        for name in ("roles", "groups"):
            yield from collisions(columns(getattr(layout, name), (*at, name)))
        if not layout.separator.strip():
            yield Complaint((*at, "separator"), _("the separator can't be blank"))
        if layout.mark != Mark.PRINTED and not layout.reason:
            yield Complaint(at, _("mark %(mark)s needs a reason") % {"mark": layout.mark})


def _columns(layout: LogLayout, at: At) -> Iterator[Complaint]:
    told = {str(name): accepted for name, accepted in layout.columns.items()}
    wanted = ["date"]
    wanted += [] if told.get("school") else ["code"]
    wanted += [] if layout.default_kind else ["kind"]
    yield from needed(told, wanted, (*at, "columns"))
    if told.get("district") and not told.get("school"):
        text = _("a district's name says nothing without the column of the school's name")
        yield Complaint((*at, "columns", "district"), text)
    yield from collisions(columns(layout.titles(), (*at, "columns")))


def _kinds(layout: LogLayout, told: Meetings, at: At) -> Iterator[Complaint]:
    """The file's words mean kinds that may come from files, each one of them."""
    meetings = [one.code for one in told.kinds if one.form in FROM_FILES]
    helps = [one.code for one in told.help_kinds]
    for code in layout.kinds:
        if code not in meetings:
            known = told.kind(code)
            text = unknown("kind of meeting", code, "meetings.yaml", meetings)
            if known is not None:
                text = _("meetings of form %(form)s never come from files") % {"form": known.form}
            yield Complaint((*at, "kinds", code), text)
    for code in layout.help_kinds:
        if code not in helps:
            text = unknown("kind of help", code, "meetings.yaml", helps)
            yield Complaint((*at, "help_kinds", code), text)
    if layout.default_kind and layout.default_kind not in (*meetings, *helps):
        text = unknown("kind", layout.default_kind, "meetings.yaml", [*meetings, *helps])
        yield Complaint((*at, "default_kind"), text)
    yield from collisions(
        columns(layout.kinds, (*at, "kinds")) | columns(layout.help_kinds, (*at, "help_kinds"))
    )


def _notes(layout: LogLayout, told: Meetings, at: At) -> Iterator[Complaint]:
    known = {one.code for kind in told.kinds for one in kind.headings}
    for number, note in enumerate(layout.notes):
        for place, heading in enumerate(note.under):
            if heading not in known:
                text = unknown("heading", heading, "meetings.yaml", known)
                yield Complaint((*at, "notes", number, "under", place), text)
    for kind in told.kinds:
        if kind.form in FROM_FILES:
            yield from _apart(layout, [one.code for one in kind.headings], kind.code, at)


def _apart(layout: LogLayout, headings: Sequence[str], kind: str, at: At) -> Iterator[Complaint]:
    """Two columns never lead under one heading, for the same readers, of one kind."""
    taken: set[tuple[str, str]] = set()
    for number, note in enumerate(layout.notes):
        heading = next((one for one in note.under if one in headings), None)
        if heading is None:
            continue
        if (heading, note.readers) in taken:
            text = _('another column leads to heading "%(heading)s" of "%(kind)s" already')
            words = {"heading": heading, "kind": kind}
            yield Complaint((*at, "notes", number, "under"), text % words)
        taken.add((heading, note.readers))
