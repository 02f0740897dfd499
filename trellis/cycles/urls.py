"""Pages of opening, settling, correcting and ending."""

from django.urls import path

from trellis.cycles.views import proposals, publishing

app_name = "cycles"
RELEASE = "administration/designations/<int:release_id>/"
urlpatterns = [
    path(f"{RELEASE}publication/", publishing.publication, name="publication"),
    path(f"{RELEASE}proposals/", proposals.proposals, name="proposals"),
    path(f"{RELEASE}proposals/calculation/", proposals.calculation, name="calculation"),
    path(f"{RELEASE}proposals/settlement/", proposals.settlement, name="settlement"),
    path(f"{RELEASE}corrections/", proposals.corrections, name="corrections"),
    path(f"{RELEASE}corrections/application/", proposals.application, name="application"),
    path("administration/selections/", publishing.selections, name="selections"),
]
