"""Whoever reads Spanish gets mails without an English heading, and the catalog is as it is written.

Words of a pack and what people wrote are data: they may be in another language.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests import objects
from trellis.cycles.notices import tell_everybody
from trellis.notices.models import Notice
from trellis.people.models import Person
from trellis.programs.texts import say

ROOT = Path(settings.BASE_DIR) / "trellis"
CATALOG = ROOT / "web" / "locale" / "es" / "LC_MESSAGES"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}
LETTERS = (
    "home/digests/writing.py", "people/letters.py", "organizations/invitations/letters.py",
    "organizations/identity/letters.py", "organizations/lending.py", "cycles/notices.py",
    "meetings/offers/mails.py", "supports/requests/mails.py",
)  # fmt: skip
"""Files that write mails and nothing else."""
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\[n\]|\n")
WRITTEN = {
    "year-opened",
    "overview",
    "meeting-planned",
    "meeting-times",
    "help-asked",
    "coaching-asked",
}
SHORTEST = 12
"""A shorter piece of a message may be part of a name or a text of the pack."""


def messages(path: Path) -> Iterator[tuple[str, ...]]:
    """Every message of a file, with its plural where it has one."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CALLS:
            texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
            found = tuple(one for one in texts if isinstance(one, str))
            if found:
                yield found


@cache
def english() -> frozenset[str]:
    """Pieces of the product's messages between what is filled in."""
    paths = [one for one in ROOT.rglob("*.py") if "tests" not in one.parts]
    pieces = {
        piece.strip()
        for path in paths
        for found in messages(path)
        for text in found
        for piece in HOLE.split(text)
    }
    spoken = set(spanish().values())
    return frozenset(
        one for one in pieces if len(one) >= SHORTEST and " " in one and one not in spoken
    )


@cache
def spanish() -> dict[str, str]:
    """The compiled catalog."""
    with (CATALOG / "django.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    return {key: text for key, text in vars(found)["_catalog"].items() if isinstance(key, str)}


@pytest.mark.pure
def test_the_compiled_catalog_says_what_is_written():
    blocks = (CATALOG / "django.po").read_text(encoding="utf-8").split("\n\n")
    written = {
        ast.literal_eval(f"({said[1]})"): ast.literal_eval(f"({said[2]})")
        for block in blocks
        if (said := re.search(r'msgid ((?:"[^\n]*"\n)+)msgstr ((?:"[^\n]*"\n?)+)', block))
    }
    single = {key: text for key, text in spanish().items() if key}
    assert {key: text for key, text in written.items() if key} == single, (
        "Compile the catalog: ./dev manage compilemessages"
    )


@pytest.mark.pure
@pytest.mark.parametrize("name", LETTERS)
def test_every_message_of_a_file_of_letters_is_said_in_spanish(name):
    with (CATALOG / "django.mo").open("rb") as file:
        known = vars(gettext.GNUTranslations(file))["_catalog"]
    missing = [
        found[0]
        for found in messages(ROOT / name)
        if found[0] not in known and (found[0], 0) not in known
    ]
    assert missing == []


def test_no_mail_to_somebody_who_reads_spanish_has_an_english_heading(world):
    Notice.objects.all().delete()
    Person.objects.update(language="es")
    tell_everybody(world.release)
    objects.targets(world)
    for day in ("2026-11-30", "2026-12-02", "2026-12-03"):
        call_command("send_reminders", "--on", day)
    mails = list(Notice.objects.exclude(recipient=None))
    data = [say(role.name) for role in world.program.roles.values()]
    data += [one.name for one in world.organizations.values()]
    pieces = {one for one in english() if one not in " ".join(data)}
    found = {
        (mail.kind, piece)
        for mail in mails
        for piece in pieces
        if piece in mail.subject or piece in mail.text
    }
    assert found == set()
    assert {one.kind for one in mails} >= WRITTEN
