"""A letter as a document tree, from the pack's words and what the release says of a district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import translation
from django.utils.formats import date_format

from trellis.designations.letters.schema import (
    ColumnOf,
    LetterKind,
    Letters,
    Piece,
    Placeholder,
    SchoolTable,
)
from trellis.designations.letters.words import filled, runs
from trellis.designations.models import Release
from trellis.designations.schema import Designations, Term
from trellis.kit.paper.tree import Block, Heading, Line, Listing, Paper, Paragraph, Table, line
from trellis.organizations.schema import Organizations
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.texts import say

NOTHING = "–"


@dataclass(frozen=True)
class Standing:
    """What the release says of one organization, or of one grade band in it, in codes."""

    organization_id: int
    name: str
    code: str
    kind: str
    label: str
    band: str
    reasons: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A district and all that the release says of it and of its schools."""

    district_id: int
    name: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom a letter goes, in the role in which it does."""

    person_id: int
    name: str
    email: str
    language: str
    role: str
    place: str


@dataclass(frozen=True)
class Sender:
    """In whose name a letter goes out, and where answers go."""

    name: str
    email: str


class Writer:
    """Writes letters about one release in one language; looks each word up once."""

    def __init__(self, release: Release, program: Program, language: str, day: date) -> None:
        self._release = release
        self._program = program
        self._language = language
        self._day = day

    def paper(
        self,
        kind: LetterKind,
        told: Told,
        *,
        sender: Sender | None = None,
        servers: Mapping[int, str] | None = None,
        own_words: str = "",
    ) -> Paper:
        """The letter of a kind to a district.

        Without a `sender` it speaks in the name of the role; `servers` names who serves each
        organization in that role.
        """
        values = self.values(kind, told, sender)
        subject = filled(self._say(kind.subject), values)
        blocks: list[Block] = [Heading(1, line(subject))]
        for piece in kind.body:
            blocks += self._blocks(piece, values, told, servers or {}, own_words)
        return Paper(
            title=subject,
            language=self._language,
            blocks=tuple(blocks),
            box=self._program.section("letters", Letters).sheet,
            foot=f"{self._office} · {told.name}",
            author=sender.name if sender else self._office,
            made_on=self._day,
        )

    @cached_property
    def date_line(self) -> str:
        """What stands under the title of every letter of that day, if the pack tells it."""
        told = self._program.section("letters", Letters).date_line
        return filled(self._say(told), self._common) if told else ""

    def values(
        self, kind: LetterKind, told: Told, sender: Sender | None, link: str = ""
    ) -> dict[Placeholder, str]:
        """What stands for each name in braces."""
        role = self._say(self._program.roles[kind.sender].name)
        contact = self._program.pack.contact
        return self._common | {
            Placeholder.DISTRICT: told.name,
            Placeholder.SCHOOLS: str(len({one.organization_id for one in told.standings})),
            Placeholder.SENDER: sender.name if sender else role,
            Placeholder.SENDER_ROLE: role,
            Placeholder.SENDER_EMAIL: sender.email if sender else contact.email,
            Placeholder.LINK: link,
        }

    @cached_property
    def _common(self) -> dict[Placeholder, str]:
        contact = self._program.pack.contact
        top = self._program.section("organizations", Organizations).top
        return {
            Placeholder.YEAR: str(self._release.year),
            Placeholder.RELEASE: self._release.title,
            Placeholder.DAY: self._day_in_words,
            Placeholder.AGENCY: self._say(top.name),
            Placeholder.OFFICE: self._office,
            Placeholder.WEBSITE: contact.website,
            Placeholder.EMAIL: contact.email,
            Placeholder.PHONE: contact.phone,
            Placeholder.HOURS: self._say(contact.hours),
        }

    @cached_property
    def _day_in_words(self) -> str:
        with translation.override(self._language):
            return date_format(self._day, "DATE_FORMAT")

    @cached_property
    def _office(self) -> str:
        return self._say(self._program.pack.contact.office)

    @cached_property
    def _terms(self) -> dict[str, Term]:
        vocabularies = self._named.vocabularies
        found = (one for one in vocabularies if one.code == self._release.vocabulary)
        return {term.code: term for one in found for term in one.terms}

    @cached_property
    def _named(self) -> Designations:
        return self._program.section("designations", Designations)

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {
            name: {one.code: self._say(one.label) for one in getattr(self._named, name)}
            for name in ("bands", "reasons", "groups")
        }

    def _say(self, text: Text) -> str:
        return say(text, self._language)

    def _blocks(
        self,
        piece: Piece,
        values: Mapping[Placeholder, str],
        told: Told,
        servers: Mapping[int, str],
        own_words: str,
    ) -> list[Block]:
        if piece.heading is not None:
            return [Heading(2, runs(self._say(piece.heading), values))]
        if piece.text is not None:
            return [Paragraph(runs(self._say(piece.text), values))]
        if piece.points is not None:
            return [Listing(tuple(runs(self._say(one), values) for one in piece.points))]
        if piece.table is not None:
            return self._table(piece.table, values, told.standings, servers)
        parts = own_words.replace("\r\n", "\n").split("\n\n")
        return [Paragraph(line(part.strip())) for part in parts if part.strip()]

    def _table(
        self,
        table: SchoolTable,
        values: Mapping[Placeholder, str],
        standings: Sequence[Standing],
        servers: Mapping[int, str],
    ) -> list[Block]:
        if not standings:
            return []
        return [
            Table(
                caption=filled(self._say(table.caption), values),
                heads=tuple(runs(self._say(one.head), values) for one in table.columns),
                rows=tuple(
                    tuple(self._cell(column.of, one, servers) for column in table.columns)
                    for one in standings
                ),
                widths=tuple(one.width for one in table.columns),
            )
        ]

    def _cell(self, of: ColumnOf, one: Standing, servers: Mapping[int, str]) -> Line:
        return line(self._shown(of, one, servers) or NOTHING)

    def _shown(self, of: ColumnOf, one: Standing, servers: Mapping[int, str]) -> str:
        term = self._terms.get(one.kind)
        match of:
            case ColumnOf.SCHOOL:
                return one.name
            case ColumnOf.CODE:
                return one.code
            case ColumnOf.DESIGNATION:
                label = self._say(term.label) if term else one.label
                return f"{label} ({self._word('bands', one.band)})" if one.band else label
            case ColumnOf.MEANING:
                return self._say(term.plain) if term else ""
            case ColumnOf.REASONS:
                return "; ".join(self._word("reasons", code) for code in one.reasons)
            case ColumnOf.GROUPS:
                return "; ".join(self._word("groups", code) for code in one.groups)
            case ColumnOf.COORDINATOR:
                return servers.get(one.organization_id, "")

    def _word(self, name: str, code: str) -> str:
        return self._labels[name].get(code, code)
