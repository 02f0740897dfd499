"""What the database says now, in a form that is quick to compare and small to keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from django.db.models import F

from trellis.organizations.imports.rows import OPTIONAL, Candidate
from trellis.organizations.models import Level, Organization

FACTS = ("kind", "level", "name", "parent_code", *OPTIONAL)


class Known:
    """A hash per organization over the facts that a file says, and a fingerprint of them all."""

    def __init__(self, fields: Sequence[str]) -> None:
        said = ["kind", "level", "name", "parent_code", *fields]
        self._chosen = itemgetter(*(FACTS.index(name) for name in said))
        self._said = attrgetter("closed", *said)
        self.hashes: dict[str, int] = {}
        self.open: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        """Where districts hang, for files that do not say."""
        print_of_all = hashlib.sha256()
        for row in _facts():
            print_of_all.update(repr(row).encode())
            code, facts, closed = row[0], row[1:-1], row[-1]
            self.hashes[code] = hash((closed, *self._chosen(facts)))
            if not closed:
                self.open[code] = facts[0]
            if facts[1] == Level.DISTRICT:
                self.parents[code] = facts[3]
        self.fingerprint = print_of_all.hexdigest()

    def hash_of(self, candidate: Candidate) -> int:
        """The hash of what the file says, as `hashes` has it for the database."""
        return hash(self._said(candidate))


def fingerprint() -> str:
    """The fingerprint of all organizations now."""
    found = hashlib.sha256()
    for row in _facts():
        found.update(repr(row).encode())
    return found.hexdigest()


def _facts() -> Iterator[tuple[Any, ...]]:
    """Code, facts and whether closed, of every organization in the order of codes."""
    rows = (
        Organization.objects.order_by("code")
        .annotate(above=F("parent__code"))
        .values_list("code", "kind", "level", "name", "above", *OPTIONAL, "closed_on")
    )
    for row in rows.iterator(chunk_size=2000):
        yield (*row[:4], row[4] or "", *row[5:-1], row[-1] is not None)
