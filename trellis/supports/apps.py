"""The supports room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.notices import kinds as mails


class SupportsConfig(AppConfig):
    """Registers what lower rooms ask of this one."""

    name = "trellis.supports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which file of a pack this room reads, and what its mail is called."""
        from trellis.programs.sections import register
        from trellis.supports.pack_checks import SECTION

        register(SECTION)
        mails.register("support-asked", _("Somebody asks for a support"))
        mails.register("support-answered", _("A request for a support is answered"))
        mails.register("support-replied", _("A reply about a request for a support"))
