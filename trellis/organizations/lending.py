"""The mail to somebody to whom a role was lent."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.kit.dates import full
from trellis.notices.actions import post
from trellis.organizations.models import Appointment
from trellis.organizations.wording import right_words
from trellis.programs import queries as programs
from trellis.programs.texts import say

LENT = "role-lent"
MAILS = {LENT: gettext_lazy("A role was lent")}
"""What this mail is called where mail is listed."""


def tell_borrower(lent: Appointment, lender: str) -> None:
    """Say which role is lent from when to when, and what may be done in it."""
    role = programs.current().roles[lent.role]
    with translation.override(lent.person.language or translation.get_language()):
        words = {
            "lender": lender,
            "role": say(role.name),
            "place": lent.organization.name,
            "first": full(lent.starts),
            "last": full(lent.ends) if lent.ends else "",
            "rights": "\n".join(f"- {one}" for one in right_words(lent.rights)),
            "link": settings.BASE_URL + reverse("organizations:person", args=[lent.person_id]),
        }
        subject = _("You stand in for %(lender)s from %(first)s") % words
        text = (
            _(
                "A role of %(lender)s is lent to you: %(role)s, %(place)s, from %(first)s to"
                " %(last)s.\n\nIn it you may:\n\n%(rights)s\n\nWhat you do is recorded with your"
                " name and for whom. Your roles stand here:\n\n%(link)s"
            )
            % words
        )
    post(lent.person, LENT, subject, text, dedupe_key=f"{LENT}:{lent.pk}")
