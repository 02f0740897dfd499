"""Sizes that code may not outgrow: `python -m tools.budgets` lists what did.

A test or state machine that is long for a reason says so on the line above it:
`# long: REASON`.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.places import ROOT, say

MODULE, CLASS, FUNCTION, TEST, TEMPLATE = 400, 200, 40, 30, 150
VIEWS, DEPENDENCIES = 12, 25
TREES = ("trellis", "tools", "tests", "benches", "proofs")
EXCUSE = "# long: "
Function = ast.FunctionDef | ast.AsyncFunctionDef


def faults(root: Path) -> list[str]:
    """Everything that is larger than it may be, in sentences."""
    found = list(dependency_faults(root))
    for path in sorted(code_files(root)):
        where = path.relative_to(root).as_posix()
        found += [f"{where}{fault}" for fault in module_faults(where, path.read_text())]
    for path in sorted(template_files(root)):
        lines = len(path.read_text().splitlines())
        if lines > TEMPLATE:
            found.append(f"{path.relative_to(root).as_posix()}: {lines} lines, {TEMPLATE} at most")
    return found


def code_files(root: Path) -> Iterator[Path]:
    """Every file of Python that people wrote; migrations are Django's."""
    yield from (path for path in (root / "dev", root / "conftest.py") if path.exists())
    for tree in TREES:
        for path in (root / tree).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def template_files(root: Path) -> Iterator[Path]:
    """Every page and letter."""
    for path in (root / "trellis").rglob("templates/**/*"):
        if path.suffix in {".html", ".txt", ".jinja", ".xml"}:
            yield path


def module_faults(where: str, source: str) -> Iterator[str]:
    """What is too large in one file, each with its line."""
    lines = source.splitlines()
    if len(lines) > MODULE:
        yield f": {len(lines)} lines, {MODULE} at most"
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef):
            most = limit(where, node)
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > most and not is_excused(where, node, lines):
                yield f":{node.lineno} {node.name}: {length} lines, {most} at most"
    pages = [node for node in tree.body if is_page(node)]
    if is_view_file(where) and len(pages) > VIEWS:
        yield f": {len(pages)} pages, {VIEWS} at most"


def limit(where: str, node: Function | ast.ClassDef) -> int:
    """How many lines this class, function or test may have."""
    if isinstance(node, ast.ClassDef):
        return CLASS
    is_story = Path(where).name.startswith("test_story_")
    if node.name.startswith("test_") and not is_story and is_test_file(where):
        return TEST
    return sys.maxsize if node.name.startswith("test_") and is_story else FUNCTION


def is_excused(where: str, node: Function | ast.ClassDef, lines: list[str]) -> bool:
    """Does the line above, decorators counted, give a reason? Only in tests."""
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    above = lines[first - 2].strip() if first > 1 else ""
    return is_test_file(where) and above.startswith(EXCUSE) and len(above) > len(EXCUSE)


def is_test_file(where: str) -> bool:
    """Is this one of the tests?"""
    return "tests" in Path(where).parts


def is_view_file(where: str) -> bool:
    """Is this `views.py`, or a file of a folder `views`?"""
    path = Path(where)
    return path.name == "views.py" or "views" in path.parent.parts


def is_page(node: ast.stmt) -> bool:
    """Is this a function that answers a request?"""
    if not isinstance(node, Function) or node.name.startswith("_"):
        return False
    arguments = node.args.posonlyargs + node.args.args
    return bool(arguments) and arguments[0].arg == "request"


def dependency_faults(root: Path) -> Iterator[str]:
    """Too many packages that the product needs to run?"""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    number = len(project["dependencies"])
    if number > DEPENDENCIES:
        yield f"pyproject.toml: {number} direct dependencies, {DEPENDENCIES} at most"


def main() -> int:
    """Print what is too large; nothing is good."""
    found = faults(ROOT)
    for fault in found:
        say(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
