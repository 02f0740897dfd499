"""What the newest edition is found by: words with their weight, and marks to filter by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.supports.models import STANDING, Face, Term, Wording
from trellis.supports.schema import Choice, Content, FaceContent, Supports
from trellis.supports.search_words import Tongue
from trellis.supports.words import catalog_of, every_language, tongue

TITLE, KEYWORD, GROUP, OWNER, LABEL, BODY = 40, 24, 12, 12, 8, 6
SHORT_TITLE = 24
"""Shared among the words of a title: the fewer, the more of them a search has named."""

MARKS = ("audiences", "modes", "steps", "topics", "aims")
"""Lists of an entry by whose values a catalog is filtered, as `modes:web`."""


def mark(kind: str, code: str) -> str:
    """The term by which entries with a value are found."""
    return f"{kind}:{code}"[:80]


def rewrite_terms(program: Program, services: Iterable[int] | None = None) -> None:
    """Make the terms of what stands now anew: of some supports, or of all; a few statements."""
    told = catalog_of(program)
    standing = Wording.objects.filter(STANDING)
    stale = Term.objects.all()
    if services is not None:
        chosen = list(services)
        standing = standing.filter(service__in=chosen)
        stale = stale.filter(wording__service__in=chosen)
    stale.delete()
    if told is None:
        return
    faces = {one.provider_id: one.read() for one in Face.objects.filter(STANDING)}
    writer = Writer(program, told, faces)
    rows = standing.values_list("pk", "provider_id", "content").iterator(chunk_size=1000)
    Term.objects.bulk_create(
        (
            Term(wording_id=pk, word=word, weight=weight)
            for pk, provider, content in rows
            for word, weight in writer.terms(provider, Content.model_validate(content)).items()
        ),
        batch_size=2000,
    )


class Writer:
    """Knows the lists of the pack and who says what, and gives each entry its terms."""

    def __init__(self, program: Program, told: Supports, faces: Mapping[int, FaceContent]) -> None:
        self._tongue: Tongue = tongue(program)
        self._told, self._faces = told, faces
        self._levels = {
            one.number: _level_words(program, one.number, one.name)
            for one in program.vocabulary.support_levels
        }

    def terms(self, provider: int, content: Content) -> dict[str, int]:
        """Each term of an entry with the most that any place of it weighs."""
        found: dict[str, int] = {}
        for weight, said in self._said(provider, content):
            for word in self._tongue.terms(said):
                found[word[:80]] = max(found.get(word[:80], 0), weight)
        for title in every_language(content.title):
            words = set(self._tongue.terms(title))
            for word in words:
                found[word[:80]] = TITLE + SHORT_TITLE // len(words)
        for kind in MARKS:
            found |= {mark(kind, code): 0 for code in getattr(content, kind)}
        found |= {mark("steps", code): 0 for code in self._category_steps(content)}
        return found

    def _category_steps(self, content: Content) -> list[str]:
        return [
            one.step for one in self._told.categories if one.code in content.categories and one.step
        ]

    def _said(self, provider: int, content: Content) -> Iterator[tuple[int, str]]:
        face = self._faces.get(provider)
        texts: list[tuple[int, Text | None]] = [
            (GROUP, content.group), (BODY, content.about), (BODY, content.audience),
            (BODY, content.cadence),
            *((KEYWORD, one) for one in content.keywords),
            *((BODY, one) for one in content.includes),
            (BODY, content.law.text if content.law else None),
            (BODY, content.data_file.name if content.data_file else None),
            (BODY, content.credit.kind if content.credit else None),
        ]  # fmt: skip
        if face is not None:
            texts += [(OWNER, face.name), (OWNER, face.short)]
        for weight, text in texts:
            yield from ((weight, said) for said in every_language(text))
        yield from ((LABEL, said) for said in self._labels(content, face))

    def _labels(self, content: Content, face: FaceContent | None) -> Iterator[str]:
        cost = cost_of(content, face)
        values = {kind: getattr(content, kind) for kind in MARKS}
        values["steps"] = [*values["steps"], *self._category_steps(content)]
        chosen: list[tuple[Sequence[Choice], list[str]]] = [
            (self._told.kinds, [content.kind]),
            (self._told.costs, [cost]),
            (self._told.categories, content.categories),
            *((getattr(self._told, kind), codes) for kind, codes in values.items()),
        ]
        for choices, codes in chosen:
            for one in choices:
                if one.code in codes:
                    yield from (*every_language(one.name), *one.also)
        yield from self._levels.get(content.level or 0, ())


def _level_words(program: Program, number: int, name: Text) -> list[str]:
    """How people name a level: "Level 2", and by its name."""
    words = every_language(program.pack.terms.get("level", "Level"))
    return [*(f"{word} {number}" for word in words), *every_language(name)]


def cost_of(content: Content, face: FaceContent | None) -> str:
    """The cost of an entry: its own, else that of its level."""
    if content.cost:
        return content.cost
    levels = face.levels if face else []
    return next((one.cost for one in levels if one.level == content.level), "")
