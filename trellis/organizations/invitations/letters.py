"""The mails of invitations and of requests for a role."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.kit.dates import moment
from trellis.notices.actions import post, post_to_address
from trellis.organizations.models import Invitation, Organization, RoleRequest
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say

INVITATION, ASKED, ANSWERED = "invitation", "role-request", "role-answer"
MAILS = {
    INVITATION: gettext_lazy("Invitation to a role"),
    ASKED: gettext_lazy("Somebody asks for a role"),
    ANSWERED: gettext_lazy("Answer to a request for a role"),
}
"""What these mails are called where mail is listed."""


def key_of(invitation: Invitation) -> str:
    """The reason of the newest mail of an invitation."""
    return f"invitation:{invitation.pk}:{invitation.resent}"


def invite(invitation: Invitation, token: str, *, language: str = "") -> None:
    """Offer the role; the link opens a page and changes nothing."""
    program = programs.current()
    role = program.roles[invitation.role]
    with translation.override(language or translation.get_language()):
        place = invitation.organization.name
        subject = _("Your role at %(place)s in Trellis") % {"place": place}
        text = _(
            "%(inviter)s (%(acting)s) offers you a role in %(program)s:\n\n"
            "    %(role)s, %(place)s\n\n"
            "%(about)s\n\n"
            "Look at it and accept it here:\n\n"
            "%(link)s\n\n"
            "The link works once, until %(until)s. Opening it changes nothing; a button does.\n\n"
            "If you expected nothing like this, you can ignore this mail."
        ) % {
            "inviter": invitation.invited_by.name,
            "acting": invitation.acting_as or _("without a role"),
            "program": say(program.pack.name),
            "role": say(role.name),
            "place": place,
            "about": say(role.about),
            "link": settings.BASE_URL + reverse("organizations:invitation", args=[token]),
            "until": moment(invitation.expires_at),
        }
    post_to_address(
        invitation.address,
        INVITATION,
        subject,
        text,
        dedupe_key=key_of(invitation),
        from_name=invitation.invited_by.name,
        reply_to=invitation.invited_by.email,
        about=f"invitation:{invitation.pk}",
        secret=True,
    )


def ask(request: RoleRequest, to: Person) -> None:
    """Tell somebody who may give a role that it was asked for."""
    with translation.override(to.language or translation.get_language()):
        words = _words(request.role, request.organization) | {
            "name": request.person.name,
            "address": request.person.email,
            "link": settings.BASE_URL + reverse("organizations:role-requests"),
        }
        subject = _("%(name)s asks for a role at %(place)s") % words
        text = (
            _(
                "%(name)s (%(address)s) asks for this role:\n\n    %(role)s, %(place)s\n\n"
                "You may give it. Say yes or no here:\n\n%(link)s"
            )
            % words
        )
    post(to, ASKED, subject, text, dedupe_key=f"role-request:{request.pk}:{to.pk}")


def answer(request: RoleRequest) -> None:
    """Tell who asked what was decided."""
    to = request.person
    with translation.override(to.language or translation.get_language()):
        words = _words(request.role, request.organization) | {
            "answer": request.answer,
            "link": settings.BASE_URL + reverse("organizations:role-request"),
        }
        if request.state == RoleRequest.State.GRANTED:
            subject = _("You have a role at %(place)s now") % words
            text = _("You asked for this role and have it now:\n\n    %(role)s, %(place)s") % words
        else:
            subject = _("Your request for a role at %(place)s was declined") % words
            text = _("You asked for this role:\n\n    %(role)s, %(place)s\n\nIt was declined.")
            text %= words
        if request.answer:
            text += "\n\n" + _("The reason: %(answer)s") % words
        text += f"\n\n{words['link']}"
    post(to, ANSWERED, subject, text, dedupe_key=f"role-answer:{request.pk}")


def _words(role: str, organization: Organization) -> dict[str, str]:
    found = programs.current().roles.get(role)
    return {"role": say(found.name) if found else role, "place": organization.name}
