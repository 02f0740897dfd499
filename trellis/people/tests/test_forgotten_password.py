"""A forgotten password is replaced by a link that works once."""

from trellis.history.models import Entry
from trellis.people.tests.ways import PASSWORD, errors, heading, link_for, text, who_is_in

NEW = "copper meadow lantern drizzle"


def follow(client, address: str):
    """Open the mailed link; the page that it leads to, and its path."""
    first = client.get(link_for(address))
    path = first["Location"] if first.status_code == 302 else link_for(address)
    return path, client.get(path)


def test_the_mailed_link_leads_to_a_new_password(client, pat):
    client.post("/password/reset/", {"email": pat.email})
    path, form = follow(client, pat.email)
    assert heading(form) == "Choose a new password"
    client.post(path, {"password1": NEW, "password2": NEW})
    client.post("/sign-in/", {"login": pat.email, "password": NEW})
    assert who_is_in(client) == "pat@example.org"
    verbs = Entry.objects.filter(subject=f"person:{pat.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["changed the password"]


def test_the_link_works_once(client, pat):
    client.post("/password/reset/", {"email": pat.email})
    path, _ = follow(client, pat.email)
    client.post(path, {"password1": NEW, "password2": NEW})
    _, again = follow(type(client)(), pat.email)
    assert text(again, ".notice.late") == (
        "This link has been used already, or its day has passed."
    )


def test_known_and_unknown_addresses_get_the_same_answer_and_one_letter_each(client, pat, letters):
    answers = [
        client.post("/password/reset/", {"email": address})
        for address in ("pat@example.org", "nobody@example.org")
    ]
    assert [one["Location"] for one in answers] == ["/password/reset/sent/"] * 2
    assert [one[:2] for one in letters()] == [
        ("pat@example.org", "password-reset"),
        ("nobody@example.org", "unknown-address"),
    ]


def test_the_link_names_our_own_host_whatever_the_request_claims(client, pat, letters, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://plans.example.gov"
    client.post("/password/reset/", {"email": pat.email}, headers={"host": "evil.example"})
    ((_, _, letter),) = letters()
    assert "https://plans.example.gov/password/reset/" in letter
    assert "evil" not in letter


def test_a_weak_password_stays_on_the_page_and_says_why(client, pat):
    client.post("/password/reset/", {"email": pat.email})
    path, _ = follow(client, pat.email)
    answer = client.post(path, {"password1": "short", "password2": "short"})
    assert errors(answer)[0].startswith("New password: This password is too short.")


def test_a_changed_password_ends_the_other_sessions_and_is_told_by_mail(
    client, pat_inside, pat, letters
):
    other = type(client)()
    other.post("/sign-in/", {"login": pat.email, "password": PASSWORD})
    told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert pat_inside.post("/profile/password/", told)["Location"] == "/profile/"
    assert (who_is_in(pat_inside), who_is_in(other)) == ("pat@example.org", "")
    assert [one[:2] for one in letters()] == [("pat@example.org", "account-change")]
