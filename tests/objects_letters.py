"""The matrix's targets for letters: a sent one, one that may be sent now, and a held one."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import TODAY, World
from tests.relations import Visitor
from tests.target import Target, everybody
from trellis.designations.letters import actions as post
from trellis.designations.models import Letter
from trellis.programs.schema.roles import Capability as Can

FIRST, HELLO = "first-letter", "coordinator-hello"
BIRCH = frozenset({"lincoln", "grant", "oak"})
READERS = {
    "superintendent": {"birch"}, "district": {"birch"}, "principal": BIRCH, "coordinator": BIRCH,
}  # fmt: skip


def letters(world: World) -> Iterator[Target]:
    """The letters of the release that is published."""
    post.write_letters(world.release, by=world.publisher)
    post.send_letters(world.release, FIRST, by=world.publisher, districts=[world["birch"].pk])
    release = (world.release.pk,)
    yield Target("designations:letters", release)
    yield Target("designations:letters-writing", release, moves_on=True)
    yield Target("designations:letters-of-kind", (*release, FIRST))
    yield Target("designations:letters-sending", (*release, FIRST), moves_on=True)
    yield Target("designations:my-letters")
    yield from _single(world)


def _single(world: World) -> Iterator[Target]:
    """Birch has had its letter; its coordinator writes next. Cedar's is held."""
    rows = Letter.objects.filter(release=world.release)
    sent, ready = (rows.get(kind=kind, district=world["birch"]) for kind in (FIRST, HELLO))
    held = rows.get(kind=HELLO, district=world["cedar"])
    post.hold(held, by=world.publisher)
    yield Target("designations:letter", (sent.pk,), sees=_reads)
    yield Target("designations:letter-file", (sent.pk, "pdf"), sees=_reads)
    for name, data, acts in (
        ("test", {}, everybody),
        ("departure", {"own_words": "Until soon."}, _greets),
        ("delivery", {"on": TODAY.isoformat()}, _greets),
        ("hold", {}, _prepares),
    ):
        yield Target(
            f"designations:letter-{name}", (ready.pk,), data, acts=acts, moves_on=True,
            sees=lambda v: _prepares(v) or _greets(v),
        )  # fmt: skip
    yield Target(
        "designations:letter-hold-withdrawal", (held.pk,), acts=_prepares, moves_on=True,
        sees=lambda v: _prepares(v) or v.holds({"coordinator": {"adams"}}, Can.TASK_DO),
    )  # fmt: skip


def _prepares(visitor: Visitor) -> bool:
    return visitor.has(Can.RELEASE_MANAGE)


def _reads(visitor: Visitor) -> bool:
    return _prepares(visitor) or visitor.holds(READERS, Can.YEAR_READ)


def _greets(visitor: Visitor) -> bool:
    """Serves a school that the coordinator's letter to Birch names."""
    return visitor.holds({"coordinator": BIRCH}, Can.TASK_DO)
