"""Before a release is public, nobody outside the agency finds a sign of it, wherever they look.

Everybody of the cast opens every page, before there is an unpublished release and while there are
four: a draft, a checked one, one that two districts were told of ahead, and one with a set hour of
which they were told before its check was taken back. Each has its letters; one of the told
districts got its own. Pages are those of the policy table and whatever their links lead to. Each
answer must be the same as before, to the letter. Only the told districts' own people read something
new: the advance page and their letter, both about their own schools, and the list of their letters.
Then mail, files and history are searched. Full size: everybody; small: some. Both packs.
"""

from __future__ import annotations

import argparse
import html
import io
import logging
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import Resolver404, resolve, reverse
from pypdf import PdfReader

from proofs.embargo_secret import (
    BIRD,
    EVERYWHERE,
    TOLD,
    Written,
    deeds,
    guessed,
    letters_ahead,
    plant,
    search_the_rest,
    secret_letters,
    told_at,
)
from tests import cast, objects
from tests.cast import TODAY, Relation, World
from tests.relations import Visitor, visitors_of
from tests.standins import stand_ins
from tests.target import Target
from tests.visits import sign_in_as
from trellis.designations.models import Letter, Release
from trellis.designations.schema import Designations, ReleaseDay
from trellis.organizations.models import Organization
from trellis.programs.schema.roles import Capability, Level
from trellis.web.policy import TABLE, Door, Row

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 18, tzinfo=UTC)
CHANGING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*|(nonce-)[^\'"]*'  # new in each rendering
)
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
LINE = re.compile(r"<li>.*?</li>", re.DOTALL)
ROWS = {row.route: row for row in TABLE}
ENTRANCES = {Door.SIGN_IN_PAGES, Door.SAMPLE}
FOLLOWED = {"full": 60, "small": 12}
"""How many links somebody follows at most, the nearest first."""


@dataclass
class Looker:
    """Somebody with a browser: which pages there are for them, and what each says."""

    visitor: Visitor
    browser: Client
    pages: dict[str, str]
    told_at: str
    """The district for which they may know ahead of the told release; mostly none."""


def main() -> int:
    """Prove it for both packs: roles, letters and who is told ahead differ."""
    return for_both_packs(prove)


def for_both_packs(proof: Callable[[str, str], None]) -> int:
    """Prove something of all pages at the size asked for, with either pack, and leave nothing."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    size = reader.parse_args().size
    setup_test_environment()
    logging.disable(logging.ERROR)  # hundreds of pages that are not there, on purpose
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        for pack in ("illinois", "prairie"):
            with transaction.atomic(), time_machine.travel(NOON, tick=False):
                proof(pack, size)
                transaction.set_rollback(True)
    return 0


def prove(pack: str, size: str) -> None:
    """Look, plant, look again; then search what pages do not show."""
    world = cast.build(pack)
    found = objects.targets(world) if pack == "illinois" else {}
    everybody = [*visitors_of(world), *stand_ins(world)]
    outside = [one for one in everybody if not one.has(Capability.RELEASE_MANAGE)]
    assert not any(one.has(Capability.MAIL_MANAGE) for one in outside), "all mail shows it"
    urls = list(addresses(world, found, full=size == "full"))
    some = [one for one in outside if size == "full" or is_some(world, one)]
    lookers = [looking(world, one, urls, FOLLOWED[size]) for one in some]
    before = Written.now()
    told = plant(world)
    seen = opened = 0
    letters = list(secret_letters(None if size == "full" else told))
    for one in lookers:
        seen += look_again(world, one, told)
        new = opened_ahead(world, one, told)
        seen += beside(one, new, letters)
        opened += len(new)
    mails = search_the_rest(world, told, before, everybody)
    releases = Release.objects.filter(title__startswith=BIRD)
    print(
        f"{pack}: {len(lookers)} visitors, {seen} answers, {opened} of them told ahead, {mails}"
        f" mails: 0 signs of {releases.count()} releases and their"
        f" {sum(one.letters.count() for one in releases)} letters"
    )


def is_some(world: World, visitor: Visitor) -> bool:
    """Whether somebody is tried at reduced size: those nearest to the secret, and the public."""
    roles = world.program.section("release", ReleaseDay).advance.roles
    heads = [
        role.code
        for role in world.program.roles.values()
        if role.held_at == Level.SCHOOL and role.single
    ]
    named = {f"{role} ({Relation.OWN})" for role in (*roles, *heads[:1])}
    for there in (Relation.OTHER_DISTRICT, Relation.OTHER_REGION):
        named |= {f"{role} ({there})" for role in roles[:1]}
    lent = "agency" in visitor.name and visitor.name.endswith("(delegated, all)")
    return lent or visitor.name in named or visitor.name == "public"


# ---- Looking ----


def addresses(world: World, found: dict[str, Target], *, full: bool) -> Iterator[str]:
    """Every page of the policy table that can be read, and the public ones of every place."""
    for row in TABLE:
        target = found.get(row.route)
        if target is not None and "GET" in row.methods and row.door != Door.SIGN_IN_PAGES:
            yield reverse(row.route, args=target.args) + target.query
    for route in ("home:front", "home:help", "home:schools", "home:my-work", "people:profile"):
        yield reverse(route)
    yield reverse("designations:my-letters")
    for search in [f"?q={BIRD}", "?q=School", *(f"?kind={kind}" for kind in kinds(world))]:
        yield reverse("home:schools") + search
    for place in Organization.objects.order_by("pk"):
        if place.level in ("school", "district", "office"):
            yield reverse(f"home:{place.level}", args=[place.code])
        yield reverse("home:history", args=["organization", place.pk])
        if full and place.level == "school":
            for name in ("year", "whole", "everyone", "print", "my-month"):
                yield reverse(f"home:{name}", args=[place.code])


def kinds(world: World) -> list[str]:
    """Every designation of the pack."""
    named = world.program.section("designations", Designations).vocabularies
    return sorted({term.code for one in named for term in one.terms})


def looking(world: World, visitor: Visitor, urls: list[str], most: int) -> Looker:
    """Somebody who has opened all addresses, and so many more that they lead to."""
    client = Client(raise_request_exception=False)
    if visitor.person is not None:
        sign_in_as(client, visitor.person)
    pages: dict[str, str] = {}
    waiting = list(urls)
    for url in waiting:
        if url in pages or len(pages) >= len(urls) + most:
            continue
        pages[url] = answer(client, url)
        waiting += links(pages[url])
    return Looker(visitor, client, pages, told_at(world, visitor))


def links(text: str) -> Iterator[str]:
    """Pages of ours that a page leads to; signing in and out is left alone."""
    for url in LINK.findall(text):
        found = row_of(html.unescape(url).split("?")[0])
        if found is not None and "GET" in found.methods and found.door not in ENTRANCES:
            yield html.unescape(url)


def row_of(path: str) -> Row | None:
    """The policy's row for a path; None where there is none."""
    try:
        return ROWS.get(resolve(path).view_name)
    except Resolver404:
        return None


def answer(client: Client, url: str, *, post: bool = False) -> str:
    """Status, headers and text of a page; whatever the visit writes is undone."""
    with transaction.atomic():
        found = client.post(url) if post else client.get(url)
        text = shown(found)
        transaction.set_rollback(True)
    told = {name: ", ".join(sorted(value.split(", "))) for name, value in found.items()}
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(told.items()))
    return CHANGING.sub(r"\1\2", f"{found.status_code}\n{headers}\n{text}")


def shown(found: Iterable[bytes]) -> str:
    """What somebody reads who opens the answer: of a file that is packed, its words."""
    content = b"".join(found)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in sorted(packed.namelist()))
    elif content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


# ---- Looking again ----


def look_again(world: World, one: Looker, told: Release) -> int:
    """No answer has changed, and none says the word; how many were read.

    Whoever was told ahead finds more lines in the list of letters: those that lead to it.
    """
    mine = reverse("designations:my-letters")
    for url, text in one.pages.items():
        again = answer(one.browser, url)
        assert BIRD not in without_the_question(again), f"{one.visitor.name} reads it at {url}"
        if one.told_at and url == mine:
            new = set(LINE.findall(again)) - set(LINE.findall(text))
            led = {link for line in new for link in LINK.findall(line)}
            wanted = {reverse("designations:advance", args=[told.pk])}
            assert led == wanted | set(letters_ahead(world, one.visitor)), (one.visitor.name, led)
            continue
        assert again == text, f"{one.visitor.name} reads something else at {url}:\n" + changed(
            text, again
        )
    return len(one.pages)


def without_the_question(text: str) -> str:
    """A page without the word that was searched for, which it repeats."""
    text = text.lower()
    for said in (f"q={BIRD}", f'value="{BIRD}"', f"“{BIRD}”"):
        text = text.replace(said, "")
    return text


def changed(before: str, after: str) -> str:
    """The first lines that differ."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((f"- {one}\n+ {two}" for one, two in pairs if one != two), "a line more or less")


def opened_ahead(world: World, one: Looker, told: Release) -> set[str]:
    """The pages that somebody who was told may open; each speaks of their own schools alone."""
    if not one.told_at:
        return set()
    pages = {reverse("designations:advance", args=[told.pk])}
    for letter in letters_ahead(world, one.visitor):
        pages |= {letter, f"{letter}file/pdf/", f"{letter}file/docx/"}
    for url in pages:
        text = answer(one.browser, url)
        assert text.startswith("200"), f"{one.visitor.name} was told and gets {text[:3]} at {url}"
        named = {short for short in EVERYWHERE if says(world, text, short)}
        assert named == TOLD[one.told_at], f"{one.visitor.name} reads of {named} at {url}"
    return pages


def says(world: World, text: str, short: str) -> bool:
    """Whether a page speaks of a school of the release."""
    name = world[short].name
    return f"{BIRD}-{short}" in text or name in text or html.escape(name) in text


def beside(one: Looker, open_to: set[str], letters: list[Letter]) -> int:
    """Addresses that a person could guess are not there, nor anything to press; how many."""
    count = 0
    for url in sorted(set(guessed(letters)) - open_to):
        text = answer(one.browser, url)
        count += 1
        assert text[:3] in ("302", "404"), f"{one.visitor.name} gets {text[:3]} at {url}"
        assert BIRD not in text.lower(), f"{one.visitor.name} reads the word at {url}"
    for url in deeds(letters):
        if any(url.startswith(page) for page in open_to):
            continue
        text = answer(one.browser, url, post=True)
        count += 1
        assert text[:3] in ("302", "404"), f"{one.visitor.name} learns of a letter at {url}"
    return count + len(open_to)
