"""Addresses of confidential coaching; the room's own take them in."""

from django.urls import path

from trellis.meetings.coaching import views

ONE = "coaching/<int:coaching_id>/"

urlpatterns = [
    path("coaching/", views.coachings, name="coaching-list"),
    path("coaching/new/", views.asking, name="coaching-asking"),
    path(ONE, views.coaching, name="coaching"),
    path(f"{ONE}acceptance/", views.acceptance, name="coaching-acceptance"),
    path(f"{ONE}ending/", views.ending, name="coaching-ending"),
    path(f"{ONE}sessions/", views.sessions, name="coaching-sessions"),
    path(f"{ONE}sessions/<int:session_id>/", views.session, name="coaching-session"),
    path(f"{ONE}sharing/", views.sharing, name="coaching-sharing"),
]
