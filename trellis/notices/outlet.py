"""Whether mail may leave this database; a higher room, which knows what it holds, says so."""

from __future__ import annotations

from collections.abc import Callable

_answer: Callable[[], bool] | None = None


def ask(may_leave: Callable[[], bool]) -> None:
    """Name the question that decides; called once, from an `AppConfig.ready()` above."""
    global _answer  # noqa: PLW0603 - one answer for the whole process, like any registry
    _answer = may_leave


def is_open() -> bool:
    """Whether mail leaves at all; it stays here as long as nobody has said otherwise."""
    return _answer is not None and _answer()
