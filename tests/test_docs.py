"""The documents say what is there: settings, keys of packs, commands, links, decisions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from django.core.management import get_commands
from pydantic import BaseModel

from tools.verbs import HELP, VERBS
from trellis.programs.schema.base import Sourced
from trellis.programs.sections import registered
from trellis.web.policy import BY_ROUTE

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
PICTURES = {"docs/screens/my-work.png", "docs/screens/school-year.png"}
"""Made by a script; a page may show no others."""

EXAMPLES = {"packs/ohio", "trellis/ROOM/", "trellis/ROOM/tests/test_BEHAVIOR.py"}
"""Paths that a page makes up."""

WORD = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def words(text: str) -> set[str]:
    """Everything that a text sets as code."""
    return set(WORD.findall(text))


def part(path: Path, heading: str) -> str:
    """The text under a heading of the second floor, up to the next one."""
    found = path.read_text().partition(f"\n## {heading}\n")[2]
    assert found, f"{path.name} has no part “{heading}”"
    return found.partition("\n## ")[0]


def rows(text: str) -> Iterator[str]:
    """The first cells of all tables, their heads left out."""
    for line in re.sub(r"(?m)^\|.*\n\|[-:| ]+\|$", "", text).splitlines():
        if line.startswith("| "):
            yield line.split("|")[1]


# ---- Settings


def names_that_settings_read() -> set[str]:
    """Names in `os.environ.get("…")`, `flag("…")` and `words("…")`."""
    tree = ast.parse((ROOT / "trellis/web/settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return {
        str(ast.literal_eval(call.args[0]))
        for call in calls
        if ast.unparse(call.func) in {"os.environ.get", "flag", "words"}
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_setting_is_told_and_every_told_setting_is_read():
    told = {name for cell in rows(part(DOCS / "running.md", "Settings")) for name in words(cell)}
    assert told == names_that_settings_read()


# ---- Packs


def models_of(shape: Any) -> frozenset[type[BaseModel]]:
    """Every model that can stand somewhere in a piece of a pack."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        inner = (models_of(field.annotation) for field in shape.model_fields.values())
        return frozenset({shape}).union(*inner)
    return frozenset().union(*(models_of(one) for one in get_args(shape)))


def choices_of(shape: Any) -> set[str]:
    """The words of which a file must use one."""
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return {one.value for one in shape}
    if get_origin(shape) is Literal:
        return set(get_args(shape))
    return set().union(*(choices_of(one) for one in get_args(shape)))


@pytest.mark.parametrize("section", registered(), ids=lambda section: section.name)
def test_every_key_of_a_pack_is_told_under_its_file_and_no_other(section):
    text = part(DOCS / "packs.md", f"`{section.file}`")
    models = models_of(section.model)
    keys = {key for model in models for key in model.model_fields}
    shared = set(Sourced.model_fields)
    assert keys - shared - words(text) == set()
    heads = {word for cell in rows(text) for word in words(cell)}
    fields = [field.annotation for model in models for field in model.model_fields.values()]
    assert heads - keys - set().union(*map(choices_of, fields)) == set()


def test_what_files_share_is_told_once():
    told = words(part(DOCS / "packs.md", "What every file shares"))
    assert set(Sourced.model_fields) - told == set()


def test_every_choice_of_a_pack_is_told():
    told = words((DOCS / "packs.md").read_text())
    shapes = {
        field.annotation
        for section in registered()
        for model in models_of(section.model)
        for field in model.model_fields.values()
    }
    assert set().union(*map(choices_of, shapes)) - told == set()


# ---- Commands


def test_every_verb_and_flag_of_dev_is_told_in_the_readme():
    text = (ROOT / "README.md").read_text()
    assert [verb for verb in VERBS if f"`./dev {verb}" not in text] == []
    flags = set(re.findall(r"--[a-z-]+", HELP))
    assert {flag for flag in flags if f"`{flag}" not in text} == set()


def test_every_command_in_the_documents_exists():
    named = {
        (page.name, command)
        for page in PAGES
        for command in re.findall(r"\./dev manage ([a-z_]+)", page.read_text())
    }
    assert {one for one in named if one[1] not in {*get_commands(), "help"}} == set()


@pytest.mark.parametrize("folder", ["benches", "proofs"])
def test_every_bench_and_proof_is_named_in_the_readme(folder):
    scripts = [path for path in ROOT.glob(f"{folder}/[!_]*.py") if "def main(" in path.read_text()]
    names = {path.stem.replace("_", "-") for path in scripts}
    assert names - words((ROOT / "README.md").read_text()) == set()


def test_every_verb_of_dev_in_the_documents_exists():
    named = {
        (page.name, verb)
        for page in PAGES
        for verb in re.findall(r"\./dev ([a-z]+)", page.read_text())
    }
    assert {one for one in named if one[1] not in {*VERBS, "help"}} == set()


def test_every_route_in_the_documents_exists():
    pattern = re.compile(r'\("([a-z_]+:[a-z-]+)"')
    named = {(page.name, route) for page in PAGES for route in pattern.findall(page.read_text())}
    assert {one for one in named if one[1] not in BY_ROUTE} == set()


# ---- Links


def anchors(page: Path) -> set[str]:
    """What a link may name after `#`, as hosts of repositories make it from headings."""
    heads = (re.sub(r"[^\w\- ]", "", head.lower()) for head in HEADING.findall(page.read_text()))
    return {head.strip().replace(" ", "-") for head in heads}


def broken_links(page: Path) -> Iterator[str]:
    """Links from a page that lead nowhere in this repository."""
    for shown, address in LINK.findall(page.read_text()):
        if re.match(r"[a-z]+:", address):
            continue
        path, _sign, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        if shown:
            if target.relative_to(ROOT).as_posix() not in PICTURES:
                yield f"{page.name} shows {address}"
        elif not target.exists() or (anchor and anchor not in anchors(target)):
            yield f"{page.name} links {address}"


def test_every_picture_is_there():
    assert [name for name in sorted(PICTURES) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    assert list(broken_links(page)) == []


def test_code_that_documents_point_to_is_there():
    pattern = re.compile(r"`((?:trellis|tools|tests|packs|benches|proofs|docs)/[\w./-]+)`")
    named = {(page.name, path) for page in PAGES for path in pattern.findall(page.read_text())}
    assert {
        one for one in named if one[1] not in EXAMPLES and not (ROOT / one[1]).exists()
    } == set()


# ---- Decisions


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("0*.md")), ids=lambda p: p.stem)
def test_a_decision_says_its_context_itself_and_what_follows(page):
    text = page.read_text()
    assert text.startswith(f"# {int(page.stem[:4])}. ")
    assert HEADING.findall(text)[1:] == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 70


def test_decisions_are_numbered_without_a_gap_and_all_are_listed():
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    assert [int(page.stem[:4]) for page in pages] == list(range(1, len(pages) + 1))
    listed = (DOCS / "decisions/README.md").read_text()
    assert [page.name for page in pages if f"]({page.name})" not in listed] == []
