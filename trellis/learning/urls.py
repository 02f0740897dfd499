"""Pages of the library and of events."""

from django.urls import path

from trellis.learning.events import keeping_views, views
from trellis.learning.views import keeping, library

app_name = "learning"
urlpatterns = [
    path("library/", library.library, name="library"),
    path("library/keeping/", keeping.keeping, name="keeping"),
    path("library/keeping/new/", keeping.addition, name="addition"),
    path("library/<str:code>/", library.item, name="item"),
    path("library/<str:code>/viewing/", library.viewing, name="viewing"),
    path(
        "library/<str:code>/viewing-withdrawal/", library.viewing_withdrawal,
        name="viewing-withdrawal",
    ),
    path("library/<str:code>/words/", keeping.words, name="words"),
    path("library/<str:code>/publication/", keeping.publication, name="publication"),
    path(
        "library/<str:code>/publication-withdrawal/", keeping.withdrawal,
        name="publication-withdrawal",
    ),
    path("events/", views.events, name="events"),
    path("events/new/", keeping_views.addition, name="event-addition"),
    path("events/<int:event_id>/", views.event, name="event"),
    path("events/<int:event_id>/calendar.ics", views.event_calendar, name="event-calendar"),
    path("events/<int:event_id>/registration/", views.registration, name="registration"),
    path(
        "events/<int:event_id>/registration-withdrawal/", views.registration_withdrawal,
        name="registration-withdrawal",
    ),
    path("events/<int:event_id>/guest/", views.guest, name="guest"),
    path("events/<int:event_id>/asked/", views.asked, name="asked"),
    path("events/<int:event_id>/terms/", keeping_views.terms, name="event-terms"),
    path("events/<int:event_id>/publication/", keeping_views.publication, name="event-publication"),
    path(
        "events/<int:event_id>/cancellation/", keeping_views.cancellation,
        name="event-cancellation",
    ),
    path(
        "events/<int:event_id>/registrations/", keeping_views.registrations,
        name="registrations",
    ),
    path("places/<str:token>/", views.place, name="place"),
    path("places/<str:token>/confirmation/", views.place_confirmation, name="place-confirmation"),
    path("places/<str:token>/withdrawal/", views.place_withdrawal, name="place-withdrawal"),
]  # fmt: skip
