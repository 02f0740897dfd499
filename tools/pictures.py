"""Makes PNG files small: at most 256 colors, as pages of text need hardly more."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_COLORS = 256
Color = tuple[int, int, int]


def shrink(path: Path) -> int:
    """Write a picture anew with a palette; answers its bytes."""
    width, height, rows = _read(path.read_bytes())
    counted = Counter(color for row in rows for color in row)
    palette = _palette(counted)
    places = {color: place for place, color in enumerate(palette)}
    for color in counted:
        if color not in places:
            places[color] = min(range(len(palette)), key=lambda at: _distance(color, palette[at]))
    lines = b"".join(b"\0" + bytes(places[color] for color in row) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", b"".join(bytes(color) for color in palette)),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    path.write_bytes(SIGNATURE + b"".join(_chunk(name, data) for name, data in parts))
    return path.stat().st_size


def _palette(counted: Counter[Color]) -> list[Color]:
    """The colors of large areas as they are; of the rest, the frequent ones that lie apart."""
    chosen: list[Color] = []
    taken: set[Color] = set()
    for color, count in counted.most_common():
        coarse = (color[0] >> 3, color[1] >> 3, color[2] >> 3)
        if count > 2_000 or coarse not in taken:
            chosen.append(color)
            taken.add(coarse)
        if len(chosen) == MOST_COLORS:
            break
    return chosen


def _distance(one: Color, two: Color) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, two, strict=True))


def _read(data: bytes) -> tuple[int, int, list[list[Color]]]:
    """Width, height and colors of a picture as a browser takes it: 8 bit, RGB or RGBA."""
    chunks = dict[bytes, bytes]()
    for name, part in _chunks(data):
        chunks[name] = chunks.get(name, b"") + part
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    if depth != 8 or kind not in (2, 6):
        raise ValueError("This picture is not one that a browser took.")
    step = 3 if kind == 2 else 4
    raw = zlib.decompress(chunks[b"IDAT"])
    rows, before = [], bytearray(width * step)
    for y in range(height):
        start = y * (width * step + 1)
        line = bytearray(raw[start + 1 : start + 1 + width * step])
        _unfilter(raw[start], line, before, step)
        rows.append([(line[x], line[x + 1], line[x + 2]) for x in range(0, width * step, step)])
        before = line
    return width, height, rows


def _unfilter(kind: int, line: bytearray, above: bytearray, step: int) -> None:
    """Undo the filter of one line in place."""
    for at in range(len(line) if kind else 0):
        left = line[at - step] if at >= step else 0
        up = above[at]
        corner = above[at - step] if at >= step else 0
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]
        line[at] = (line[at] + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    about = left + up - corner
    far = (abs(about - left), abs(about - up), abs(about - corner))
    return (left, up, corner)[far.index(min(far))]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
