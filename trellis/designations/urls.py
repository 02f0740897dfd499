"""Addresses of releases."""

from django.urls import path

from trellis.designations.letters import urls as letters
from trellis.designations.support.views import support
from trellis.designations.views import advance, checking, preparing, publishing

app_name = "designations"
urlpatterns = [
    path("administration/support-statuses/", support, name="support"),
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
    path("administration/designations/<int:release_id>/changes/", checking.changes, name="changes"),
    path("administration/designations/<int:release_id>/moved/", checking.moved, name="moved"),
    path("administration/designations/<int:release_id>/hour/", publishing.hour, name="hour"),
    path(
        "administration/designations/<int:release_id>/hour/removal/",
        publishing.hour_removal,
        name="hour-removal",
    ),
    path(
        "administration/designations/<int:release_id>/advance-notices/",
        advance.notices,
        name="advance-notices",
    ),
    path("advance/<int:release_id>/", advance.ahead, name="advance"),
    *letters.urlpatterns,
]
