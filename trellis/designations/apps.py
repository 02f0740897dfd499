"""The designations room as Django sees it."""

from django.apps import AppConfig

from trellis.designations.pack_checks import SECTION
from trellis.programs.sections import register


class DesignationsConfig(AppConfig):
    """Registers this room's section of the pack."""

    name = "trellis.designations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which file of a pack this room reads."""
        register(SECTION)
