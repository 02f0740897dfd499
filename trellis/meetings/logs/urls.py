"""Addresses of logs of past meetings; the room's own take them in."""

from django.urls import path

from trellis.meetings.logs import views

ONE = "meetings/past-logs/<int:import_id>/"

urlpatterns = [
    path("meetings/past-logs/", views.past_logs, name="past-logs"),
    path(ONE, views.past_log, name="past-log"),
    path(f"{ONE}application/", views.application, name="past-log-application"),
    path(f"{ONE}withdrawal/", views.withdrawal, name="past-log-withdrawal"),
]
