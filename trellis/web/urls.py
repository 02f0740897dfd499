"""Every URL; `policy.py` says who may read each."""

from django.urls import URLPattern, URLResolver, include, path

from trellis.web import views

shell = [
    path("look.css", views.tokens, name="tokens"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((shell, "web"))),
]
