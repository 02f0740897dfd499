"""Every URL; `policy.py` says who may read each."""

from django.urls import URLPattern, URLResolver, include, path

from trellis.web import views

shell = [
    path("look.css", views.tokens, name="tokens"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("trellis.home.urls")),  # first: an address is looked for in this order
    path("", include((shell, "web"))),
    path("", include("trellis.sample.urls")),
    path("", include("trellis.people.urls")),
    path("", include("trellis.people.account_urls")),
    path("", include("trellis.notices.urls")),
    path("", include("trellis.documents.urls")),
    path("", include("trellis.designations.urls")),
    path("", include("trellis.cycles.urls")),
    path("", include("trellis.meetings.urls")),
    path("", include("trellis.monitoring.urls")),
    path("", include("trellis.learning.urls")),
    path("", include("trellis.supports.urls")),
    path("", include("trellis.organizations.urls")),
    path("", include("trellis.jobs.urls")),
]
