"""Ways to change a sealed history behind its back, each with chance from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.db.models import F

from trellis.history.actions import record, seal_entries
from trellis.history.chain import digest, seal_hash
from trellis.history.models import Entry, Seal

Tamper = Callable[[Random], None]
TEXTS = ("actor", "actor_name", "acting_as", "verb", "subject", "subject_name", "digest")


def history(chance: Random, seals: int = 4) -> str:
    """A sealed history with some entries under each seal; the hash to keep elsewhere."""
    for _ in range(seals):
        for _ in range(chance.randint(2, 5)):
            number = chance.randint(1, 10**6)
            record(f"plan:{number}", f"Plan {number}", "changed", by=None, after={"n": number})
        seal_entries()
    return Seal.objects.latest("number").hash


def edit_a_field(chance: Random) -> None:
    """Put another word into one sealed field."""
    entry, field = one(chance), chance.choice(TEXTS)
    Entry.objects.filter(pk=entry.pk).update(**{field: getattr(entry, field)[:30] + "x"})


def edit_the_time(chance: Random) -> None:
    """Let something have happened a moment earlier or later."""
    off = timedelta(microseconds=chance.choice([-1, 1]) * chance.randint(1, 10**12))
    Entry.objects.filter(pk=one(chance).pk).update(at=F("at") + off)


def edit_the_payload(chance: Random) -> None:
    """Change what an entry says was there."""
    Entry.objects.filter(pk=one(chance).pk).update(after={"n": -1})


def edit_payload_and_digest(chance: Random) -> None:
    """Change it with a digest that fits."""
    facts = {"n": -1}
    Entry.objects.filter(pk=one(chance).pk).update(after=facts, digest=digest(None, facts))


def empty_a_payload(chance: Random) -> None:
    """Pretend that the payload was purged."""
    entry = one(chance)
    Entry.objects.filter(pk=entry.pk).update(before=None, after=None, purged_at=entry.at)


def drop_an_entry(chance: Random) -> None:
    """Let something not have happened."""
    one(chance).delete()


def swap_two(chance: Random) -> None:
    """Exchange the places of two entries."""
    first, second = chance.sample(list(Entry.objects.values_list("pk", flat=True)), 2)
    for old, new in ((first, -1), (second, first), (-1, second)):
        Entry.objects.filter(pk=old).update(id=new)


def move_to_another_seal(chance: Random) -> None:
    """Hang an entry under another seal."""
    entry = one(chance)
    others = Seal.objects.exclude(number=entry.seal_id or 0)
    Entry.objects.filter(pk=entry.pk).update(seal=chance.choice(list(others)))


def insert_an_entry(chance: Random) -> None:
    """Add something that never happened under an old seal."""
    entry = one(chance)
    entry.pk = Entry.objects.latest("id").pk + chance.randint(1, 9)
    entry.save(force_insert=True)


def unseal_an_entry(chance: Random) -> None:
    """Take an entry out of its seal, to be sealed anew later."""
    Entry.objects.filter(pk=one(chance).pk).update(seal=None)


def change_a_seal(chance: Random) -> None:
    """Change one field of a seal."""
    seal = chance.choice(list(Seal.objects.all()))
    wrong = {"count": seal.count + 1, "previous": "0" * 64, "hash": "f" * 64}
    field = chance.choice(sorted(wrong))
    Seal.objects.filter(pk=seal.pk).update(**{field: wrong[field]})


def drop_a_seal(chance: Random) -> None:
    """Let a whole seal go, with its entries."""
    seal = chance.choice(list(Seal.objects.all()))
    Entry.objects.filter(seal=seal).delete()
    seal.delete()


def cut_off_the_end(chance: Random) -> None:
    """Drop the newest seals with their entries, and number on from there."""
    keep = chance.randint(0, Seal.objects.count() - 1)
    Entry.objects.filter(seal__gt=keep).delete()
    Seal.objects.filter(number__gt=keep).delete()
    if chance.random() < 0.5:
        forge_a_seal()


def write_anew(chance: Random) -> None:
    """Edit one entry and compute all seals again, as somebody who knows how would."""
    edit_payload_and_digest(chance)
    previous = ""
    for seal in Seal.objects.order_by("number"):
        entries = list(seal.entries.order_by("id"))
        seal.previous = previous
        seal.hash = previous = seal_hash(seal.number, seal.at, previous, entries)
        seal.save()


def forge_a_seal() -> None:
    """Go on after the last seal that is left, as the sealer would."""
    entry = record("plan:1", "Plan 1", "changed", by=None)
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    forged = seal_hash(number, entry.at, previous, [entry])
    entry.seal = Seal.objects.create(
        number=number, count=1, previous=previous, hash=forged, at=entry.at
    )
    entry.save()


def one(chance: Random) -> Entry:
    """Any entry."""
    return chance.choice(list(Entry.objects.order_by("id")))


TAMPERS: tuple[Tamper, ...] = (
    edit_a_field,
    edit_the_time,
    edit_the_payload,
    edit_payload_and_digest,
    empty_a_payload,
    drop_an_entry,
    swap_two,
    move_to_another_seal,
    insert_an_entry,
    unseal_an_entry,
    change_a_seal,
    drop_a_seal,
    cut_off_the_end,
    write_anew,
)
