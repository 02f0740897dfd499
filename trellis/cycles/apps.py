"""The cycles room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.designations import hours
from trellis.notices import kinds as mails
from trellis.notices import planned
from trellis.organizations import links, moves
from trellis.programs.schema.roles import Capability


class CyclesConfig(AppConfig):
    """Names the room and registers its page of administration."""

    name = "trellis.cycles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who publishes at a set hour and follows moves, and where the pages are."""
        # Actions need the models, which are not there before Django has started.
        from trellis.cycles.actions.hours import arrange
        from trellis.cycles.actions.moves import follow_moved

        moves.on_moved("cycles", follow_moved)
        hours.register(arrange)
        self._name_mail()
        self._lead_here()

    def _lead_here(self) -> None:
        """Say where the pages of this room are."""
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
                "cycles:running",
                _("Years that run"),
                _("Find the year of an organization, and end it with what that means"),
                Capability.RELEASE_PUBLISH,
            )
        )
        links.register(
            links.AdministrationLink(
                "cycles:earlier",
                _("Months before Trellis"),
                _("Mark what was done before this year’s work moved here"),
                Capability.RELEASE_PUBLISH,
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

    def _name_mail(self) -> None:
        """Say what mail of releases is called, and which release will write some by itself."""
        from trellis.cycles.planned import RELEASES, release_titles

        planned.register_hours("releases", RELEASES)
        mails.register_groups("release", release_titles)
        mails.register("year-opened", _("The year is open"))
        mails.register("release-hour", _("A release reached its hour"))
