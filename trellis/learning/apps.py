"""The learning room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.notices import kinds as mails
from trellis.organizations.links import AdministrationLink
from trellis.organizations.links import register as register_link
from trellis.programs.schema.roles import Capability
from trellis.programs.sections import Section, register


class LearningConfig(AppConfig):
    """Registers what lower rooms ask of this one."""

    name = "trellis.learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which file of a pack this room reads and installs, and where it is administered."""
        from trellis.learning.actions import seed_library
        from trellis.learning.pack_checks import learning_complaints
        from trellis.learning.schema import Learning

        register(
            Section(
                "learning",
                "learning.yaml",
                Learning,
                required=False,
                check=learning_complaints,
                needs=("resources", "year-plans", "roles"),
                install=seed_library,
            )
        )
        mails.register("event-asked", _("A guest confirms a place at an event"))
        mails.register("event-place", _("A place at an event"))
        register_link(
            AdministrationLink(
                "learning:keeping",
                _("Library"),
                _("What there is to read and watch: edit, publish, take back."),
                Capability.LIBRARY_MANAGE,
            )
        )
