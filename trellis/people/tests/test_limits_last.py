"""What counts tries must not be forgotten because many others try."""

from django.core.cache import cache
from django.urls import reverse

from trellis.people.tests.ways import errors

OFTEN = ["That was too often. Wait five minutes, then try again."]


def test_tries_at_one_address_are_counted_while_a_thousand_others_sign_in(client, pat):
    def refusal():
        told = {"login": pat.email, "password": "not it at all, sorry", "way": "password"}
        return errors(client.post(reverse("account_login"), told))

    for _try in range(5):
        refusal()
    assert refusal() == OFTEN
    for number in range(1_000):
        cache.set(f"zz-of-others-{number}", 1, 300)
    assert refusal() == OFTEN
