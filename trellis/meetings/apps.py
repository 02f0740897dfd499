"""The meetings room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.jobs import kinds
from trellis.meetings.pack_checks import SECTION
from trellis.notices import kinds as mails
from trellis.notices import planned, rounds
from trellis.organizations import glances, links
from trellis.programs.schema.roles import Capability
from trellis.programs.sections import register


class MeetingsConfig(AppConfig):
    """Registers what lower rooms ask of this one."""

    name = "trellis.meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which file of a pack this room reads, and what its mail is called."""
        register(SECTION)
        mails.register("meeting-planned", _("A meeting is planned"))
        mails.register("meeting-changed", _("A meeting was moved or changed"))
        mails.register("meeting-cancelled", _("A meeting was cancelled"))
        mails.register("meeting-summary", _("Summary of a meeting"))
        mails.register("meeting-times", _("Times offered for a meeting"))
        # Records can be read only once Django has found all rooms.
        from trellis.meetings.offers import glance, reminding

        glances.register(glance.OFFERED)
        planned.register_hours("offered times", reminding.OFFERED)
        rounds.register("offered times", reminding.keep_coming)
        from trellis.meetings.logs.work import KINDS

        for kind in KINDS:
            kinds.register(kind)
        links.register(
            links.AdministrationLink(
                "meetings:past-logs",
                _("Past meetings"),
                _("Load the logs of meetings and help from before Trellis"),
                Capability.MEETING_IMPORT,
            )
        )
        mails.register("help-asked", _("A school asks for help"))
        mails.register("help-answered", _("A question is answered"))
        mails.register("coaching-asked", _("Somebody asks for coaching"))
