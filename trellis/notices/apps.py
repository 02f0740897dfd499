"""The notices room as Django sees it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the room."""

    name = "trellis.notices"
    default_auto_field = "django.db.models.BigAutoField"
