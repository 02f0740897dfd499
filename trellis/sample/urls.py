"""Addresses of the sample's shortcuts."""

from django.urls import path

from trellis.sample import views

app_name = "sample"
urlpatterns = [
    path("sample/month/", views.month, name="month"),
    path("sample/release-eve/", views.release_eve, name="release-eve"),
    path("sample/sign-in/", views.sign_in, name="sign-in"),
    path("sample/link/<str:token>/", views.link, name="link"),
]
