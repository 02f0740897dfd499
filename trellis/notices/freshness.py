"""Whether a mail that waits still says what is true: rooms whose mail ages register at the start.

A handler looks at mails of its kind right before they leave, and answers for each what it says now,
or None where there is nothing left to say; such a mail is withdrawn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.notices.models import Notice

log = logging.getLogger(__name__)

Words = tuple[str, str]
"""Subject and text."""
Handler = Callable[[Sequence["Notice"]], dict[int, Words | None]]

_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Say who knows whether mails of a kind are still true; the same again changes nothing."""
    if _handlers.get(kind, handler) is not handler:
        raise ValueError(f"Two rooms look after the mail {kind}.")
    _handlers[kind] = handler


def words_now(notices: Sequence[Notice]) -> dict[int, Words | None]:
    """What those of the mails say now whose kind ages; one call for each handler."""
    found: dict[int, Words | None] = {}
    for handler in dict.fromkeys(_handlers.values()):
        aging = [one for one in notices if _handlers.get(one.kind) is handler]
        if aging:
            try:
                found |= handler(aging)
            except Exception:  # codes to sign in must not wait for somebody's mistake
                log.exception("Mails of kind %s leave as they were written", aging[0].kind)
    return found
