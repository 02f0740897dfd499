"""`./dev manage clean_documents`: remove files that no record names."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trellis.documents.actions import clean


class Command(BaseCommand):
    """Removes what rolled back or broken uploads left behind."""

    help = "Remove stored files that no document names and that are older than a day."

    def add_arguments(self, parser: CommandParser) -> None:
        """Young files may belong to a transaction that is still running."""
        parser.add_argument("--older-than", type=float, default=24, metavar="HOURS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clean, then name documents whose file is missing."""
        done = clean(older_than=options["older_than"] * 3600)
        for document in done.missing:
            self.stdout.write(f"document {document}: its file is missing")
        self.stdout.write(f"{done.kept} kept, {done.removed} removed, {len(done.missing)} missing")
