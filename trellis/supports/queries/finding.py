"""Finding supports: filters, words with their synonyms and slips, a page by key.

The statement is written by hand: a page costs what its one plan costs, at a hundred supports and at
twenty thousand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.http import urlencode

from trellis.kit.sql import rows
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.supports.indexing import mark
from trellis.supports.queries.reading import Line, Offerer, line_of, offerers
from trellis.supports.schema import Content
from trellis.supports.search_words import SHORTEST_PREFIX, SHORTEST_SLIP, Slot, near_spellings
from trellis.supports.words import tongue

PAGE = 25
MARKED = {"audience": "audiences", "mode": "modes", "step": "steps", "topic": "topics",
          "aim": "aims"}  # fmt: skip
"""Filters answered by a term, and the key of the entry that holds its values."""

EXACT, BEGUN, SLIPPED = 4, 2, 2
"""How much of its weight a word brings: as typed, as a beginning, with one letter other."""


@dataclass(frozen=True)
class Asked:
    """What the visitor asked for; every field may be empty."""

    q: str = ""
    provider: str = ""
    level: str = ""
    cost: str = ""
    audience: str = ""
    step: str = ""
    mode: str = ""
    topic: str = ""
    aim: str = ""
    after: str = ""

    def url(self, **changes: str) -> str:
        """The address of this search with some of it changed, from its first page."""
        asked = replace(self, **{"after": "", **changes})
        return "?" + urlencode({name: value for name, value in vars(asked).items() if value})

    @property
    def filters(self) -> dict[str, str]:
        """The filters that were set."""
        named = vars(self).items()
        return {name: value for name, value in named if value and name not in ("q", "after")}


@dataclass(frozen=True)
class Found:
    """A page of supports, and how they were found."""

    lines: list[Line]
    count: int | None
    """How many there are; not counted again on later pages."""
    next_url: str
    loose: bool = False
    """Nothing has all the words: these have some."""
    spelled: list[str] = field(default_factory=list)
    """Words that were read with another letter."""
    excluded: list[tuple[str, str]] = field(default_factory=list)
    """What was asked for and an organization does not provide, with its name."""


def asked(given: Mapping[str, str]) -> Asked:
    """The search in an address; unknown parts are left out."""
    return Asked(**{name: given.get(name, "").strip()[:100] for name in vars(Asked())})


def find(program: Program, wanted: Asked) -> Found:
    """A page of supports: by rank where words were typed, else in the order of the catalog.

    Two queries, two more for words, one more where a word has to be read with another letter or no
    support has all of them.
    """
    owners = offerers()
    slots = tongue(program).slots(wanted.q)
    spelled = _resolve(slots)
    where, named = _filters(wanted, owners.values())
    key = _key(wanted.after)
    loose, answer = False, _page(slots, where, named, key)
    if len(slots) > 1 and (not answer if key is None else key.loose):
        loose, answer = True, _page(slots, where, named, key, loose=True)
    lines = [
        line_of(program, code, Content.model_validate(_parsed(content)), owners[provider])
        for _pk, code, provider, _place, content, _score, _count in answer[:PAGE]
    ]
    more = len(answer) > PAGE
    return Found(
        lines=lines,
        count=_count(answer) if key is None else None,
        next_url=wanted.url(after=_after(answer[PAGE - 1], loose)) if more else "",
        loose=loose and bool(lines),
        spelled=spelled,
        excluded=_excluded(program, wanted.q, slots, owners.values()),
    )


def _parsed(content: Any) -> Any:
    """A column of JSON as bare SQL answers it: text on SQLite, a value on PostgreSQL."""
    return json.loads(content) if isinstance(content, str) else content


def _count(answer: Sequence[tuple[Any, ...]]) -> int:
    return int(answer[0][6]) if answer else 0


# ---- What was typed ----


def _resolve(slots: Iterable[Slot]) -> list[str]:
    """Give each slot the words that stand in the catalog; answers those read with a slip."""
    plain = [slot for slot in slots if slot.plain]
    if not plain:
        return []
    for slot, begun in zip(plain, _known([slot.typed for slot in plain]), strict=True):
        slot.begun = begun - slot.words
        slot.known = bool(begun)
    unknown = [
        slot for slot in plain
        if not slot.known and len(slot.typed) >= SHORTEST_SLIP and len(slot.words) == 1
    ][:3]  # fmt: skip
    if not unknown:
        return []
    near = {slot.typed: near_spellings(slot.typed) for slot in unknown}
    there = _standing_words(set().union(*near.values()))
    for slot in unknown:
        slot.slipped = near[slot.typed] & there
    return [slot.typed for slot in unknown if slot.slipped]


def _known(words: Sequence[str]) -> list[set[str]]:
    """For each word those of the catalog that are it or begin with it; one query."""
    named, where = {}, []
    for number, word in enumerate(words):
        named[f"w{number}"] = word
        if len(word) >= SHORTEST_PREFIX:
            named[f"z{number}"] = word[:-1] + chr(ord(word[-1]) + 1)
            where.append(f"(word >= %(w{number})s AND word < %(z{number})s)")
        else:
            where.append(f"word = %(w{number})s")
    sql = f"SELECT DISTINCT word FROM supports_term WHERE {' OR '.join(where)}"  # noqa: S608 - ours
    there = {word for (word,) in rows(sql, named, plain=True)}
    return [
        {one for one in there if one == word or (
            len(word) >= SHORTEST_PREFIX and one.startswith(word))}
        for word in words
    ]  # fmt: skip


def _standing_words(words: set[str]) -> set[str]:
    named = {f"w{number}": word for number, word in enumerate(sorted(words))}
    listed = ", ".join(f"%({name})s" for name in named)
    sql = f"SELECT DISTINCT word FROM supports_term WHERE word IN ({listed})"  # noqa: S608 - ours
    return {word for (word,) in rows(sql, named, plain=True)}


def _excluded(
    program: Program, typed: str, slots: Sequence[Slot], owners: Iterable[Offerer]
) -> list[tuple[str, str]]:
    """What the search names and an organization says it does not provide."""
    if not slots:
        return []
    words = {slot.typed for slot in slots}
    near = set().union(*(near_spellings(one) for one in words if len(one) > SHORTEST_SLIP))
    telling = {slot.typed for slot in slots if len(slot.words) == 1}
    found = []
    for owner in owners:
        for text in owner.face.exclusions:
            named = [one for one in tongue(program).terms(say(text)) if one[0] != "~"]
            whole = all(one in words or one in near for one in named)
            if named and (whole or (telling and telling == words and telling <= set(named))):
                found.append((owner.face.short, say(text)))
    return found


# ---- The statement ----

COLUMNS = "w.id, s.code, w.provider_id, w.position, w.content"
STANDS = "w.edition_from IS NOT NULL AND w.edition_to IS NULL"


@dataclass(frozen=True)
class Key:
    """Behind which support a page begins."""

    score: int
    position: int
    pk: int
    loose: bool


def _key(after: str) -> Key | None:
    parts = after.split("-")
    if len(parts) != 4 or not all(
        part.isascii() and part.isdecimal() and len(part) < 10 for part in parts
    ):
        return None
    score, position, pk, loose = map(int, parts)
    return Key(score, position, pk, bool(loose))


def _after(row: tuple[Any, ...], loose: bool) -> str:
    return f"{row[5]}-{row[3]}-{row[0]}-{int(loose)}"


def _filters(wanted: Asked, owners: Iterable[Offerer]) -> tuple[list[str], dict[str, Any]]:
    """Conditions and their parameters; a value that nothing has finds nothing."""
    where: list[str] = [STANDS]
    named: dict[str, Any] = {}
    if wanted.provider:
        named["provider"] = next((one.pk for one in owners if one.code == wanted.provider), 0)
        where.append("w.provider_id = %(provider)s")
    if wanted.level:
        level = wanted.level
        named["level"] = int(level) if level.isascii() and level.isdecimal() and level < "9" else 0
        where.append("w.level = %(level)s")
    if wanted.cost:
        named["cost"] = wanted.cost
        where.append("w.cost = %(cost)s")
    for name, kind in MARKED.items():
        if value := getattr(wanted, name):
            named[name] = mark(kind, value)
            where.append(
                "EXISTS (SELECT 1 FROM supports_term m"  # noqa: S608 - ours
                f" WHERE m.word = %({name})s AND m.wording_id = w.id)"
            )
    return where, named


def _page(
    slots: Sequence[Slot],
    where: Sequence[str],
    named: Mapping[str, Any],
    key: Key | None,
    *,
    loose: bool = False,
) -> list[tuple[Any, ...]]:
    """One row more than a page holds; the last column counts them all, on the first page only."""
    told = dict(named) | {"most": PAGE + 1}
    if key is not None:
        told |= {"score": key.score, "position": key.position, "pk": key.pk}
    sql = _ranked(slots, where, told, key, loose=loose) if slots else _ordered(where, key)
    return rows(sql, told, plain=True)


def _ordered(where: Sequence[str], key: Key | None) -> str:
    """In the order of the catalog: the index of what stands is walked until the page is full."""
    behind = ["(w.position, w.id) > (%(position)s, %(pk)s)"] if key else []
    source = "supports_wording w"
    count = "0"
    if key is None:
        count = f"(SELECT COUNT(*) FROM {source} WHERE {' AND '.join(where)})"  # noqa: S608 - ours
    return (
        f"SELECT {COLUMNS}, 0, {count} FROM {source}"  # noqa: S608 - ours
        " JOIN supports_service s ON s.id = w.service_id"
        f" WHERE {' AND '.join([*where, *behind])}"
        " ORDER BY w.position, w.id LIMIT %(most)s"
    )


def _ranked(
    slots: Sequence[Slot], where: Sequence[str], named: dict[str, Any], key: Key | None,
    *, loose: bool,
) -> str:  # fmt: skip
    """By rank: each slot counts its best word, the terms are found by one index."""
    columns, every = [], []
    for number, slot in enumerate(slots):
        cases = []
        for kind, (words, factor) in enumerate(
            ((slot.words, EXACT), (slot.begun, BEGUN), (slot.slipped, SLIPPED))
        ):
            names = [f"t{number}_{kind}_{place}" for place in range(len(words))]
            if names:
                named |= dict(zip(names, sorted(words), strict=True))
                listed = ", ".join(f"%({name})s" for name in names)
                every.append(listed)
                cases.append(f"WHEN t.word IN ({listed}) THEN t.weight * {factor}")
        columns.append(f"MAX(CASE {' '.join(cases)} END) AS s{number}")
    scores = [f"s{number}" for number in range(len(slots))]
    total = " + ".join(f"COALESCE({one}, 0)" for one in scores)
    full = "" if loose else f" WHERE {' AND '.join(f'{one} IS NOT NULL' for one in scores)}"
    source = (
        f"(SELECT {COLUMNS}, {total} AS score FROM (SELECT t.wording_id, {', '.join(columns)}"  # noqa: S608
        f" FROM supports_term t WHERE t.word IN ({', '.join(every)}) GROUP BY t.wording_id) x"
        " JOIN supports_wording w ON w.id = x.wording_id"
        f" JOIN supports_service s ON s.id = w.service_id{full or ' WHERE 1 = 1'}"
        f" AND {' AND '.join(where)}) y"
    )
    behind = " WHERE (-score, position, id) > (-%(score)s, %(position)s, %(pk)s)" if key else ""
    count = "COUNT(*) OVER ()" if key is None else "0"
    return (
        f"SELECT id, code, provider_id, position, content, score, {count} FROM {source}{behind}"  # noqa: S608
        " ORDER BY score DESC, position, id LIMIT %(most)s"
    )
