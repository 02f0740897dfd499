"""The web room as Django sees it."""

from django.apps import AppConfig

from trellis.notices import outlet


class WebConfig(AppConfig):
    """Names the room, and says for the outbox whether mail may leave."""

    name = "trellis.web"

    def ready(self) -> None:
        """Records are known only now."""
        from trellis.web import checks  # noqa: F401, PLC0415 - registers them
        from trellis.web.mail import may_leave  # noqa: PLC0415 - records load after the apps

        outlet.ask(may_leave)
