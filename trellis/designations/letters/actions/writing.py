"""Writing the letters of a release, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.designations.actions.publication import reopen_draft
from trellis.designations.letters import queries, rules
from trellis.designations.letters.queries import of_kind
from trellis.designations.letters.schema import LetterKind, Letters
from trellis.designations.letters.writing import Sender, Told, Writer
from trellis.designations.models import Letter, Release
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.kit.paper.tree import Paper, Paragraph, from_json, line, to_json
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program

BATCH = 200
LONGEST = 200
DATE_LINE = "date_line"
"""Beside the tree of a letter, for it is told anew on the day on which the letter leaves."""


@transaction.atomic
def write_letters(release: Release, *, by: Person, acting_as: str = "") -> int:
    """Write every letter that is not sent anew, and answer how many there are now to send.

    A check of the release is void, for it covered the letters; after publication only what is
    missing is added. A letter that was sent before the designations were imported again stays as
    it was and gets a successor. NotAllowed, or NotReady where the pack tells no letters.
    """
    if not rules.may_prepare(by):
        raise NotAllowed(_("Only the people who prepare releases can write its letters."))
    program = programs.current()
    if not program.section("letters", Letters).kinds:
        raise NotReady(_("The pack of this state tells no letters."))
    kept = Release.objects.select_for_update().select_related("year").get(pk=release.pk)
    if kept.state != Release.State.PUBLISHED:
        reopen_draft(kept, by=by, why=_("The letters were written anew."), acting_as=acting_as)
        _clear(kept)
    there = set(queries.current(kept).values_list("district_id", "kind"))
    letters = [one for one in _letters(kept, program) if (one.district_id, one.kind) not in there]
    Letter.objects.bulk_create(letters, batch_size=BATCH)
    after = {"letters": len(letters), "districts": len({one.district_id for one in letters})}
    record(
        f"release:{kept.pk}", kept.title, "letters written",
        by=by, acting_as=acting_as, after=after,
    )  # fmt: skip
    return len(letters)


def _clear(release: Release) -> None:
    """Unsent letters go; sent ones that speak of an earlier file stay, and are replaced."""
    letters = queries.current(release)
    letters.exclude(state=Letter.State.SENT).delete()
    letters.filter(written_at__lt=release.imported_at).update(superseded=True)


def _letters(release: Release, program: Program) -> Iterator[Letter]:
    now = clock.now()
    writers = _writers(release, clock.today())
    everything = queries.told(release)
    for kind in program.section("letters", Letters).kinds:
        about = [one for told in everything if (one := of_kind(told, kind, program))]
        serving = _serving(kind, about)
        for told in about:
            content = _content(writers, kind, told, serving)
            subject = next(iter(content.values()))["title"][:LONGEST]
            yield Letter(
                release=release, district_id=told.district_id, kind=kind.code,
                subject=subject, content=content, written_at=now,
            )  # fmt: skip


def _writers(release: Release, day: date) -> dict[str, Writer]:
    """One for each language of the pack, the main one first; they know the year's own contact."""
    program = programs.in_year(release.year.start)
    codes = [one.code for one in program.pack.languages]
    return {code: Writer(release, program, code, day) for code in codes}


def _serving(kind: LetterKind, about: Iterable[Told]) -> dict[int, str]:
    """Who serves each organization in the role that sends, by name."""
    places = [standing.organization_id for told in about for standing in told.standings]
    return {pk: name for pk, (_person, name) in queries.servers(kind.sender, places).items()}


def _content(
    writers: dict[str, Writer],
    kind: LetterKind,
    told: Told,
    serving: dict[int, str],
    sender: Sender | None = None,
    own_words: str = "",
) -> dict[str, Any]:
    return {
        language: to_json(
            writer.paper(kind, told, sender=sender, servers=serving, own_words=own_words)
        )
        | {DATE_LINE: writer.date_line}
        for language, writer in writers.items()
    }


def redate(letters: Iterable[Letter], release: Release, *, on: date) -> None:
    """Let letters about a release carry the day on which they leave; the caller keeps them."""
    lines = {code: writer.date_line for code, writer in _writers(release, on).items()}
    for letter in letters:
        letter.content = {
            code: {**told, "made_on": on.isoformat(), DATE_LINE: lines.get(code, "")}
            for code, told in letter.content.items()
        }


def rewritten(
    letter: Letter, kind: LetterKind, *, sender: Sender, own_words: str = ""
) -> dict[str, Any]:
    """The content of a letter as this sender lets it leave; four queries."""
    program = programs.current()
    found = queries.told(letter.release, districts=[letter.district_id])
    told = of_kind(found[0], kind, program) if found else None
    if told is None:
        raise NotReady(_("The release says nothing any more that this letter could tell."))
    writers = _writers(letter.release, clock.today())
    return _content(writers, kind, told, _serving(kind, [told]), sender, own_words)


def paper_of(content: dict[str, Any], language: str) -> Paper:
    """One language of a letter's content as a tree; the main one where that is not told."""
    told = content.get(language) or next(iter(content.values()))
    paper, below = from_json(told), told.get(DATE_LINE, "")
    if not below:
        return paper
    title, *rest = paper.blocks
    return replace(paper, blocks=(title, Paragraph(line(below)), *rest))
