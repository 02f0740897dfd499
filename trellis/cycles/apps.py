"""The cycles room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.organizations import links
from trellis.programs.schema.roles import Capability


class CyclesConfig(AppConfig):
    """Names the room and registers its page of administration."""

    name = "trellis.cycles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where the pages of this room are."""
        links.register(
            links.AdministrationLink(
                "cycles:selections",
                _("Selected organizations"),
                _("Choose who takes part in activities that are not for all"),
                Capability.SELECTION_MANAGE,
            )
        )
