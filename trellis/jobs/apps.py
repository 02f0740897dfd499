"""The jobs room as Django sees it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Names the room."""

    name = "trellis.jobs"
    default_auto_field = "django.db.models.BigAutoField"
