"""Holding a letter back, and noting who has opened one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.designations.letters import rules
from trellis.designations.models import Letter, LetterReading
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.people.models import Person

READY, HELD = Letter.State.READY, Letter.State.HELD


@transaction.atomic
def hold(letter: Letter, *, by: Person, acting_as: str = "") -> None:
    """Keep one letter from leaving until somebody lets it go (NotAllowed, OutOfOrder)."""
    _turn(letter, READY, HELD, "held", by=by, acting_as=acting_as)


@transaction.atomic
def let_go(letter: Letter, *, by: Person, acting_as: str = "") -> None:
    """Let a held letter leave with the others again (NotAllowed, OutOfOrder)."""
    _turn(letter, HELD, READY, "let go", by=by, acting_as=acting_as)


def _turn(
    letter: Letter, before: str, after: str, verb: str, *, by: Person, acting_as: str
) -> None:
    if not rules.may_prepare(by):
        raise NotAllowed(_("Only the people who prepare releases can hold a letter."))
    same = Letter.objects.filter(pk=letter.pk, state=before, superseded=False)
    if not same.update(state=after):
        raise OutOfOrder(_("The letter is no longer as it was. Look at it again."))
    letter.state = after
    record(f"letter:{letter.pk}", letter.subject, verb, by=by, acting_as=acting_as)


def note_reading(letter: Letter, *, by: Person) -> None:
    """Note that a reader opened a letter here; the first time counts."""
    reading = LetterReading(letter=letter, person=by, at=clock.now())
    LetterReading.objects.bulk_create([reading], ignore_conflicts=True)
