"""Addresses of caseloads and of what is done with many schools."""

from django.urls import path

from trellis.monitoring.picture import urls as picture
from trellis.monitoring.reports import urls as reports
from trellis.monitoring.views import attendance, bulk, caseload, lead

app_name = "monitoring"

urlpatterns = [
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload/briefs/", bulk.briefs, name="briefs"),
    path("caseload/message/", bulk.message, name="message"),
    path("caseload/attendance/", attendance.attendance, name="attendance"),
    path("caseload/<str:code>/snoozes/", caseload.snoozes, name="snoozes"),
    path(
        "caseload/snoozes/<int:snooze_id>/withdrawal/",
        caseload.snooze_withdrawal,
        name="snooze-withdrawal",
    ),
    path("caseload/<int:organization_id>/messages/", bulk.messages_at, name="messages"),
    path("caseload/coordinators/", lead.coordinators, name="coordinators"),
    path("caseload/coordinators/<int:person_id>/", lead.caseload_of_person, name="caseload-of"),
    path("caseload/coordinators/<int:person_id>/transfer/", lead.transfer, name="transfer"),
    path("caseload/forecast/<int:release_id>/", lead.forecast, name="forecast"),
    *picture.urlpatterns,
    *reports.urlpatterns,
]
