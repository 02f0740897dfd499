"""The home room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.notices import freshness, kinds, planned, rounds
from trellis.work.reminders.rules import OVERVIEW, SOON


class HomeConfig(AppConfig):
    """Names the room, and the mail by which it reminds."""

    name = "trellis.home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its mail is called, who keeps it true, and when it is written."""
        # Records can be read only once Django has found all rooms.
        from trellis.home.digests import actions, stopping, visits
        from trellis.home.digests.planned import reminders

        kinds.register(OVERVIEW, _("Overview of steps and meetings"))
        kinds.register(SOON, _("Something is due soon"))
        kinds.register_stop(OVERVIEW, stopping.overview, optional=False)
        kinds.register_stop(SOON, stopping.soon)
        kinds.register_stop("meeting-summary", stopping.summary)
        for kind in (OVERVIEW, SOON):
            freshness.register(kind, actions.words_now)
        planned.register("reminders", reminders)
        rounds.register("reminders", visits.keep_coming)
