"""Pages of the library."""

from django.urls import path

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
]  # fmt: skip
