"""The web room as Django sees it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the room."""

    name = "trellis.web"
