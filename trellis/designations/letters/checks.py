"""What a letter still waits for, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from trellis.designations.letters.schema import LetterKind, Letters, Moment
from trellis.designations.letters.writing import Addressee
from trellis.designations.models import Letter, Release
from trellis.programs import queries as programs
from trellis.programs.texts import say


def before_leaving(
    kind: LetterKind,
    release: Release,
    letters: Iterable[Letter],
    to: Mapping[int, Sequence[Addressee]] | None = None,
) -> dict[int, list[str]]:
    """For each letter of a kind what it waits for; nothing where it may leave.

    The letters come with their gates (`queries.with_gates`). `to` says to whom they would go by
    mail, by district; without it nobody needs to be there.
    """
    return {
        letter.pk: [
            *_moment(kind, release, letter),
            *_text(release, letter),
            *([] if _gate(letter, "is_open") else [_locked(kind)]),
            *([] if to is None or to[letter.district_id] else [_nobody(kind, letter)]),
        ]
        for letter in letters
    }


def _gate(letter: Letter, name: str) -> bool:
    return bool(getattr(letter, name))


def _moment(kind: LetterKind, release: Release, letter: Letter) -> list[str]:
    if release.state == Release.State.PUBLISHED:
        return []
    if kind.at == Moment.PUBLICATION:
        return [_("It leaves after publication.")]
    if release.state != Release.State.CHECKED:
        return [_("A second person has to check the release first.")]
    if _gate(letter, "told_ahead"):
        return []
    return [_("The district has not had its advance notice.")]


def _text(release: Release, letter: Letter) -> list[str]:
    if letter.written_at >= release.imported_at:
        return []
    return [_("The designations were imported again after it was written. Write the letters anew.")]


def _locked(kind: LetterKind) -> str:
    before = programs.current().section("letters", Letters).kind(kind.after or "")
    name = say(before.name) if before else kind.after
    return _("It waits until the district has this letter: %(name)s.") % {"name": name}


def _nobody(kind: LetterKind, letter: Letter) -> str:
    roles = programs.current().roles
    words = {
        "roles": ", ".join(say(roles[code].name) for code in kind.to if code in roles),
        "district": letter.district.name,
    }
    return _("Nobody is appointed in %(district)s as: %(roles)s.") % words
