"""The matrix's targets for the library: a thing that everybody reads, a draft, and a viewing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import START, TODAY, World
from tests.relations import visitors_of
from tests.target import Target
from trellis.kit import clock
from trellis.learning.models import Item, Viewing
from trellis.learning.told import library_of

GUIDE = "https://state.example/guide"


def shelved(world: World, code: str = "open-guide", **more: object) -> Item:
    """A thing that stands in the library, or a draft of one."""
    library = library_of(world.program)
    told = {
        "kind": next(one.code for one in library.kinds if one.watched and not one.headings),
        "title": "An open guide", "url": GUIDE, "categories": [library.categories[0].code],
        "minutes": 12, "captions": True, "transcript": GUIDE, "topic": "First steps",
        "state": Item.State.PUBLISHED,
    }  # fmt: skip
    item, _new = Item.objects.get_or_create(
        code=code, defaults={"changed_at": clock.now(), **told, **more}
    )
    return item


def learning(world: World) -> Iterator[Target]:
    """A thing that everybody reads and watches; a draft to publish; one to take back."""
    item = shelved(world)
    draft = shelved(world, "ready", state=Item.State.DRAFT)
    back = shelved(world, "to-take-back")
    seen = shelved(world, "seen")
    viewers = {one.person.pk: one.person for one in visitors_of(world) if one.person}
    Viewing.objects.bulk_create(
        [Viewing(item=seen, person=one, year=START, on=TODAY) for one in viewers.values()],
        ignore_conflicts=True,
    )
    words = {"title_en": "A guide", "kind": item.kind}
    yield Target("learning:library")
    yield Target("learning:item", (item.code,))
    yield Target("learning:viewing", (item.code,), moves_on=True)
    yield Target("learning:viewing-withdrawal", (seen.code,))
    yield Target("learning:keeping")
    yield Target("learning:addition", data=words, moves_on=True)
    yield Target("learning:words", (draft.code,), words, moves_on=True)
    yield Target("learning:publication", (draft.code,), moves_on=True)
    yield Target("learning:publication-withdrawal", (back.code,), moves_on=True)
