"""The sample room as Django sees it."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """Names the room."""

    name = "trellis.sample"
    default_auto_field = "django.db.models.BigAutoField"
