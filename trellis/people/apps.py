"""The people room as Django sees it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the room."""

    name = "trellis.people"
    default_auto_field = "django.db.models.BigAutoField"
