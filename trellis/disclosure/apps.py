"""The disclosure room as Django sees it."""

from django.apps import AppConfig

from trellis.disclosure.schema import SECTION
from trellis.programs.sections import register


class DisclosureConfig(AppConfig):
    """Registers what lower rooms ask of this one."""

    name = "trellis.disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which file of a pack this room reads."""
        register(SECTION)
