"""Packs for tests: the invented state, and copies of it with one thing broken."""

import shutil
from pathlib import Path

from django.conf import settings

from trellis.programs.loader import BrokenPack, load

PRAIRIE = Path(settings.BASE_DIR) / "packs" / "prairie"
ILLINOIS = Path(settings.BASE_DIR) / "packs" / "illinois"


def copy_of_prairie(folder: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(PRAIRIE, folder / "prairie"))


def change(pack: Path, file: str, old: str, new: str) -> int:
    """Replace the first place of a text in a file; answers the line where it stands."""
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old!r}"
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return line


def problems(pack: Path) -> list[str]:
    """Every sentence about a pack."""
    try:
        load(pack)
    except BrokenPack as broken:
        return [str(problem) for problem in broken.problems]
    return []
