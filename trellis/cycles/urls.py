"""Pages of opening."""

from django.urls import path

from trellis.cycles import views

app_name = "cycles"
urlpatterns = [
    path(
        "administration/designations/<int:release_id>/publication/",
        views.publication,
        name="publication",
    ),
    path("administration/selections/", views.selections, name="selections"),
]
