"""Addresses of letters; the room's own addresses take them in."""

from django.urls import path

from trellis.designations.letters import views

OF_RELEASE = "administration/designations/<int:release_id>/letters/"
ONE = "letters/<int:letter_id>/"

urlpatterns = [
    path(OF_RELEASE, views.letters, name="letters"),
    path(f"{OF_RELEASE}writing/", views.writing, name="letters-writing"),
    path(f"{OF_RELEASE}kind/<str:kind>/", views.of_kind, name="letters-of-kind"),
    path(f"{OF_RELEASE}kind/<str:kind>/sending/", views.sending, name="letters-sending"),
    path("letters/", views.my_letters, name="my-letters"),
    path(ONE, views.letter, name="letter"),
    path(f"{ONE}file/<str:form>/", views.file, name="letter-file"),
    path(f"{ONE}test/", views.test, name="letter-test"),
    path(f"{ONE}departure/", views.departure, name="letter-departure"),
    path(f"{ONE}delivery/", views.delivery, name="letter-delivery"),
    path(f"{ONE}hold/", views.holding, name="letter-hold"),
    path(f"{ONE}hold/withdrawal/", views.holding_withdrawal, name="letter-hold-withdrawal"),
]
