"""`./dev manage pack check|install|show|schema|overrides`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import Refused
from trellis.kit.school_year import school_year
from trellis.programs import queries
from trellis.programs.actions import install
from trellis.programs.editor_schemas import editor_schemas
from trellis.programs.loader import BrokenPack, load
from trellis.programs.models import Installation
from trellis.programs.overview import overview


class Command(BaseCommand):
    """Check, install and show program packs."""

    help = "Check, install and show program packs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="Say everything that is wrong with packs.")
        check.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
        put = verbs.add_parser("install", help="Store a pack and run it from now on.")
        put.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
        put.add_argument("--kind", choices=Installation.Kind.values, default="live")
        show = verbs.add_parser("show", help="Counts, marks, open dates and questions.")
        show.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
        show.add_argument("--installed", action="store_true", help="what the database runs")
        changes = verbs.add_parser(
            "overrides", help="What people set for a year, as a pack has it."
        )
        changes.add_argument("--year", type=int, metavar="2026", help="in which the year opens")
        schema = verbs.add_parser("schema", help="Write JSON Schemas for editors.")
        schema.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = options["verb"]
        if verb == "check":
            self.check_packs(options["folders"])
            return
        if verb == "overrides":
            self.changes(options["year"])
            return
        folder = options["folder"] or Path(settings.PACK_FOLDER) / settings.TRELLIS_PACK
        try:
            if verb == "install":
                self.install(folder, options["kind"])
            elif verb == "schema":
                self.write_schemas(folder)
            else:
                self.show(folder, installed=options["installed"])
        except Refused as reason:
            raise CommandError(str(reason)) from None

    def check_packs(self, folders: list[Path]) -> None:
        """Say each problem of each pack; fail at the end if there was one."""
        broken = 0
        for folder in folders:
            try:
                pack = load(folder).program.pack
            except BrokenPack as problems:
                broken += len(problems.problems)
                self.stderr.write(f"{folder}\n{problems}")
            else:
                words = {"folder": folder, "version": pack.version}
                self.stdout.write(_("%(folder)s: version %(version)s is in order.") % words)
        if broken:
            raise CommandError(_("Problems found: %(count)s.") % {"count": broken})

    def install(self, folder: Path, kind: str) -> None:
        """Install a pack and say what now runs."""
        version = install(folder, kind=kind)
        self.stdout.write(_("Runs %(version)s.") % {"version": version})

    def changes(self, start: int | None) -> None:
        """Print what people set for a year, by default the one of today."""
        try:
            program = queries.current()
        except Refused as reason:
            raise CommandError(str(reason)) from None
        year = start or school_year(clock.today(), program.pack.school_year_starts)
        self.stdout.write(queries.changes_as_yaml(year), ending="")

    def show(self, folder: Path, *, installed: bool) -> None:
        """Print the overview of a folder or of what is installed."""
        program = queries.current() if installed else load(folder).program
        for line in overview(program):
            self.stdout.write(line)

    def write_schemas(self, folder: Path) -> None:
        """Write one JSON Schema per section."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in editor_schemas().items():
            (folder / name).write_text(text, encoding="utf-8")
            self.stdout.write(str(folder / name))
