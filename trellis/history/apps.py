"""The history room as Django sees it."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """Names the room."""

    name = "trellis.history"
    default_auto_field = "django.db.models.BigAutoField"
