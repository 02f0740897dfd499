"""Lanes for programs that do not need each other: as many side by side as there are cores."""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

LOOK_AGAIN = 0.2  # seconds; what runs here takes minutes


@dataclass(frozen=True)
class Sum:
    """What came of a suite, or of a proof."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Piece:
    """A program to start, and what to make of its exit code when it has ended."""

    begin: Callable[[], "subprocess.Popen[bytes]"]
    end: Callable[[int], Sum]


def run(pieces: list[Piece], lanes: int = 0) -> Sum:
    """Start pieces in their order as lanes come free, at least two; the longest stand first."""
    lanes = lanes or max(2, os.cpu_count() or 1)
    running: dict[subprocess.Popen[bytes], Piece] = {}
    waiting, total = list(pieces), Sum()
    try:
        while waiting or running:
            while waiting and len(running) < lanes:
                piece = waiting.pop(0)
                running[piece.begin()] = piece
            for process in [one for one in running if one.poll() is not None]:
                total += running.pop(process).end(process.returncode)
            if len(running) == lanes or not waiting:
                time.sleep(LOOK_AGAIN)
    except BaseException:
        for process in running:
            process.terminate()
        raise
    return total
