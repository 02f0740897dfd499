"""The organizations room as Django sees it."""

from django.apps import AppConfig

from trellis.organizations.pack_checks import SECTIONS
from trellis.programs.sections import register


class OrganizationsConfig(AppConfig):
    """Registers this room's sections of the pack."""

    name = "trellis.organizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which files of a pack this room reads."""
        for section in SECTIONS:
            register(section)
