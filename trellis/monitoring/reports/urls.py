"""Addresses of the reports; they belong to the room."""

from django.urls import path, register_converter

from trellis.monitoring.reports import board_views, views


class Paper:
    """The forms in which a document leaves."""

    regex = "pdf|docx"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(Paper, "paper")

urlpatterns = [
    path("caseload/log/", views.log, name="log"),
    path("caseload/log.<paper:form>", views.log_file, name="log-file"),
    path("caseloads/<int:person_id>/log/", views.log_of_person, name="log-of"),
    path(
        "caseloads/<int:person_id>/log.<paper:form>", views.log_of_person_file, name="log-of-file"
    ),
    path("places/<str:code>/brief/", views.brief, name="brief"),
    path("places/<str:code>/brief.<paper:form>", views.brief_file, name="brief-file"),
    path("places/<str:code>/closing/", views.ending, name="closing"),
    path("places/<str:code>/closing.<paper:form>", views.ending_file, name="closing-file"),
    path("places/<str:code>/closing/end/", views.ending_end, name="closing-end"),
    path("closing/steps/<int:task_id>/decision/", views.decision, name="decision"),
    path(
        "closing/decisions/<int:decision_id>/withdrawal/",
        views.decision_withdrawal,
        name="decision-withdrawal",
    ),
    path("places/<str:code>/board-updates/", board_views.updates, name="board-updates"),
    path("board-updates/<int:activity_id>/", board_views.update, name="board-update"),
    path(
        "board-updates/<int:activity_id>/update.<paper:form>",
        board_views.update_file,
        name="board-update-file",
    ),
    path(
        "board-updates/<int:activity_id>/presentation/",
        board_views.presentation,
        name="board-presentation",
    ),
]
