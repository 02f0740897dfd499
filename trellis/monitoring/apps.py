"""The monitoring room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.cycles import beginnings
from trellis.monitoring.pack_checks import SECTION
from trellis.notices import kinds as mails
from trellis.notices import rounds
from trellis.programs.sections import register


class MonitoringConfig(AppConfig):
    """Registers this room's section of the pack and its kinds of mail."""

    name = "trellis.monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what this room reads of a pack and hears of, and what its mail is called."""
        # Records can be read only once Django has found all rooms.
        from trellis.monitoring.picture import visits
        from trellis.monitoring.reports.carrying import pass_on_carried

        register(SECTION)
        beginnings.on_opened("carried steps", pass_on_carried)
        rounds.register("picture", visits.keep_coming)
        mails.register("word-to-schools", _("Message to people of schools"))
        mails.register("school-moved", _("Somebody else serves a school"))
