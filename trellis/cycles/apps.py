"""The cycles room as Django sees it."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """Names the room."""

    name = "trellis.cycles"
    default_auto_field = "django.db.models.BigAutoField"
