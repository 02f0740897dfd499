"""Addresses of the pages that gather."""

from django.urls import path

from trellis.home.digests import views as digests
from trellis.home.views import (
    assigning,
    calendar,
    handover,
    my_work,
    places,
    public,
    records,
    search,
    statewide,
    task,
    year,
)

app_name = "home"

urlpatterns = [
    path("", public.front, name="front"),
    path("help/", public.help_page, name="help"),
    path("my-work/", my_work.my_work, name="my-work"),
    path("my-work/everything/", my_work.everything, name="everything"),
    path("my-work/assignees/", assigning.assignees, name="assignees"),
    path("messages/", digests.messages_page, name="messages"),
    path("messages/stop/<str:token>/", digests.message_stop, name="message-stop"),
    path("handover/<int:appointment_id>/", handover.handover, name="handover"),
    path("handover/<int:appointment_id>/reading/", handover.reading, name="handover-reading"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/address/", calendar.address, name="calendar-address"),
    path(
        "calendar/address-withdrawal/",
        calendar.address_withdrawal,
        name="calendar-address-withdrawal",
    ),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar-feed"),
    path("work/tasks/<int:task_id>/due.ics", calendar.day, name="task-day"),
    path("statewide/", statewide.statewide, name="statewide"),
    path("statewide/<str:code>/", statewide.listing, name="statewide-list"),
    path("statewide/<str:code>/list.csv", statewide.csv_file, name="statewide-csv"),
    path("statewide/<str:code>/list.xlsx", statewide.xlsx_file, name="statewide-xlsx"),
    path("search/", search.search, name="search"),
    path("schools/", places.schools, name="schools"),
    path("schools/<str:code>/", places.school, name="school"),
    path("districts/<str:code>/", places.district, name="district"),
    path("offices/<str:code>/", places.office, name="office"),
    path("organizations/<str:code>/year/", year.year, name="year"),
    path("organizations/<str:code>/year/everyone/", year.everyone, name="everyone"),
    path("organizations/<str:code>/year/whole/", year.whole, name="whole"),
    path("organizations/<str:code>/year/print/", year.printed, name="print"),
    path("organizations/<str:code>/year/print/month/", year.my_month, name="my-month"),
    path("work/tasks/<int:task_id>/", task.task, name="task"),
    path("work/tasks/<int:task_id>/completion/", task.completion, name="completion"),
    path(
        "work/tasks/<int:task_id>/completion-withdrawal/",
        task.completion_withdrawal,
        name="completion-withdrawal",
    ),
    path("work/tasks/<int:task_id>/waiver/", task.waiver, name="waiver"),
    path(
        "work/tasks/<int:task_id>/waiver-withdrawal/",
        task.waiver_withdrawal,
        name="waiver-withdrawal",
    ),
    path("work/tasks/<int:task_id>/assignee/", task.assignee, name="assignee"),
    path("work/tasks/<int:task_id>/note/", task.note, name="note"),
    path("work/tasks/<int:task_id>/file/", task.file, name="file"),
    path("history/<str:kind>/<int:record_id>/", records.history, name="history"),
]
