"""What was said at a meeting: under each heading, shared or for the agency only."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.kit.names import visible
from trellis.meetings import rules
from trellis.meetings.actions.shared import HELD, PLANNED, Overtaken, hold, keep, must_be, noting
from trellis.meetings.groups import groups as known_groups
from trellis.meetings.models import Note, NoteGroup, Party
from trellis.organizations.rules import seats_of
from trellis.people.models import Person

AGENCY = Note.Visibility.AGENCY
LONGEST = 8000


@transaction.atomic
def write_note(
    party: Party,
    heading: str,
    text: str,
    *,
    visibility: str,
    version: int,
    by: Person,
    groups: Collection[str] = (),
    acting: str = "",
) -> Note:
    """Write what was said under one heading; a new text takes the place of the one that was read.

    `version` is the note's that the person read, 0 where there was none. Where somebody was faster
    nothing changes, and OutOfOrder says so: whoever comes second keeps their text. NotAllowed;
    NotReady for a text that is too long, or a heading or group that the program does not have.
    """
    meeting = hold(party.meeting)
    seat = noting(party, by, acting)
    if visibility == AGENCY and not rules.may_read_agency(seats_of(by), party.organization):
        raise NotAllowed(_("Only the agency writes notes that only the agency reads."))
    must_be(meeting, PLANNED, HELD)
    text = visible(text.replace("\r\n", "\n")).strip()
    _must_fit(party, heading, text, visibility, groups)
    note = _written(party, heading, text, visibility, version, by)
    NoteGroup.objects.filter(note=note).delete()
    NoteGroup.objects.bulk_create(NoteGroup(note=note, group=one) for one in sorted(set(groups)))
    keep(meeting, "noted", by=by, seat=seat, after={
        "organization": party.organization_id, "heading": heading, "visibility": visibility,
        "version": note.version,
    })  # fmt: skip
    return note


def _must_fit(
    party: Party, heading: str, text: str, visibility: str, groups: Collection[str]
) -> None:
    kind = rules.kind_of(party.kind)
    if kind is None or heading not in {one.code for one in rules.told().headings_of(kind)}:
        raise NotReady(_("The program has no such heading."))
    if visibility not in Note.Visibility.values:
        raise NotReady(_("Say who reads this note."))
    if len(text) > LONGEST:
        raise NotReady(_("A note holds up to 8,000 characters. Put longer text in a file."))
    if set(groups) - set(known_groups()):
        raise NotReady(_("The program has no such student group."))


def _written(
    party: Party, heading: str, text: str, visibility: str, version: int, by: Person
) -> Note:
    """The note with its new text, by compare-and-set on its version. OutOfOrder."""
    here = {"party": party, "heading": heading, "visibility": visibility}
    now = clock.now()
    try:
        with transaction.atomic():
            if version == 0:
                return Note.objects.create(**here, text=text, written_by=by, written_at=now)
    except IntegrityError:
        raise Overtaken(overtaken()) from None
    moved = Note.objects.filter(**here, version=version).update(
        text=text, version=version + 1, written_by=by, written_at=now
    )
    if not moved:
        raise Overtaken(overtaken())
    return Note.objects.get(**here)


def overtaken() -> str:
    """What the second of two writers is told."""
    return _("Somebody wrote here meanwhile. Your text is kept; look at what is different.")
