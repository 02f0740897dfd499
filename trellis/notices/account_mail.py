"""The mails of the sign-in leave through the outbox like every other."""

from __future__ import annotations

import uuid

from trellis.notices.actions import post, post_to_address
from trellis.people import adapters
from trellis.people.letters import Letter
from trellis.people.models import Person


class AccountAdapter(adapters.AccountAdapter):
    """Puts every letter of the account package into the outbox."""

    def hand_over(self, person: Person | None, email: str, letter: Letter) -> None:
        """Each request is a reason of its own, so each gets a letter."""
        key = f"{letter.kind}:{uuid.uuid4()}"
        if person is None:
            post_to_address(email, letter.kind, letter.subject, letter.text, dedupe_key=key)
        else:
            post(person, letter.kind, letter.subject, letter.text, dedupe_key=key)
