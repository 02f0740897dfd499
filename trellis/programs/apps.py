"""The programs room as Django sees it."""

from django.apps import AppConfig

from trellis.programs.own_sections import SECTIONS
from trellis.programs.sections import register


class ProgramsConfig(AppConfig):
    """Registers this room's sections of the pack."""

    name = "trellis.programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which files of a pack this room reads."""
        for section in SECTIONS:
            register(section)
