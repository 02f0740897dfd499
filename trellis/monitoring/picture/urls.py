"""Addresses of the picture; they belong to the room."""

from django.urls import path, register_converter

from trellis.monitoring.picture import views


class Form:
    """The forms in which a table leaves."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(Form, "table")

urlpatterns = [
    path("picture/", views.picture, name="picture"),
    path("picture/<slug:by>.<table:form>", views.picture_file, name="picture-file"),
    path("picture/<slug:by>/<slug:show>/", views.listing, name="picture-list"),
    path(
        "picture/<slug:by>/<slug:show>.<table:form>",
        views.listing_file,
        name="picture-list-file",
    ),
]
