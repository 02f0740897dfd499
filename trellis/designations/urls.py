"""Addresses of releases."""

from django.urls import path

from trellis.designations.views import checking, preparing

app_name = "designations"
urlpatterns = [
    path("administration/designations/", preparing.releases, name="releases"),
    path("administration/designations/upload/", preparing.upload, name="upload"),
    path("administration/designations/<int:release_id>/", preparing.release, name="release"),
    path(
        "administration/designations/<int:release_id>/removal/", preparing.removal, name="removal"
    ),
    path("administration/designations/<int:release_id>/check/", checking.check, name="check"),
    path(
        "administration/designations/<int:release_id>/check/withdrawal/",
        checking.withdrawal,
        name="check-withdrawal",
    ),
]
