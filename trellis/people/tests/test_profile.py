"""The profile: name, time zone, language, and every way to sign in."""

import re

from django.utils import translation

from trellis.history.models import Entry
from trellis.people.models import Person
from trellis.people.tests.test_second_step import set_up_app
from trellis.people.tests.ways import errors, page, piece

PROFILE = {"name": "Pat Winter", "time_zone": "", "language": ""}


def ways(client) -> dict[str, str]:
    """The table of ways to sign in."""
    rows = page(client.get("/profile/")).select("tbody tr")
    return {
        name.get_text(strip=True): state.get_text(strip=True)
        for name, state, _ in (row.select("th, td") for row in rows)
    }


def test_the_profile_lists_every_way_to_sign_in(pat_inside):
    assert ways(pat_inside) == {
        "Emailed code": "always possible",
        "Password": "set",
        "Authenticator app": "not added",
        "Passkeys": "0",
    }


def test_an_added_app_stands_there_with_its_recovery_codes(pat_inside):
    set_up_app(pat_inside)
    found = ways(pat_inside)
    assert (found["Authenticator app"], found["Recovery codes"]) == ("added", "10 left")


def test_what_is_saved_is_kept_with_history(pat_inside, pat):
    told = {"name": "Pat Summer", "time_zone": "America/Denver", "language": "es"}
    answer = pat_inside.post("/profile/", told)
    assert (answer.status_code, answer["Location"]) == (302, "/profile/")
    saved = Person.objects.values("name", "time_zone", "language").get(pk=pat.pk)
    assert saved == told
    verbs = Entry.objects.filter(subject=f"person:{pat.pk}").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["renamed", "changed preferences"]


def test_the_language_holds_in_this_browser_and_after_the_next_sign_in(pat_inside, pat):
    pat_inside.post("/profile/", {**PROFILE, "language": "es"})
    assert piece(pat_inside.get("/profile/"), "html")["lang"] == "es"
    pat_inside.post("/profile/", {**PROFILE, "language": ""})
    assert piece(pat_inside.get("/profile/"), "html")["lang"] == "en"
    translation.deactivate()


def test_an_empty_name_keeps_the_page_and_says_so(pat_inside, pat):
    answer = pat_inside.post("/profile/", {**PROFILE, "name": " "})
    assert (answer.status_code, errors(answer)) == (422, ["Name: This field is required."])
    assert Person.objects.get(pk=pat.pk).name == "Pat Winter"


def test_a_name_cannot_smuggle_markup(pat_inside):
    pat_inside.post("/profile/", {**PROFILE, "name": "<script>alert(1)</script>"})
    answer = pat_inside.get("/profile/")
    assert piece(answer, "#id_name")["value"] == "<script>alert(1)</script>"
    assert "alert(1)" not in "".join(one.get_text() for one in page(answer).select("script"))


def test_times_in_mail_are_those_of_the_persons_zone(client, pat_inside, pat, letters):
    pat_inside.post("/profile/", {**PROFILE, "time_zone": "Pacific/Honolulu"})
    client.post("/password/reset/", {"email": pat.email})
    ((_, _, text),) = letters()
    assert re.search(r"until \w+, \w+ \d+, \d+, \d+:\d\d [AP]M HST\.", text)
