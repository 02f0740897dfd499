"""Addresses of releases."""

from django.urls import path

from trellis.designations import views

app_name = "designations"
urlpatterns = [
    path("administration/designations/", views.releases, name="releases"),
    path("administration/designations/upload/", views.upload, name="upload"),
    path("administration/designations/<int:release_id>/", views.release, name="release"),
    path("administration/designations/<int:release_id>/removal/", views.removal, name="removal"),
]
