"""`load_example`: a practice run with a state's real directory and designations."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trellis.kit.errors import Refused
from trellis.sample.actions.example import Example, load_example


def plan_and_kinds(text: str) -> tuple[str, list[str]]:
    """`plan=kind,kind` as its parts."""
    plan, equals, kinds = text.partition("=")
    if not (plan and equals and kinds):
        raise argparse.ArgumentTypeError("write it as PLAN=KIND or PLAN=KIND,KIND")
    return plan, [kind for kind in kinds.split(",") if kind]


class Command(BaseCommand):
    """Parses arguments and calls the action."""

    help = "Open a year for real schools as a practice run, in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two files, the year of the designations, and for whom which plan opens."""
        parser.add_argument("--directory", type=Path, required=True)
        parser.add_argument("--designations", type=Path, required=True)
        parser.add_argument("--year", type=int, default=2018, help="in which the year opens")
        parser.add_argument(
            "--open-for",
            type=plan_and_kinds,
            action="append",
            metavar="PLAN=KIND",
            help="designations for which a plan opens here, where they differ from its own",
        )
        parser.add_argument("--admin-email", default="admin@example.org")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and tell the counts."""
        for name in ("directory", "designations"):
            if not options[name].is_file():
                raise CommandError(f"There is no file {options[name]}.")
        example = Example(
            directory=options["directory"],
            designations=options["designations"],
            year=options["year"],
            open_for=dict(options["open_for"] or [("intensive-planning", ["comprehensive"])]),
            admin_email=options["admin_email"],
        )
        try:
            found = load_example(example, tell=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Practice run: {found.schools} schools in {found.districts} districts.")
        self.stdout.write(
            f"{found.largest_schools} of them are in {found.largest}, which sees each of its"
            f" {found.district_tasks} district steps once."
        )
        self.stdout.write(f"Sign in as {example.admin_email}.")
