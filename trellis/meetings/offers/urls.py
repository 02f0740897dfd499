"""Addresses of offered times and of hours that are booked; the room's own take them in."""

from django.urls import path

from trellis.meetings.offers import views

ONE = "offers/<int:offer_id>/"
SLOT = "office-hours/<int:slot_id>/"

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/new/", views.offering, name="offering"),
    path(ONE, views.offer, name="offer"),
    path(f"{ONE}picks/", views.picks, name="picks"),
    path(f"{ONE}refusal/", views.refusal, name="refusal"),
    path(f"{ONE}settlement/", views.settlement, name="settlement"),
    path(f"{ONE}withdrawal/", views.withdrawal, name="offer-withdrawal"),
    path("office-hours/", views.hours, name="hours"),
    path("office-hours/new/", views.opening, name="hours-opening"),
    path(f"{SLOT}booking/", views.book, name="booking"),
    path(f"{SLOT}booking-withdrawal/", views.give_back, name="booking-withdrawal"),
    path("office-hours/<int:offer_id>/closing/", views.closing, name="hours-closing"),
]
