"""`./dev manage identity_provider CODE …`: an organization's own sign-in, by OpenID Connect."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trellis.kit.errors import Refused
from trellis.organizations import actions
from trellis.organizations.models import IdentityProvider, Organization


class Command(BaseCommand):
    """Sets up, turns off or removes an organization's own sign-in; without options shows it."""

    help = "Show, set up, turn off or remove the own sign-in of an organization."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organization's code, and what to keep."""
        parser.add_argument("code", help="the organization's code")
        parser.add_argument("--issuer", help="address of the provider")
        parser.add_argument("--client-id", help="the name the provider knows Trellis by")
        parser.add_argument(
            "--secret-from", metavar="NAME", help="environment variable that holds the secret"
        )
        parser.add_argument("--domain", action="append", default=[], help="may be given again")
        parser.add_argument("--off", action="store_true", help="keep it, but let nobody in")
        parser.add_argument("--remove", action="store_true", help="take it away")

    def handle(self, *_args: Any, **told: Any) -> None:
        """Do what was asked, and say what is kept now."""
        place = Organization.objects.filter(code=told["code"]).first()
        if place is None:
            raise CommandError(f"No organization has the code {told['code']}.")
        found = IdentityProvider.objects.filter(organization=place).first()
        try:
            if told["remove"]:
                actions.remove_identity_provider(place, by=None)
                found = None
            elif told["issuer"] or told["client_id"] or told["domain"] or told["off"]:
                found = self._keep(place, found, told)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(self._said(place, found))

    def _keep(
        self, place: Organization, found: IdentityProvider | None, told: dict[str, Any]
    ) -> IdentityProvider:
        secret = None
        if told["secret_from"]:
            secret = os.environ.get(told["secret_from"])
            if not secret:
                raise CommandError(f"{told['secret_from']} is not set.")
        return actions.keep_identity_provider(
            place,
            issuer=told["issuer"] or (found.issuer if found else ""),
            client_id=told["client_id"] or (found.client_id if found else ""),
            domains=told["domain"] or (found.domains if found else []),
            is_on=not told["off"],
            secret=secret,
            vouched=found.vouched if found else False,
            kind=found.kind if found else IdentityProvider.Kind.OIDC,
            sign_on_url=found.sign_on_url if found else "",
            certificate=found.certificate if found else "",
            by=None,
        )

    def _said(self, place: Organization, found: IdentityProvider | None) -> str:
        if found is None:
            return f"{place.name} has no sign-in of its own."
        state = "off"
        if found.is_on:
            state = "waiting for a second person" if found.waits else "on"
        return f"{place.name}: {found.issuer} for {', '.join(found.domains)}, {state}."
