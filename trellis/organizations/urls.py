"""Pages of administration."""

from django.urls import path

from trellis.organizations.views import imports, seats, tree

app_name = "organizations"
HOME = "administration/"
ONE = f"{HOME}organizations/<int:organization_id>/"
SEAT = f"{HOME}appointments/<int:appointment_id>/"
FILE = f"{HOME}imports/<int:import_id>/"

urlpatterns = [
    path("acting/", tree.acting, name="acting"),
    path(HOME, tree.administration, name="administration"),
    path(f"{HOME}upload/<str:kind>/", imports.upload, name="upload"),
    path(FILE, imports.difference, name="import"),
    path(f"{FILE}application/", imports.application, name="application"),
    path(f"{FILE}withdrawal/", imports.withdrawal, name="withdrawal"),
    path(f"{HOME}organizations/", tree.organizations, name="organizations"),
    path(f"{HOME}organizations/new/", tree.addition, name="addition"),
    path(ONE, tree.organization, name="organization"),
    path(f"{ONE}move/", tree.move, name="move"),
    path(f"{ONE}closure/", tree.closure, name="closure"),
    path(f"{ONE}reopening/", tree.reopening, name="reopening"),
    path(f"{ONE}appointments/", seats.appointments, name="appointments"),
    path(f"{SEAT}end/", seats.ending, name="ending"),
    path(f"{SEAT}delegation/", seats.delegation, name="delegation"),
    path(f"{HOME}people/", seats.people, name="people"),
    path(f"{HOME}people/<int:person_id>/", seats.person, name="person"),
    path(f"{HOME}assignments/", seats.assignments, name="assignments"),
    path(
        f"{HOME}assignments/<int:assignment_id>/end/", seats.service_ending, name="service-ending"
    ),
]
