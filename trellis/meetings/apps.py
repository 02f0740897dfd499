"""The meetings room as Django sees it."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registers what lower rooms ask of this one."""

    name = "trellis.meetings"
    default_auto_field = "django.db.models.BigAutoField"
