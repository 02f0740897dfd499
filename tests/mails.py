"""Mails in each state that the pages of mail know."""

from __future__ import annotations

from datetime import timedelta

from trellis.kit import clock
from trellis.notices.actions import note_bounce, post
from trellis.notices.models import Bounce, Notice
from trellis.people.models import Person


def came_back(to: Person, name: str) -> Bounce:
    """A mail that reached nobody."""
    went = waiting_mail(to, name)
    Notice.objects.filter(pk=went.pk).update(sent_at=clock.now(), attempts=1)
    note_bounce(went, code="5.1.1", said="no such user", source=Bounce.Source.REPORT)
    return Bounce.objects.get(notice=went)


def waiting_mail(to: Person, name: str) -> Notice:
    """A mail for tomorrow."""
    post(to, "letter", f"A mail that {name}", "Meet on Friday.", dedupe_key=f"matrix:{name}",
         not_before=clock.now() + timedelta(days=1))  # fmt: skip
    return Notice.objects.get(dedupe_key=f"matrix:{name}")
