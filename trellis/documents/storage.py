"""Keeping files by the hash of their content, so that a name never reaches the disk."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from trellis.documents.errors import NotStored, Unsafe

CHUNK = 1 << 16
INCOMING = "incoming"
HASH_LENGTH = 64


class Source(Protocol):
    """What an upload, an open file and bytes in memory have in common."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Incoming:
    """A file as it came in, still without its place."""

    file: BinaryIO
    path: Path
    size: int
    sha256: str


def root() -> Path:
    """The folder of all files."""
    return Path(settings.MEDIA_ROOT)


def path_of(sha256: str) -> Path:
    """Where a content stands: two levels of folders, then its hash."""
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextlib.contextmanager
def received(source: Source, *, limit: int) -> Iterator[Incoming]:
    """Stream a source to disk within a limit; what nobody keeps is gone afterwards."""
    with _told_plainly():
        folder = root() / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with _told_plainly():
                size, sha256 = _copy(source, file, limit)
            yield Incoming(file, path, size, sha256)
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def keep(incoming: Incoming) -> None:
    """Give a received file its place, all or nothing; the same content is kept once."""
    place = path_of(incoming.sha256)
    with _told_plainly(), _nobody_cleans():
        if place.exists():
            os.utime(place)  # young again: the cleaner leaves it until the record is committed
            return
        os.fsync(incoming.file.fileno())
        place.parent.mkdir(parents=True, exist_ok=True)
        incoming.path.replace(place)
        for folder in (place.parent, place.parent.parent):
            _sync_folder(folder)


def leftovers(older_than: float) -> Iterator[Path]:
    """Files that stand long enough to be sure that no transaction still wants them."""
    before = time.time() - older_than
    ours = (path for path in root().glob("??/??/*") if len(path.name) == HASH_LENGTH)
    for path in (*ours, *(root() / INCOMING).glob("*")):
        if path.is_file() and path.stat().st_mtime < before:
            yield path


def remove(path: Path, older_than: float) -> bool:
    """Remove a leftover unless somebody has just brought the same content again."""
    with _nobody_cleans():
        if not path.exists() or path.stat().st_mtime >= time.time() - older_than:
            return False
        path.unlink()
        return True


def _copy(source: Source, file: BinaryIO, limit: int) -> tuple[int, str]:
    size, sha = 0, hashlib.sha256()
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise Unsafe(
                _("The file is too large. The most that is accepted is %(limit)s.")
                % {"limit": filesizeformat(limit)}
            )
        sha.update(chunk)
        file.write(chunk)
    file.flush()
    return size, sha.hexdigest()


@contextlib.contextmanager
def _nobody_cleans() -> Iterator[None]:
    """Let keeping and cleaning not meet, across processes."""
    with (root() / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sync_folder(folder: Path) -> None:
    """A rename is safe against power loss only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    """A full or locked disk becomes a sentence; nothing is half stored."""
    try:
        yield
    except OSError as error:
        raise NotStored(
            _(
                "The file could not be saved because the server's storage is full or locked."
                " Nothing was changed. Try again later or tell the administrator."
            )
        ) from error
