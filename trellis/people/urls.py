"""A person's own pages."""

from django.urls import path

from trellis.people import views

app_name = "people"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/other-sessions/", views.other_sessions, name="other-sessions"),
    path("profile/unsent/", views.unsent, name="unsent"),
    path("profile/unsent/sending/", views.unsent_sending, name="unsent-sending"),
    path("profile/unsent/removal/", views.unsent_removal, name="unsent-removal"),
    path("sign-in/second-step/", views.second_factor, name="second-factor"),
]
