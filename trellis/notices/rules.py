"""What is not for everybody's hands: mails that open an account."""

from __future__ import annotations

from trellis.notices.models import SECRET

URGENT = SECRET | {"unknown-address"}
"""Kinds that somebody is waiting for at the screen; they overtake everything else."""


def may_be_held(kind: str) -> bool:
    """Nobody can lock others out by stopping the codes with which they sign in."""
    return kind not in URGENT
