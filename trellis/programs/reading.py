"""YAML 1.2 files as plain data with the line of every piece; hostile files get a sentence.

The nodes that the YAML library composes are turned into data here, so no tag can name code, no
alias can multiply without limit and every duplicate key is found.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MOST_BYTES = 1_000_000
MOST_PIECES = 100_000
DEEPEST = 30

At = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_SCALARS = frozenset({"str", "null", "bool", "int", "float", "timestamp"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Unreadable(Exception):
    """A file that can't be read on from this line."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


@dataclass(frozen=True)
class Slip:
    """Something wrong in a file that could still be read to its end."""

    line: int
    at: At
    text: str


@dataclass(frozen=True)
class Tree:
    """What a file says, where each piece of it stands, and the slips found on the way."""

    data: Any
    lines: Mapping[At, int]
    slips: tuple[Slip, ...] = ()

    def line(self, at: At) -> int:
        """The line of a piece, or of the nearest one around it."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


@lru_cache(maxsize=64)  # all files of two packs
def read(content: bytes) -> Tree:
    """Read one file; raises Unreadable. The data is shared between callers: never change it."""
    if len(content) > MOST_BYTES:
        size = {"size": f"{len(content):,}", "most": f"{MOST_BYTES:,}"}
        raise Unreadable(1, _("The file has %(size)s bytes; %(most)s is the most.") % size)
    node = _compose(_decode(content))
    if node is None:
        raise Unreadable(1, _("The file is empty."))
    reader = _Reader()
    data = reader.value(node, ())
    return Tree(data, reader.lines, tuple(reader.slips))


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, _("This is not UTF-8 text; save the file as UTF-8.")) from None
    strange = _UNPRINTABLE.search(text.replace("\r\n", "\n"))
    if strange:
        line = text.replace("\r\n", "\n").count("\n", 0, strange.start()) + 1
        raise Unreadable(line, _("There is a character here that nobody can see; remove it."))
    return text


def _compose(text: str) -> Node | None:
    try:
        found: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(line, _slip_of_the_pen(error.problem or error.context or "")) from None
    except RecursionError:
        raise Unreadable(1, _("The file is nested too deeply.")) from None
    except (YAMLError, ValueError, TypeError, AttributeError, LookupError):
        # The library's own scanner answers some malformed files with these.
        raise Unreadable(1, _("The file can't be read as YAML.")) from None
    return found


def _slip_of_the_pen(problem: str) -> str:
    if "\\t" in problem or "tab" in problem:
        return _("There is a tab here; indent with spaces.")
    said = re.sub(r"\s+", " ", problem)[:200]
    return _("The file can't be read as YAML here: %(problem)s.") % {"problem": said}


@dataclass
class _Reader:
    """Turns nodes into data and notes where each stood."""

    lines: dict[At, int] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    pieces: int = 0

    def value(self, node: Node, at: At) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(at, line)
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            most = {"most": f"{MOST_PIECES:,}"}
            raise Unreadable(line, _("The file holds more than %(most)s pieces.") % most)
        if len(at) > DEEPEST:
            raise Unreadable(line, _("The file is nested too deeply."))
        if isinstance(node, MappingNode) and str(node.tag) == _TAG + "map":
            return self.mapping(node, at)
        if isinstance(node, SequenceNode) and str(node.tag) == _TAG + "seq":
            return [self.value(one, (*at, number)) for number, one in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self.scalar(node, at, line)
        tag = {"tag": node.tag}
        self.slips.append(Slip(line, at, _('the tag "%(tag)s" is not allowed') % tag))
        return None

    def mapping(self, node: MappingNode, at: At) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self.key(key_node, at, line)
            if key is None:
                continue
            if key in found:
                first = {"key": key, "line": self.lines[(*at, key)]}
                text = _('"%(key)s" stands here twice; first on line %(line)s') % first
                self.slips.append(Slip(line, at, text))
                continue
            self.lines[(*at, key)] = line
            found[key] = self.value(value_node, (*at, key))
        return found

    def key(self, node: Node, at: At, line: int) -> str | None:
        if isinstance(node, ScalarNode) and str(node.tag) == _TAG + "str":
            return str(node.value)
        if str(node.tag) == _TAG + "merge":
            text = _('"<<" is not read here; write the lines out')
        else:
            said = str(node.value)[:60] if isinstance(node, ScalarNode) else "…"
            text = _('the name "%(name)s" must be text; put it in quotes') % {"name": said}
        self.slips.append(Slip(line, at, text))
        return None

    def scalar(self, node: ScalarNode, at: At, line: int) -> Any:
        said = str(node.value)
        if _UNPRINTABLE.search(said):
            text = _("there is a character here that nobody can see; remove it")
            self.slips.append(Slip(line, at, text))
            return ""
        tag = str(node.tag).removeprefix(_TAG)
        if tag not in _SCALARS:
            self.slips.append(Slip(line, at, _('the tag "%(tag)s" is not allowed') % {"tag": tag}))
            return None
        try:
            return _scalar(tag, said)
        except (ValueError, OverflowError):
            self.slips.append(
                Slip(line, at, _('"%(said)s" can\'t be read here') % {"said": said[:60]})
            )
            return None


def _scalar(tag: str, said: str) -> Any:
    plain = said.replace("_", "")
    match tag:
        case "str":
            return said
        case "null":
            return None
        case "bool":
            return said.lower() == "true"
        case "int":
            return int(plain, 0 if re.match(r"[-+]?0[xob]", plain) else 10)
        case "float" if math.isfinite(float(plain)):
            return float(plain)
        case "timestamp" if _DAY.fullmatch(said):
            return datetime.date.fromisoformat(said)
        case "timestamp":
            return said
    raise ValueError(said)
