"""The designations room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.designations.letters.pack_checks import SECTION as LETTERS
from trellis.designations.pack_checks import RELEASE, SECTION
from trellis.designations.support.checks import SECTION as SUPPORT_STATUS
from trellis.meetings import groups, indicators
from trellis.notices import kinds as mails
from trellis.organizations import links
from trellis.programs.schema.roles import Capability
from trellis.programs.sections import register


class DesignationsConfig(AppConfig):
    """Registers what lower rooms ask of this one."""

    name = "trellis.designations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which file of a pack this room reads, and where its pages are."""
        register(SECTION)
        register(RELEASE)
        register(SUPPORT_STATUS)
        register(LETTERS)
        self._answer_meetings()
        mails.register("advance-notice", _("Advance notice of a release"))
        mails.register("letter", _("Letter to a district"))
        mails.register("letter-test", _("Test of a letter"))
        links.register(
            links.AdministrationLink(
                "designations:releases",
                _("Designations"),
                _("Load a release, look at it, publish it and open the year"),
                Capability.RELEASE_MANAGE,
            )
        )
        links.register(
            links.AdministrationLink(
                "designations:support",
                _("Support statuses"),
                _("See where organizations stand in their support, and import earlier years"),
                Capability.RELEASE_MANAGE,
            )
        )

    def _answer_meetings(self) -> None:
        """Say what a first meeting looks at, and which student groups there are."""
        # These read records, which are not there before Django has started.
        from trellis.designations.first_meeting import indicator_lines, student_groups

        indicators.register(indicator_lines)
        groups.register(student_groups)
