"""Before a release is public, nobody outside the agency finds a sign of it, wherever they look.

Everybody of the cast opens every page, before there is an unpublished release and while there are
four: a draft, a checked one, one with a set hour, and one that a district was told of ahead. Each
answer must be the same as before, to the letter. Only the told district's own people read something
new, on one page, about their own schools. Then mail, files and history are searched. Full size:
everybody of both packs; small: some of the first.
"""

from __future__ import annotations

import argparse
import logging
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import NoReverseMatch, reverse

from tests import cast, objects
from tests.cast import TODAY, Relation, World
from tests.relations import Visitor, visitors_of
from tests.standins import stand_ins
from tests.target import Target
from tests.visits import sign_in_as
from trellis.cycles.actions import propose
from trellis.designations.actions import schedule, send_advance_notice
from trellis.designations.models import Designation, Release
from trellis.designations.schema import Designations, ReleaseDay
from trellis.documents.models import Document
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.notices.models import Notice
from trellis.organizations.models import Organization
from trellis.programs.schema.roles import Capability
from trellis.web.policy import TABLE, Door

BIRD = "kestrel"
"""Stands in every word of the unpublished releases and nowhere else."""

TOLD = "birch"
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 18, tzinfo=UTC)
CHANGING = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*|(nonce-)[^\'"]*')
SOME = ("public", "stranger", "agency (delegated, all)")


@dataclass(frozen=True)
class Page:
    """An address, and the route that answers it."""

    route: str
    url: str


def main() -> int:
    """Prove it for the first pack, and at full size for the second too."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    full = reader.parse_args().size == "full"
    setup_test_environment()
    logging.disable(logging.ERROR)  # hundreds of pages that are not there, on purpose
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        for pack in ("illinois", "prairie") if full else ("illinois",):
            with transaction.atomic(), time_machine.travel(NOON, tick=False):
                prove(pack, full=full)
                transaction.set_rollback(True)
    return 0


def prove(pack: str, *, full: bool) -> None:
    """Look, plant, look again; then search what pages do not show."""
    world = cast.build(pack)
    found = objects.targets(world) if pack == "illinois" else {}
    everybody = [*visitors_of(world), *stand_ins(world)]
    outside = [one for one in everybody if not one.has(Capability.RELEASE_MANAGE)]
    assert not any(one.has(Capability.MAIL_MANAGE) for one in outside), "all mail shows it"
    visitors = outside if full else [one for one in outside if is_some(world, one)]
    clients = {one.name: browser(one) for one in visitors}
    pages = list(pages_of(world, found, full=full))
    before = {one.name: look(clients[one.name], pages) for one in visitors}
    written = (Notice.objects.count(), Document.objects.count(), files())
    last = Entry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    told = plant(world)
    seen = 0
    for one in visitors:
        after = look(clients[one.name], pages)
        seen += len(after)
        ahead = reverse("designations:advance", args=[told.pk])
        same(one.name, before[one.name], after, ahead if reads_ahead(world, one) else "")
        seen += beside(world, one, clients[one.name], told)
    search_the_rest(world, told, written, last)
    print(
        f"{pack}: {len(visitors)} visitors, {seen} answers, {Notice.objects.count() - written[0]}"
        f" mails: 0 signs of {Release.objects.filter(title__startswith=BIRD).count()} releases"
    )


def is_some(world: World, visitor: Visitor) -> bool:
    """Whether somebody is tried at reduced size: those nearest to the secret, and the public."""
    roles = world.program.section("release", ReleaseDay).advance.roles
    named = {f"{role} ({Relation.OWN})" for role in (*roles, "principal")}
    named |= {f"{role} ({Relation.OTHER_DISTRICT})" for role in roles}
    return visitor.name in named or visitor.name in SOME


def browser(visitor: Visitor) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client(raise_request_exception=False)
    return client if visitor.person is None else sign_in_as(client, visitor.person)


# ---- Looking ----


def pages_of(world: World, found: dict[str, Target], *, full: bool) -> Iterator[Page]:
    """Every page of the policy table that can be read, and the public ones of every place."""
    for row in TABLE:
        target = found.get(row.route)
        if target is not None and "GET" in row.methods and row.door != Door.SIGN_IN_PAGES:
            yield Page(row.route, reverse(row.route, args=target.args) + target.query)
    for route in ("home:front", "home:help", "home:schools", "home:my-work"):
        yield Page(route, reverse(route))
    searches = [f"?q={BIRD}", "?q=School", *(f"?kind={kind}" for kind in kinds(world))]
    for search in searches:
        yield Page("home:schools", reverse("home:schools") + search)
    for place in Organization.objects.order_by("pk"):
        if place.level in ("school", "district", "office"):
            route = f"home:{place.level}"
            yield Page(route, reverse(route, args=[place.code]))
        yield Page("home:history", reverse("home:history", args=["organization", place.pk]))
        if full and place.level == "school":
            for name in ("year", "whole", "everyone", "print"):
                yield Page(f"home:{name}", reverse(f"home:{name}", args=[place.code]))


def kinds(world: World) -> list[str]:
    """Every designation of the pack."""
    named = world.program.section("designations", Designations).vocabularies
    return sorted({term.code for one in named for term in one.terms})


def look(client: Client, pages: Sequence[Page]) -> dict[Page, str]:
    """What each page answers, without the parts that differ from one visit to the next."""
    return {page: answer(client, page.url) for page in pages}


def answer(client: Client, url: str) -> str:
    """Status, headers and text of a page; whatever the visit writes is undone."""
    with transaction.atomic():
        found = client.get(url)
        content = b"".join(found) if found.streaming else found.content
        transaction.set_rollback(True)
    told = {name: ", ".join(sorted(value.split(", "))) for name, value in found.items()}
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(told.items()))
    return CHANGING.sub(
        r"\1\2", f"{found.status_code}\n{headers}\n{content.decode('utf-8', 'replace')}"
    )


def same(name: str, before: dict[Page, str], after: dict[Page, str], ahead: str) -> None:
    """No answer has changed, and none says the word.

    Whoever was told ahead (`ahead` is their page, else empty) is led there from the letters.
    """
    for page, text in after.items():
        assert BIRD not in text.lower().replace(f"q={BIRD}", "").replace(
            f'value="{BIRD}"', ""
        ).replace(f"“{BIRD}”", ""), f"{name} reads the word at {page.url}"
        if ahead and page.url == reverse("designations:my-letters"):
            assert f'href="{ahead}"' in text, f"{name} is not led to {ahead}"
            continue
        assert text == before[page], f"{name} reads something else at {page.url}:\n" + changed(
            before[page], text
        )


def changed(before: str, after: str) -> str:
    """The first lines that differ."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((f"- {one}\n+ {two}" for one, two in pairs if one != two), "a line more or less")


def beside(world: World, visitor: Visitor, client: Client, told: Release) -> int:
    """Addresses that a person could guess: every page of every unpublished release, its history."""
    may = reads_ahead(world, visitor)
    count = 0
    for release in Release.objects.filter(title__startswith=BIRD):
        for url in guessed(release):
            text = answer(client, url)
            count += 1
            if may and release == told and url == reverse("designations:advance", args=[told.pk]):
                own_schools_only(world, visitor.name, text)
                continue
            assert text[:3] in ("302", "404"), f"{visitor.name} gets {text[:3]} at {url}"
            assert BIRD not in text.lower(), f"{visitor.name} reads the word at {url}"
    return count


def reads_ahead(world: World, visitor: Visitor) -> bool:
    """Whether somebody holds one of the pack's roles in the told district, as an own one."""
    roles = world.program.section("release", ReleaseDay).advance.roles
    return any(
        one.role.code in roles and one.place == TOLD and one.lent is None and not one.serves
        for one in visitor.places
    )


def guessed(release: Release) -> Iterator[str]:
    """Each page about a release, whatever room it is in, and the history of it."""
    for row in TABLE:
        about = row.route.startswith(("designations:", "cycles:")) and "GET" in row.methods
        for args in ([release.pk],) if about else ():
            with suppress(NoReverseMatch):  # a page that is not about one release
                yield reverse(row.route, args=args)
    yield reverse("home:history", args=["release", release.pk])


def own_schools_only(world: World, name: str, text: str) -> None:
    """The page of a told district: its own schools' words, and those of no other."""
    assert text.startswith("200"), f"{name} was told and gets {text[:3]}"
    own = {short for short in ("lincoln", "grant", "oak") if f"{BIRD}-{short}" in text}
    assert own == {"lincoln", "grant", "oak"}, f"{name} misses own schools: {own}"
    far = [short for short in ("adams", "mill", "hyde", "cedar") if f"{BIRD}-{short}" in text]
    assert far == [], f"{name} reads of others: {far}"


# ---- The secret ----


def plant(world: World) -> Release:
    """Four unpublished releases full of the word; the last one was told ahead to one district."""
    for title in ("draft", "checked", "timed", "told"):
        release = cast.draft(world, title=f"{BIRD} {title}")
        more(world, release)
        if title == "draft":
            continue
        propose(release, by=world.publisher)
        cast.checked(world, release)
        if title == "timed":
            schedule(release, at=clock.now() + timedelta(days=2), by=world.publisher)
    send_advance_notice(release, [world[TOLD]], by=world.publisher)
    return release


def more(world: World, release: Release) -> None:
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


# ---- What pages do not show ----


def files() -> list[str]:
    """Every file that the product keeps."""
    return sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def search_the_rest(
    world: World, told: Release, written: tuple[int, int, list[str]], last: int
) -> None:
    """Mail goes to the told alone and names nothing; no file; history only of the releases."""
    notices, documents, kept = written
    assert (Document.objects.count(), files()) == (documents, kept), "a file was written"
    mails = Notice.objects.order_by("-pk")[: Notice.objects.count() - notices]
    roles = world.program.section("release", ReleaseDay).advance.roles
    holders = {
        one.person.email for one in visitors_of(world) if one.person and reads_ahead(world, one)
    }
    assert roles and holders and {one.address for one in mails} == holders
    for mail in mails:
        text = f"{mail.subject} {mail.text} {mail.about} {mail.from_name}".lower()
        assert BIRD not in text, f"a mail to {mail.address} says the word"
    releases = {f"release:{pk}" for pk in Release.objects.values_list("pk", flat=True)}
    about = set(Entry.objects.filter(pk__gt=last).values_list("subject", flat=True))
    assert about <= releases, f"history about others than the releases: {about - releases}"
    assert told.title.startswith(BIRD)
