"""The hidden field of forms: new on each page, and accepted by Django's own middleware."""

from http import HTTPStatus

import pytest
from django.middleware.csrf import _unmask_cipher_token  # type: ignore[attr-defined]
from django.test import Client

from tests.visits import read
from trellis.web.csrf import masked

SECRET = "aZ09" * 8


@pytest.mark.pure
def test_a_masked_secret_is_new_each_time_and_reads_as_the_secret():
    tokens = {masked(SECRET) for _n in range(20)}
    assert len(tokens) == 20
    assert {_unmask_cipher_token(token) for token in tokens} == {SECRET}


def test_a_form_of_a_second_page_is_accepted_and_one_without_its_field_is_not(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.who("principal"))
    browser.get("/my-work/")
    page = read(browser.get("/my-work/"))
    token = page.select_one("input[name=csrfmiddlewaretoken]")["value"]
    assert browser.post("/sign-out/").status_code == HTTPStatus.FORBIDDEN
    found = browser.post("/sign-out/", {"csrfmiddlewaretoken": token})
    assert found.status_code == HTTPStatus.FOUND
