"""The cycles room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.designations import hours
from trellis.notices import kinds as mails
from trellis.notices import planned
from trellis.organizations import links
from trellis.programs.schema.roles import Capability


class CyclesConfig(AppConfig):
    """Names the room and registers its page of administration."""

    name = "trellis.cycles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where the pages of this room are, and who publishes at a set hour."""
        # Actions need the models, which are not there before Django has started.
        from trellis.cycles.actions.hours import arrange
        from trellis.cycles.planned import releases

        hours.register(arrange)
        planned.register("releases", releases)
        mails.register("year-opened", _("The year is open"))
        mails.register("release-hour", _("A release reached its hour"))
        links.register(
            links.AdministrationLink(
                "cycles:years",
                _("Dates and wording of a year"),
                _("Set and confirm days, fill in links, and change words for one year"),
                Capability.DATES_SET,
            )
        )
        links.register(
            links.AdministrationLink(
                "cycles:selections",
                _("Selected organizations"),
                _("Choose who takes part in activities that are not for all"),
                Capability.SELECTION_MANAGE,
            )
        )
