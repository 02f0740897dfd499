"""What the commands that load a file share: check, tell, apply, tell."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import Refused
from trellis.organizations.actions import drop_import
from trellis.organizations.imports.telling import last_line
from trellis.programs import queries as programs


class ImportCommand(BaseCommand):
    """Parses arguments and calls the actions that a command names."""

    about_on: ClassVar[str]
    """What `--on` means here; empty where a file needs no day."""
    check_file: ClassVar[Callable[..., Any]]
    apply_file: ClassVar[Callable[..., Any]]
    lines: ClassVar[Callable[..., Any]]
    drop_file: ClassVar[Callable[..., Any]] = staticmethod(drop_import)
    layouts_in: ClassVar[str] = "directory.yaml"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")
        parser.add_argument("--layout", default="", help=f"code of a layout in {self.layouts_in}")
        parser.add_argument("--skip-bad", action="store_true", help="apply the good rows alone")
        if self.about_on:
            parser.add_argument("--on", type=datetime.date.fromisoformat, help=self.about_on)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, tell, apply, tell."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        try:
            programs.current()
            on = options.get("on") or clock.today()
            source = self.check_file(path, name=path.name, by=None, on=on, layout=options["layout"])
            for line in self.lines(source):
                self.stdout.write(line)
            if options["dry_run"]:
                self.drop_file(source, by=None)
                self.stdout.write(_("Nothing was written: this was a dry run."))
            elif source.refused and not options["skip_bad"]:
                self.drop_file(source, by=None)
                self.stdout.write(last_line(source))
                raise CommandError(
                    _("Nothing was written. Mend the rows, or add --skip-bad to leave them out.")
                )
            else:
                self.apply_file(source, by=None, skip_bad=options["skip_bad"])
            self.stdout.write(last_line(source))
        except Refused as refused:
            raise CommandError(str(refused)) from None
