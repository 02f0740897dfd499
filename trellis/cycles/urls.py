"""Pages of opening, settling, correcting and ending."""

from django.urls import path

from trellis.cycles.dates import views as dates
from trellis.cycles.rewording import views as rewording
from trellis.cycles.views import ending, proposals, publishing

app_name = "cycles"
RELEASE = "administration/designations/<int:release_id>/"
YEAR = "administration/years/<int:start>/"
urlpatterns = [
    path(f"{RELEASE}publication/", publishing.publication, name="publication"),
    path(f"{RELEASE}proposals/", proposals.proposals, name="proposals"),
    path(f"{RELEASE}proposals/calculation/", proposals.calculation, name="calculation"),
    path(f"{RELEASE}proposals/settlement/", proposals.settlement, name="settlement"),
    path(f"{RELEASE}corrections/", proposals.corrections, name="corrections"),
    path(f"{RELEASE}corrections/application/", proposals.application, name="application"),
    path("administration/years/", dates.years, name="years"),
    path(f"{YEAR}dates/", dates.year_dates, name="dates"),
    path(f"{YEAR}dates/<str:code>/", dates.year_date, name="date"),
    path(f"{YEAR}dates/<str:code>/withdrawal/", dates.date_withdrawal, name="date-withdrawal"),
    path(f"{YEAR}changes.yaml", dates.changes, name="changes"),
    path(f"{YEAR}wording/", rewording.wording, name="wording"),
    path(f"{YEAR}contact/", rewording.contact_wording, name="contact-wording"),
    path(
        f"{YEAR}wording/<str:plan>/<str:code>/", rewording.activity_wording, name="activity-wording"
    ),
    path(
        f"{YEAR}rewordings/<int:override_id>/withdrawal/",
        rewording.withdrawal,
        name="wording-withdrawal",
    ),
    path(f"{YEAR}links/", rewording.links, name="links"),
    path("administration/cycles/", ending.running, name="running"),
    path("administration/cycles/<int:cycle_id>/ending/", ending.ending, name="ending"),
    path("administration/earlier-months/", ending.earlier, name="earlier"),
    path("administration/selections/", publishing.selections, name="selections"),
]
