"""Pictures of the README stay pictures when they are made small."""

import struct
import zlib
from pathlib import Path

import pytest

from tools.pictures import SIGNATURE, _chunk, _read, shrink

pytestmark = pytest.mark.pure
COLORS = [(27, 43, 38), (255, 255, 255), (31, 107, 79), (140, 47, 20)]


def filtered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    """A line as PNG stores it with a filter: none, left or up."""
    before = {0: bytes(len(line)), 1: bytes(step) + line[:-step], 2: above}[kind]
    return bytes([kind]) + bytes((a - b) & 255 for a, b in zip(line, before, strict=True))


def write_picture(path: Path, *, step: int) -> None:
    """64 by 9 stripes, RGB or RGBA, its lines filtered in turn."""
    raw, above = b"", bytes(64 * step)
    for y in range(9):
        line = b"".join(bytes((*COLORS[(x // 8 + y) % 4], 255)[:step]) for x in range(64))
        raw += filtered(y % 3, line, above, step)
        above = line
    head = struct.pack(">IIBBBBB", 64, 9, 8, 2 if step == 3 else 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 1)), (b"IEND", b""))
    path.write_bytes(SIGNATURE + b"".join(_chunk(name, data) for name, data in parts))


@pytest.mark.parametrize("step", [3, 4])
def test_few_colors_stay_as_they_are(tmp_path, step):
    path = tmp_path / "picture.png"
    write_picture(path, step=step)
    width, height, rows = _read(path.read_bytes())
    assert (width, height) == (64, 9)
    assert rows[3][:9] == [COLORS[3]] * 8 + [COLORS[0]]
    assert shrink(path) < 400
    data = path.read_bytes()
    palette = data[data.index(b"PLTE") + 4 :][:12]
    places = zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8])
    shown = [
        [tuple(palette[3 * at : 3 * at + 3]) for at in places[y * 65 + 1 : y * 65 + 65]]
        for y in range(9)
    ]
    assert shown == rows


def test_every_picture_of_the_readme_is_small():
    folder = Path(__file__).parent.parent / "docs" / "screens"
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.png")}
    assert {"my-work.png", "school-year.png", "whole-year.png", "district.png"} <= set(sizes)
    assert {name for name, size in sizes.items() if size > 150 * 1024} == set()
