"""Staging: what an import would write waits in a table of its own, in short transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from trellis.kit.names import sort_key
from trellis.organizations.imports.bulk import batches, insert_rows
from trellis.organizations.imports.known import Known
from trellis.organizations.imports.rows import Candidate
from trellis.organizations.models import Change, Import, Level, Organization, StagedOrganization

BATCH = 2_000
STAGED = (
    *("source_id", "change", "line", "code", "kind", "level", "name", "sort_name"),
    *("parent_code", "region", "county", "city", "grades", "nces"),
)


class Staging:
    """The staged organizations of one import, counted by what would happen to them."""

    def __init__(self, source: Import, known: Known, counts: Counter[str]) -> None:
        self.source, self.known, self.counts = source, known, counts
        self.rows = StagedOrganization.objects.filter(source=source)

    def stage(self, candidates: Iterable[Candidate]) -> None:
        """Stage those that differ from the database."""
        for batch in batches(candidates, BATCH):
            codes = [one.code for one in batch if one.code in self.known.hashes]
            before: dict[str, tuple[str, bool]] = {}
            if codes:
                rows = Organization.objects.filter(code__in=codes)
                before = {
                    code: (above or "", closed is not None)
                    for code, above, closed in rows.values_list("code", "parent__code", "closed_on")
                }
            self._insert([self._row(one, _change(one, before.get(one.code))) for one in batch])

    def close(self, codes: list[str]) -> None:
        """Stage the closing of organizations that the file does not hold."""
        for batch in batches(codes, BATCH):
            rows = Organization.objects.filter(code__in=batch).order_by("code")
            values = rows.values_list("code", "kind", "level", "name", "sort_name")
            closed = (self.source.pk, Change.CLOSED.value, 0)
            self._insert([(*closed, *facts, *[""] * 6) for facts in values])
            self.counts[Change.CLOSED.value] += len(batch)

    def take_back(self, codes: Iterable[str]) -> None:
        """Unstage codes whose rows turned out wrong."""
        for batch in batches(sorted(codes), BATCH):
            rows = self.rows.filter(code__in=batch)
            for change in rows.values_list("change", flat=True):
                self.counts[change] -= 1
            rows.delete()

    def beneath(self, codes: Iterable[str]) -> list[tuple[int, str, str]]:
        """Line, code and parent of what is staged under one of these codes."""
        found: list[tuple[int, str, str]] = []
        for batch in batches(sorted(codes), BATCH):
            rows = self.rows.filter(parent_code__in=batch)
            found += rows.values_list("line", "code", "parent_code")
        return sorted(found)

    def beside_the_file(self) -> int:
        """How many are no rows of the file: they follow from it, or from the pack."""
        return self.rows.filter(line=0).exclude(change=Change.CLOSED).count()

    def _insert(self, rows: list[tuple[object, ...]]) -> None:
        with transaction.atomic():
            insert_rows(StagedOrganization._meta.db_table, STAGED, rows)

    def _row(self, one: Candidate, change: str) -> tuple[object, ...]:
        self.counts[change] += 1
        facts = (one.line, one.code, one.kind, one.level, one.name, sort_key(one.name))
        more = (one.parent_code, one.region, one.county, one.city, one.grades, one.nces)
        return (self.source.pk, change, *facts, *more)


def _change(one: Candidate, before: tuple[str, bool] | None) -> str:
    """What this would do to the organization that is there, if any."""
    if before is None:
        return Change.ADDED.value
    parent, was_closed = before
    if one.closed:
        return Change.CLOSED.value
    if was_closed:
        return Change.REOPENED.value
    is_elsewhere = parent != one.parent_code and one.level != Level.STATE
    return Change.MOVED.value if is_elsewhere else Change.CHANGED.value
