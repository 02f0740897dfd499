"""The organizations room as Django sees it."""

from django.apps import AppConfig

from trellis.jobs import kinds
from trellis.notices import kinds as mails
from trellis.organizations.pack_checks import SECTIONS
from trellis.organizations.teams.pack_checks import SECTION as TEAMS
from trellis.programs.sections import register


class OrganizationsConfig(AppConfig):
    """Registers this room's sections of the pack and its kinds of long work."""

    name = "trellis.organizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which files of a pack this room reads, and which long work it does."""
        for section in [*SECTIONS, TEAMS]:
            register(section)
        # Only now: records can't be imported before Django has found all rooms.
        from trellis.organizations import glances, lending
        from trellis.organizations.actions.uploads import KINDS
        from trellis.organizations.identity.letters import MAILS as IDENTITY_MAILS
        from trellis.organizations.invitations.letters import MAILS
        from trellis.organizations.teams.glance import TEAMS as TEAMS_THERE

        glances.register(TEAMS_THERE)
        for kind in KINDS:
            kinds.register(kind)
        for code, name in {**MAILS, **IDENTITY_MAILS, **lending.MAILS}.items():
            mails.register(code, name)
