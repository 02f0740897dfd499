"""What an import says of itself on the command line."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trellis.organizations.models import Change, Import

MOST_SHOWN = 20


def directory_lines(source: Import) -> Iterator[str]:
    """Notes, problems and the difference, counted and with the first of each."""
    yield from source.notes
    yield from problem_lines(source)
    for change in Change:
        count = source.counts.get(change.value, 0)
        if not count:
            continue
        yield f"{change.label}: {count}"
        if change == Change.ADDED:
            continue
        for staged in source.organizations.filter(change=change).order_by("id")[:MOST_SHOWN]:
            yield f"  {staged.code} {staged.name}"
        if count > MOST_SHOWN:
            yield _("  and %(more)s more") % {"more": count - MOST_SHOWN}
    counts = source.counts
    if counts.get("from the pack"):
        yield _("Of these, %(count)s are not rows of the file but follow from it or the pack.") % {
            "count": counts["from the pack"]
        }
    for name, text in (
        ("unchanged", _("Unchanged: %(count)s")),
        ("merged", _("Rows that repeat another one exactly: %(count)s")),
        ("closed before", _("Closed organizations that are not here: %(count)s")),
    ):
        if counts.get(name):
            yield text % {"count": counts[name]}


def people_lines(source: Import) -> Iterator[str]:
    """Notes, problems and what a file of people would write, counted."""
    yield from source.notes
    yield from problem_lines(source)
    for name, text in (
        ("people", _("People who are new: %(count)s")),
        ("appoint", _("Appointments to add: %(count)s")),
        ("change", _("Appointments to change: %(count)s")),
        ("assign", _("Assignments to add: %(count)s")),
        ("replace", _("Assignments to pass on or end: %(count)s")),
        ("unchanged", _("Unchanged: %(count)s")),
        ("merged", _("Rows that repeat another one exactly: %(count)s")),
    ):
        if source.counts.get(name):
            yield text % {"count": source.counts[name]}


def problem_lines(source: Import) -> Iterator[str]:
    """What is wrong, a line each."""
    for _line, _column, _text, sentence in source.problems[: 5 * MOST_SHOWN]:
        yield sentence
    more = source.refused - min(len(source.problems), 5 * MOST_SHOWN)
    if more > 0:
        yield _("and %(more)s more refused rows") % {"more": more}


def summed(source: Import) -> str:
    """The same sum for a page, in the reader's language."""
    counts = {"read": source.read, "written": source.written, "refused": source.refused}
    return _("%(read)s read, %(written)s written, %(refused)s refused") % counts


def last_line(source: Import) -> str:
    """The line that scripts read; not translated."""
    return f"{source.read} read, {source.written} written, {source.refused} refused"
