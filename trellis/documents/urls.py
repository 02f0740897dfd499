"""Addresses of documents."""

from django.urls import path

from trellis.documents import views

app_name = "documents"
urlpatterns = [path("documents/<int:document_id>/file/", views.file, name="file")]
