"""Whoever reads an address that was given up gets in by nothing that was mailed there before."""

import pytest
from django.test import Client
from django.urls import reverse

from trellis.people.actions import change_address
from trellis.people.tests.ways import code_for, sign_in_by_code, who_is_in

OLD, NEW = "pat@example.org", "pat@new.example"


@pytest.fixture
def moved(client, pat, ada):
    """A code was asked for and mailed, and then the address changed."""
    client.post(reverse("account_login"), {"login": OLD, "way": "code"})
    change_address(pat, NEW, before=OLD, by=ada)


def test_a_code_mailed_to_the_address_before_opens_nothing(client, moved):
    answer = client.post(
        reverse("account_confirm_login_code"), {"code": code_for(OLD), "action": "verify"}
    )
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    assert who_is_in(client) == ""


def test_the_new_address_signs_in(moved):
    browser = Client()
    sign_in_by_code(browser, NEW)
    assert who_is_in(browser) == NEW
