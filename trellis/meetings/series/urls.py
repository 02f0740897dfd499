"""Addresses of series; the room's own take them in."""

from django.urls import path

from trellis.meetings.series import views

ONE = "series/<int:series_id>/"

urlpatterns = [
    path("series/", views.listing, name="series-list"),
    path("series/new/", views.beginning, name="series-new"),
    path(ONE, views.series, name="series"),
    path(f"{ONE}members/", views.members, name="series-members"),
    path(f"{ONE}members/<int:member_id>/end/", views.member_end, name="series-member-end"),
    path(f"{ONE}meetings/", views.meetings, name="series-meetings"),
    path(f"{ONE}ending/", views.ending, name="series-ending"),
]
