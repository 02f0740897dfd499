"""The work room as Django sees it."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Names the room and registers what lower rooms ask of it."""

    name = "trellis.work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who reads files kept with tasks, and follow what changes."""
        from trellis.documents import readers  # records exist only once apps are loaded
        from trellis.organizations import endings, formations, glances, moves
        from trellis.programs import sections
        from trellis.work import actions, queries
        from trellis.work.actions.team_deeds import follow_team
        from trellis.work.actions.team_steps import start_team_steps
        from trellis.work.glance import OWN_STEPS
        from trellis.work.reminders.pack_checks import SECTION

        sections.register(SECTION)
        readers.register(actions.EVIDENCE, queries.may_read_evidence)
        moves.on_moved("work", actions.follow_moved)
        endings.on_ended("work", actions.return_tasks)
        formations.on_formed("work", start_team_steps)
        formations.on_done("work", follow_team)
        glances.register(OWN_STEPS)
