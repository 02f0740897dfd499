"""The supports room as Django sees it."""

from django.apps import AppConfig


class SupportsConfig(AppConfig):
    """Registers what lower rooms ask of this one."""

    name = "trellis.supports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which file of a pack this room reads."""
        from trellis.programs.sections import register
        from trellis.supports.pack_checks import SECTION

        register(SECTION)
