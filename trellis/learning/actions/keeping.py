"""What the library holds: seeded from the program once, then edited and published by the agency."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record
from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.learning import checks
from trellis.learning.models import Item
from trellis.learning.queries import recordings_of
from trellis.learning.rules import managing_seat
from trellis.learning.told import library_of
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import Version
from trellis.programs.program import Program
from trellis.programs.texts import say

if TYPE_CHECKING:
    from trellis.programs.schema.base import Text

DRAFT, PUBLISHED = Item.State.DRAFT, Item.State.PUBLISHED


@dataclass(frozen=True)
class Words:
    """All that the agency says of a thing."""

    title: Text
    kind: str
    about: Text = ""
    topic: Text = ""
    url: str = ""
    minutes: int | None = None
    captions: bool = False
    transcript: str = ""
    categories: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    series_id: int | None = None

    def columns(self) -> dict[str, object]:
        """The same as the columns of a record."""
        lists = {"categories": list(self.categories), "audience": list(self.audience)}
        return asdict(self) | lists | {"headings": dict(self.headings)}


def seed_library(_version: Version, program: Program) -> None:
    """Put each resource of the program into the library that does not stand there yet.

    Those that lack nothing are published; what people changed stays as they left it. Runs in the
    transaction of the install.
    """
    there = set(Item.objects.values_list("code", flat=True))
    shelves = {one.resource: one for one in library_of(program).shelves}
    now, new = clock.now(), []
    for order, (code, resource) in enumerate(program.resources.items()):
        shelf = shelves.get(code)
        if code in there or shelf is None:
            continue
        item = Item(
            code=code, kind=resource.kind, title=resource.title, about=shelf.about or "",
            categories=list(shelf.categories), audience=list(resource.audience),
            minutes=shelf.minutes, order=order, changed_at=now,
        )  # fmt: skip
        if not checks.missing(item, program):
            item.state, item.published_at = PUBLISHED, now
        new.append(item)
    if new:
        Item.objects.bulk_create(new)
        told: Facts = {"added": len(new), "published": sum(one.is_published for one in new)}
        record("library:all", "Library", "seeded", by=None, after=told)


@transaction.atomic
def add_item(words: Words, *, by: Person, acting: str = "") -> Item:
    """Add a thing to the library as a draft. NotAllowed; NotReady without title or kind."""
    seat = managing_seat(by, acting)
    _whole(words)
    last = Item.objects.aggregate(last=Max("order"))["last"] or 0
    item = Item(code=_free_code(words), order=min(last + 1, 32_000), changed_at=clock.now())
    _fill(item, words)
    item.save()
    _keep(item, "added", by=by, seat=seat)
    return item


def _whole(words: Words) -> None:
    told = library_of(programs.current())
    if not words.title:
        raise NotReady(_("Give it a title."))
    if told.kind(words.kind) is None:
        raise NotReady(_("Choose what kind of thing it is."))
    known = {one.code for one in told.categories}
    if unknown := set(words.categories) - known:
        raise NotReady(_("There is no category “%(code)s”.") % {"code": min(unknown)})
    series = words.series_id
    if series is not None and not Item.objects.filter(pk=series, series=None).exists():
        raise NotReady(_("Choose a series of the library."))


def _free_code(words: Words) -> str:
    program = programs.current()
    stem = slugify(say(words.title, "en"))[:50].strip("-") or "item"
    taken = set(Item.objects.filter(code__startswith=stem).values_list("code", flat=True))
    taken |= set(program.resources)
    number = 1
    while (code := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return code


def _fill(item: Item, words: Words) -> None:
    for name, value in words.columns().items():
        setattr(item, name, value)


@transaction.atomic
def change_item(item: Item, words: Words, *, by: Person, acting: str = "", seen: str = "") -> bool:
    """Say something else of a thing; False where nothing changes.

    NotAllowed; NotReady where a published one would lack something; OutOfOrder where somebody
    changed it since `seen`, its mark on the page.
    """
    seat = managing_seat(by, acting)
    now = Item.objects.select_for_update().get(pk=item.pk)
    if seen and seen != mark_of(now):
        raise OutOfOrder(_("Somebody changed this meanwhile. Load the page to see it as it is."))
    _whole(words)
    if words.series_id == now.pk:
        raise NotReady(_("A series is no part of itself."))
    before = _facts(now)
    _fill(now, words)
    if _facts(now) == before:
        return False
    if now.is_published:
        _require_whole(now)
    now.changed_at = clock.now()
    now.save()
    _keep(now, "changed", by=by, seat=seat, before=before)
    return True


def mark_of(item: Item) -> str:
    """Which version of a thing a page shows."""
    return item.changed_at.isoformat()


@transaction.atomic
def publish_item(item: Item, *, by: Person, acting: str = "") -> None:
    """Let everybody read a thing. NotAllowed; NotReady with what it lacks; OutOfOrder."""
    seat = managing_seat(by, acting)
    now = Item.objects.select_for_update().get(pk=item.pk)
    _require_whole(now)
    moved = Item.objects.filter(pk=item.pk, state=DRAFT)
    if not moved.update(state=PUBLISHED, published_at=clock.now()):
        raise OutOfOrder(_("This is published already."))
    _keep(now, "published", by=by, seat=seat)


def _require_whole(item: Item) -> None:
    parts = recordings_of([item]).get(item.pk, 0)
    if lacking := checks.missing(item, programs.in_year(), recordings=parts):
        raise NotReady(*lacking)


@transaction.atomic
def withdraw_item(item: Item, *, by: Person, acting: str = "") -> None:
    """Take a thing back from the public; who watched it stays noted. NotAllowed; OutOfOrder."""
    seat = managing_seat(by, acting)
    moved = Item.objects.filter(pk=item.pk, state=PUBLISHED)
    if not moved.update(state=DRAFT, published_at=None):
        raise OutOfOrder(_("This is not published."))
    _keep(item, "withdrawn", by=by, seat=seat)


def _facts(item: Item) -> Facts:
    return {one.name: getattr(item, one.name) for one in fields(Words)}


def _keep(
    item: Item, verb: str, *, by: Person, seat: Seat, before: Facts | None = None
) -> None:  # fmt: skip
    record(
        f"item:{item.pk}", say(item.title), verb, by=by,
        acting_as=seat.called(programs.current()), before=before, after=_facts(item),
    )  # fmt: skip
