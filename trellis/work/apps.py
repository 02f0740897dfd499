"""The work room as Django sees it."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Names the room."""

    name = "trellis.work"
    default_auto_field = "django.db.models.BigAutoField"
