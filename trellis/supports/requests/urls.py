"""Addresses of requests; the room's own take them in."""

from django.urls import path

from trellis.supports.requests import views

ONE = "supports/requests/<int:pk>/"

urlpatterns = [
    path("supports/service/<str:code>/asking/", views.asking, name="asking"),
    path("supports/requests/", views.requests, name="requests"),
    path("supports/queue/", views.queue, name="queue"),
    path(ONE, views.one, name="request"),
    path(f"{ONE}taking/", views.taking, name="request-taking"),
    path(f"{ONE}answer/", views.answer, name="request-answer"),
    path(f"{ONE}note/", views.note, name="request-note"),
    path(f"{ONE}reply/", views.reply, name="request-reply"),
    path(f"{ONE}handover/", views.handover, name="request-handover"),
    path(f"{ONE}closing/", views.closing, name="request-closing"),
    path(f"{ONE}reopening/", views.reopening, name="request-reopening"),
]
