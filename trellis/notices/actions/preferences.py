"""What people choose about their mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.notices import kinds
from trellis.notices.models import Preference
from trellis.people.models import Person


@transaction.atomic
def choose_messages(
    person: Person, *, rhythm: str, off: Iterable[str], may_stop: bool, by: Person | None
) -> bool:
    """Say how often an overview comes, and which kinds of single mails not at all.

    `may_stop` is whether the person's roles let them do without the overview; `by` None is the
    link in one of their mails. Refuses a kind that always comes. False where nothing changes.
    """
    if by is not None and by.pk != person.pk:
        raise NotAllowed(_("This belongs to somebody else."))
    without = sorted(set(off))
    if rhythm not in Preference.Rhythm.values:
        raise NotReady(_("Choose how often the overview comes."))
    if rhythm == Preference.Rhythm.NONE and not may_stop:
        raise NotReady(_("Your role needs the overview. Choose how often it comes."))
    if unknown := [one for one in without if one not in kinds.optional()]:
        raise NotReady(_("“%(kind)s” always comes.") % {"kind": kinds.called(unknown[0])})
    found = Preference.objects.select_for_update().filter(person=person).first()
    before = {"rhythm": found.rhythm if found else "", "off": found.off if found else []}
    after = {"rhythm": rhythm, "off": without}
    if before == after:
        return False
    Preference.objects.update_or_create(
        person=person, defaults={**after, "changed_at": clock.now()}
    )
    subject = f"person:{person.pk}"
    record(subject, person.name, "chose messages", by=by, before=before, after=after)
    return True
