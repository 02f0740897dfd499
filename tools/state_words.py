"""Finds words of one state in code: they belong to its program pack.

One line may name the pack that is installed when nobody chose; it ends with
`# the default pack folder`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.places import ROOT, say

WORDS = "iqfsr iwas isbe cicp ilempower illinois prairie qer ejc roe rcdts".split()  # noqa: SIM905
MARK = "# the default pack folder"
SUFFIXES = {".py", ".html", ".txt", ".sql", ".css", ".js", ".xml", ".jinja"}
PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
JOINED = re.compile(r"\bil[-_ ]empower", re.IGNORECASE)


def faults(root: Path) -> list[str]:
    """Every place that uses a state's word, and a default that stands twice."""
    found = []
    defaults = []
    for path in files(root):
        where = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if line.rstrip().endswith(MARK):
                defaults.append(f"{where}:{number}")
            else:
                found += [f"{where}:{number} says {word}" for word in state_words(line)]
    if len(defaults) > 1:
        found.append(f"only one line names the default pack, not {', '.join(defaults)}")
    return found


def files(root: Path) -> Iterator[Path]:
    """Code and templates of the product; not its tests, not the sample."""
    for path in sorted((root / "trellis").rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix in SUFFIXES and "tests" not in parts and parts[1] != "sample":
            yield path


def state_words(line: str) -> list[str]:
    """The words of a line that belong to a state, also inside names: `IsbeRegion`, `isbe_code`."""
    pieces = {piece.lower() for piece in PIECE.findall(line)}
    found = [word for word in WORDS if word in pieces]
    return [*found, "il-empower"] if JOINED.search(line) else found


def main() -> int:
    """Print the places; nothing is good."""
    found = faults(ROOT)
    for fault in found:
        say(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
