"""Addresses of the catalog."""

from django.urls import path

from trellis.supports.requests import urls as requests
from trellis.supports.views import own, public

app_name = "supports"

urlpatterns = [
    path("supports/", public.catalog, name="catalog"),
    path("supports/find/", public.search, name="search"),
    path("supports/service/<str:code>/", public.support, name="service"),
    path("supports/offered/<str:provider>/", public.offered, name="offered"),
    path("supports/offered/<str:provider>/<int:level>/", public.offered, name="offered-at"),
    path("supports/school/<str:code>/", own.school, name="school"),
    path("supports/memberships/<str:code>/", own.memberships, name="memberships"),
    *requests.urlpatterns,
]
