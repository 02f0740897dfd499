"""What the proof of the embargo hides: four unpublished releases and their letters.

Also where it may be found: by whom the release is read ahead, and what was written beside pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import NoReverseMatch, reverse

from tests import cast
from tests.cast import TODAY, World
from tests.relations import Visitor
from trellis.cycles.actions import propose
from trellis.designations.actions import schedule, send_advance_notice, withdraw_check
from trellis.designations.letters import actions as post
from trellis.designations.letters.schema import Delivery, LetterKind, Letters, Moment
from trellis.designations.models import Designation, Letter, Release
from trellis.designations.schema import Designations, ReleaseDay
from trellis.documents.models import Document
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.notices.models import Notice
from trellis.web.policy import TABLE

BIRD = "kestrel"
"""Stands in every word of the unpublished releases and nowhere else."""

TOLD = {"birch": {"lincoln", "grant", "oak"}, "harbor": {"hyde"}}
"""The districts that are told ahead, and their schools in the release; one has its letter."""
WRITTEN_TO = "birch"
EVERYWHERE = {"lincoln", "grant", "oak", "adams", "mill", "hyde", "cedar"}


# ---- Planting ----


def plant(world: World) -> Release:
    """Four unpublished releases full of the word; the last one was told ahead to two districts."""
    with time_machine.travel(clock.now() - timedelta(hours=1), tick=False):
        timed = _checked(world, "timed")
        _tell(world, timed)
        withdraw_check(timed, by=world.publisher)
    cast.checked(world, timed)
    schedule(timed, at=clock.now() + timedelta(days=2), by=world.publisher)
    _draft(world, "draft")
    _checked(world, "checked")
    told = _checked(world, "told")
    _tell(world, told)
    post.hold(secret_letters(told).filter(district=world["cedar"])[0], by=world.publisher)
    return told


def _draft(world: World, title: str) -> Release:
    release = cast.draft(world, title=f"{BIRD} {title}")
    _more(world, release)
    post.write_letters(release, by=world.publisher)
    return release


def _checked(world: World, title: str) -> Release:
    release = _draft(world, title)
    propose(release, by=world.publisher)
    return cast.checked(world, release)


def _tell(world: World, release: Release) -> None:
    """Tell the districts, and let the letters leave that one of them may have before."""
    send_advance_notice(release, [world[place] for place in TOLD], by=world.publisher)
    for kind in ahead_kinds(world):
        _let_leave(world, release, kind)


def _more(world: World, release: Release) -> None:
    """Every school has another designation than in public, with the word in all that is told."""
    release.source, release.report = f"{BIRD}.csv", {"notes": [BIRD], "refused": 1, "problems": []}
    release.save()
    named = world.program.section("designations", Designations).vocabularies[-1].terms
    hardest = max(named, key=lambda term: term.rank).code
    rows = {place: short for short, place in world.organizations.items()}
    for one in Designation.objects.filter(release=release).select_related("organization"):
        short = rows[one.organization]
        one.kind = hardest if one.kind != hardest else named[0].code
        one.label, one.reasons = f"{BIRD}-{short}", [f"{BIRD}-{short}"]
        one.groups, one.indicators = [f"{BIRD}-{short}"], {}
        one.save()


def ahead_kinds(world: World) -> list[LetterKind]:
    """The letters that may leave before publication."""
    kinds = world.program.section("letters", Letters).kinds
    found = [kind for kind in kinds if kind.at == Moment.ADVANCE]
    assert found, "this pack writes to nobody ahead"
    return found


def _let_leave(world: World, release: Release, kind: LetterKind) -> None:
    """One told district's letter, by mail or on another way, as its kind is delivered."""
    letter = secret_letters(release).get(kind=kind.code, district=world[WRITTEN_TO])
    if kind.delivery == Delivery.MAIL:
        post.send_letter(letter, by=world.publisher)
    else:
        post.mark_sent(letter, by=world.publisher, on=TODAY)


def secret_letters(release: Release | None = None) -> QuerySet[Letter]:
    """Letters of unpublished releases, or of one of them."""
    found = Letter.objects.filter(release__title__startswith=BIRD).order_by("pk")
    return found.filter(release=release) if release else found


# ---- Who may find it ----


def told_at(world: World, visitor: Visitor) -> str:
    """The told district where somebody holds one of the pack's roles as an own one, else empty."""
    roles = world.program.section("release", ReleaseDay).advance.roles
    return next((place for place in TOLD if _holds(visitor, roles, place)), "")


def letters_ahead(world: World, visitor: Visitor) -> list[str]:
    """Addresses of the sent letters that somebody may open: told ahead, and written to."""
    told = told_at(world, visitor) == WRITTEN_TO
    kinds = [one.code for one in ahead_kinds(world) if _holds(visitor, one.to, WRITTEN_TO)]
    found = secret_letters().filter(release__title=f"{BIRD} told", state="sent")
    found = found.filter(kind__in=kinds if told else [])
    return [reverse("designations:letter", args=[letter.pk]) for letter in found]


def _holds(visitor: Visitor, roles: Iterable[str], place: str) -> bool:
    return any(
        one.role.code in roles and one.place == place and one.lent is None and not one.serves
        for one in visitor.places
    )


# ---- Where a person could guess ----


def guessed(letters: Iterable[Letter]) -> Iterator[str]:
    """Each page about an unpublished release or one of the letters, in whatever room; history."""
    kinds = sorted({letter.kind for letter in letters})
    for pk in Release.objects.filter(title__startswith=BIRD).values_list("pk", flat=True):
        yield from _pages_of(("designations:", "cycles:"), pk)
        for kind in kinds:
            yield reverse("designations:letters-of-kind", args=[pk, kind])
        yield reverse("home:history", args=["release", pk])
    for letter in letters:
        yield from _pages_of(("designations:letter",), letter.pk)
        for form in ("pdf", "docx"):
            yield reverse("designations:letter-file", args=[letter.pk, form])
        yield reverse("home:history", args=["letter", letter.pk])


def _pages_of(rooms: tuple[str, ...], pk: int) -> Iterator[str]:
    for row in TABLE:
        if row.route.startswith(rooms) and "GET" in row.methods:
            with suppress(NoReverseMatch):  # a page that is not about one record
                yield reverse(row.route, args=[pk])


def deeds(letters: Iterable[Letter]) -> Iterator[str]:
    """What is done with a letter; an answer other than *not there* would say that it exists."""
    for letter in letters:
        for row in TABLE:
            if row.route.startswith("designations:letter-") and "POST" in row.methods:
                yield reverse(row.route, args=[letter.pk])


# ---- What pages do not show ----


@dataclass(frozen=True)
class Written:
    """What stood in mail, files and history before the secret was there."""

    notices: int
    documents: int
    files: list[str]
    entry: int

    @classmethod
    def now(cls) -> Written:
        """As it stands."""
        kept = sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
        last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
        return cls(Notice.objects.count(), Document.objects.count(), kept, last)


def search_the_rest(
    world: World, told: Release, before: Written, everybody: Iterable[Visitor]
) -> int:
    """Mail goes to the told alone and names nothing; no file; history only of the releases.

    Answers how many mails were written.
    """
    after = Written.now()
    assert (after.documents, after.files) == (before.documents, before.files), "a file was written"
    mails = Notice.objects.order_by("-pk")[: after.notices - before.notices]
    people = [one for one in everybody if one.person]
    holders = {one.person.email for one in people if one.person and told_at(world, one)}
    readers = {one.person.email for one in people if one.person and letters_ahead(world, one)}
    mailed = any(kind.delivery == Delivery.MAIL for kind in ahead_kinds(world))
    assert {one.address for one in mails if one.kind == "advance-notice"} == holders != set()
    assert {one.address for one in mails if one.kind == "letter"} == (readers if mailed else set())
    assert {one.kind for one in mails} <= {"advance-notice", "letter"}
    for mail in mails:
        text = f"{mail.subject} {mail.text} {mail.about} {mail.from_name}".lower()
        assert BIRD not in text, f"a mail to {mail.address} says the word"
    secret = {f"release:{pk}" for pk in Release.objects.values_list("pk", flat=True)}
    secret |= {f"letter:{letter.pk}" for letter in secret_letters()}
    about = set(Entry.objects.filter(pk__gt=before.entry).values_list("subject", flat=True))
    assert about <= secret, f"history about others than the releases: {about - secret}"
    assert told.title.startswith(BIRD)
    return len(mails)
