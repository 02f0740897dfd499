"""`sign_in_links --base URL`: one line per role of the sample, with a link that signs in once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from trellis.programs import queries as programs
from trellis.sample import queries
from trellis.sample.rules import is_open
from trellis.sample.sessions import link_token


class Command(BaseCommand):
    """Prints label, person, organization and link."""

    help = "Print a link for each role of the sample; only in a database marked sample."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address under which the product is served."""
        parser.add_argument("--base", default="http://127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per role."""
        if not is_open(programs.installation()):
            raise CommandError(
                "Links are made only in a database marked sample, with TRELLIS_SAMPLE=1."
            )
        base = options["base"].rstrip("/")
        for one in queries.cast():
            path = reverse("sample:link", args=[link_token(one.person)])
            who = f"{one.member.label}: {one.person.name}, {one.organization}"
            self.stdout.write(f"{who}  {base}{path}")
