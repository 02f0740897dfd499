"""Addresses of meetings; a meeting's page is that of one party's part."""

from django.urls import path

from trellis.meetings.coaching import urls as coaching
from trellis.meetings.helping import urls as helping
from trellis.meetings.logs import urls as logs
from trellis.meetings.offers import urls as offers
from trellis.meetings.series import urls as series
from trellis.meetings.views import calendar, came, lists, meeting, thread

app_name = "meetings"
ONE = "meetings/<int:party_id>/"

urlpatterns = [
    path("meetings/", lists.mine, name="mine"),
    path("meetings/new/", lists.plan, name="plan"),
    path("organizations/<str:code>/meetings/", lists.place, name="place"),
    path("organizations/<str:code>/capacity/", thread.thread, name="thread"),
    path("organizations/<str:code>/attendance/", came.came, name="came"),
    path(ONE, meeting.meeting, name="meeting"),
    path(f"{ONE}facts/", meeting.facts, name="facts"),
    path(f"{ONE}agenda/", meeting.agenda, name="agenda"),
    path(f"{ONE}attendance/", meeting.attendance, name="attendance"),
    path(f"{ONE}holding/", meeting.holding, name="holding"),
    path(f"{ONE}holding-withdrawal/", meeting.holding_withdrawal, name="holding-withdrawal"),
    path(f"{ONE}cancellation/", meeting.cancellation, name="cancellation"),
    path(f"{ONE}notes/<str:heading>/<str:visibility>/", meeting.note, name="note"),
    path(f"{ONE}follow-up/", meeting.follow_up, name="follow-up"),
    path(f"{ONE}meeting.ics", calendar.file, name="file"),
    path(f"{ONE}summary/", meeting.summary, name="summary"),
    *offers.urlpatterns,
    *coaching.urlpatterns,
    *helping.urlpatterns,
    *logs.urlpatterns,
    *series.urlpatterns,
]
