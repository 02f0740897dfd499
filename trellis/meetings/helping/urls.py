"""Addresses of help one to one; the room's own take them in."""

from django.urls import path

from trellis.meetings.helping import views

PLACE = "organizations/<str:code>/help/"
ONE = "help-requests/<int:request_id>/"

urlpatterns = [
    path(PLACE, views.place, name="help-place"),
    path(f"{PLACE}requests/", views.asking, name="help-asking"),
    path(f"{PLACE}given/", views.giving, name="help-giving"),
    path(f"{ONE}answer/", views.answer, name="help-answer"),
    path(f"{ONE}withdrawal/", views.withdrawal, name="help-withdrawal"),
    path("meetings/log/", views.log, name="log"),
    path("meetings/log/<str:form>/", views.log_file, name="log-file"),
    path("meetings/student-groups/", views.student_groups, name="student-groups"),
]
