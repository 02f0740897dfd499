"""Links that work once: 256 bits by chance, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets

from trellis.organizations.models import Invitation

LONGEST = 100


def new_token() -> str:
    """What stands in a link, and nowhere else."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose link this is, whatever has become of it.

    Looked up by the hash: how far two hashes agree says nothing about the token.
    """
    if len(token) > LONGEST:
        return None
    wanted = hash_of(token)
    near = ("organization", "organization__district", "invited_by")
    found = Invitation.objects.select_related(*near).filter(token_hash=wanted).first()
    return found if found and secrets.compare_digest(found.token_hash, wanted) else None
