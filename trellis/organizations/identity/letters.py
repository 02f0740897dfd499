"""The mail to those who may confirm a sign-in that takes two persons."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.notices.actions import post
from trellis.organizations.identity.queries import second_persons
from trellis.organizations.models import IdentityProvider
from trellis.people.models import Person

WAITS = "identity-waits"
MAILS = {WAITS: gettext_lazy("A sign-in waits for a second person")}
"""What this mail is called where mail is listed."""


def ask_second_persons(kept: IdentityProvider, by: Person | None) -> None:
    """Tell each who may confirm this edition of the settings, once."""
    page = reverse("organizations:identity-provider", args=[kept.organization_id])
    for person in second_persons(kept.organization, but=by):
        with translation.override(person.language or translation.get_language()):
            words = {
                "name": by.name if by else _("Whoever runs this server"),
                "place": kept.organization.name,
                "link": settings.BASE_URL + page,
            }
            subject = _("The sign-in of %(place)s waits for a second person") % words
            text = (
                _(
                    "%(name)s has set up how people of %(place)s sign in. It lets nobody in before"
                    " a second person has looked at it and confirmed it. You may:\n\n%(link)s\n\n"
                    "If you expected nothing of the kind, confirm nothing and ask."
                )
                % words
            )
        key = f"{WAITS}:{kept.pk}:{kept.edition}:{person.pk}"
        post(person, WAITS, subject, text, dedupe_key=key)
