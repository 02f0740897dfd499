"""What is not for everybody's hands: mails that open an account, or warn its owner."""

from __future__ import annotations

from trellis.notices.models import SECRET

URGENT = SECRET | {"unknown-address"}
"""Kinds that somebody is waiting for at the screen; they overtake everything else."""


WARNINGS = frozenset({"account-change", "address-changed"})
"""Kinds that tell people what was done to their account; who did it must not keep it from them."""


def may_be_held(kind: str) -> bool:
    """Nobody can lock others out by stopping their codes, or keep what was done from its owner."""
    return kind not in URGENT | WARNINGS
