"""The documents room as Django sees it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Names the room."""

    name = "trellis.documents"
    default_auto_field = "django.db.models.BigAutoField"
