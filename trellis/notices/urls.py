"""Pages of the mailbox; they exist only in a database marked sample."""

from django.urls import path

from trellis.notices import views

app_name = "notices"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:notice_id>/", views.letter, name="letter"),
]
