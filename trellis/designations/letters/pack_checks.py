"""What is wrong in `letters.yaml`: roles, order, placeholders, pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from trellis.designations.letters.schema import (
    OF_EVERY_LETTER,
    Delivery,
    LetterKind,
    Letters,
    Moment,
    Piece,
    Placeholder,
)
from trellis.designations.letters.words import NAMED, slips
from trellis.designations.schema import ReleaseDay
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.schema.roles import Level, Reach, Role
from trellis.programs.sections import Complaint, Section

At = tuple[str | int, ...]


def letter_complaints(program: Program) -> Iterator[Complaint]:
    """Roles exist and are held where letters go; kinds follow each other; names in braces fit."""
    letters = program.section("letters", Letters)
    kinds = letters.kinds
    yield from _names(letters.date_line, ("date_line",), OF_EVERY_LETTER)
    for number, kind in enumerate(kinds):
        at: At = ("kinds", number)
        yield from _roles(kind, program, at)
        yield from _order(kind, kinds, at)
        yield from _words(kind, at)
        for place, piece in enumerate(kind.body):
            yield from _piece(piece, (*at, "body", place))


def _roles(kind: LetterKind, program: Program, at: At) -> Iterator[Complaint]:
    named: list[tuple[At, str]] = [(("sender",), kind.sender)]
    for name in ("to", "readers"):
        named += [((name, place), code) for place, code in enumerate(getattr(kind, name))]
    for where, code in named:
        if code not in program.roles:
            text = unknown("role", code, "roles.yaml", program.roles)
            yield Complaint((*at, *where), text)
        elif not _fits(where[0], program.roles[code]):
            text = _('role "%(role)s" is not held at a district or a school')
            yield Complaint((*at, *where), text % {"role": code})
    yield from _ahead(kind, program, at)
    if not kind.to:
        yield Complaint((*at, "to"), _("a letter is addressed to at least one role"))


def _fits(key: str | int, role: Role) -> bool:
    """Letters go to districts and schools; who serves schools may read along."""
    here = role.held_at in (Level.DISTRICT, Level.SCHOOL)
    return key == "sender" or here or (key == "readers" and role.reach == Reach.ASSIGNED)


def _ahead(kind: LetterKind, program: Program, at: At) -> Iterator[Complaint]:
    """Before publication a letter goes to those who are told ahead, in the agency's name."""
    if kind.at != Moment.ADVANCE:
        return
    ahead = program.section("release", ReleaseDay).advance
    told = ahead.roles if ahead.told else []
    for place, code in enumerate(kind.to):
        if code not in told:
            text = _('role "%(role)s" is not told ahead in release.yaml') % {"role": code}
            yield Complaint((*at, "to", place), text)
    sender = program.roles.get(kind.sender)
    if sender is not None and sender.reach == Reach.ASSIGNED:
        text = _('role "%(role)s" serves schools and writes only after publication')
        yield Complaint((*at, "sender"), text % {"role": kind.sender})


def _order(kind: LetterKind, kinds: list[LetterKind], at: At) -> Iterator[Complaint]:
    """A letter follows one that stands before it in the list and may leave as early."""
    if kind.after is None:
        return
    here = next(n for n, one in enumerate(kinds) if one is kind)
    earlier = {one.code: one for one in kinds[:here]}
    if kind.after not in earlier:
        text = unknown("letter", kind.after, _("the letters before it"), earlier)
        yield Complaint((*at, "after"), text)
    elif kind.at == Moment.ADVANCE != earlier[kind.after].at:
        text = _('it can\'t leave in advance, because "%(other)s" leaves at publication')
        yield Complaint((*at, "after"), text % {"other": kind.after})


def _words(kind: LetterKind, at: At) -> Iterator[Complaint]:
    yield from _names(kind.subject, (*at, "subject"))
    yield from _names(kind.mail, (*at, "mail"))
    if kind.delivery != Delivery.MAIL:
        return
    for where, text in _tongues(kind.mail, (*at, "mail")):
        if Placeholder.LINK not in NAMED.findall(text):
            yield Complaint(where, _("the mail does not say where the letter is: {link}"))


def _piece(piece: Piece, at: At) -> Iterator[Complaint]:
    told = [piece.heading, piece.text, piece.points, piece.table]
    if sum(one is not None for one in told) + piece.own_words != 1:
        text = _("a piece is one of: heading, text, points, table, own_words")
        yield Complaint(at, text)
    for name in ("heading", "text"):
        yield from _names(getattr(piece, name) or "", (*at, name))
    for place, point in enumerate(piece.points or []):
        yield from _names(point, (*at, "points", place))
    if piece.table is None:
        return
    yield from _names(piece.table.caption, (*at, "table", "caption"))
    if not piece.table.columns:
        yield Complaint((*at, "table", "columns"), _("a table has at least one column"))
    for place, column in enumerate(piece.table.columns):
        yield from _names(column.head, (*at, "table", "columns", place, "head"))


def _names(
    text: Text, at: At, allowed: Collection[Placeholder] = tuple(Placeholder)
) -> Iterator[Complaint]:
    known = [one.value for one in allowed]
    for where, said in _tongues(text, at):
        for slip in slips(said, known):
            yield Complaint(where, unknown("name", slip, _("the list of names"), known))


def _tongues(text: Text, at: At) -> list[tuple[At, str]]:
    """A text in each of its languages, with its place."""
    if isinstance(text, str):
        return [(at, text)]
    return [((*at, language), said) for language, said in text.items()]


SECTION = Section(
    "letters",
    "letters.yaml",
    Letters,
    required=False,
    check=letter_complaints,
    needs=("roles", "release"),
)
