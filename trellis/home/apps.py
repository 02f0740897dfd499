"""The home room as Django sees it."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Names the room."""

    name = "trellis.home"
    default_auto_field = "django.db.models.BigAutoField"
