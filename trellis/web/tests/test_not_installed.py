"""A database without a program says what to do."""

from __future__ import annotations

import pytest

from tests.visits import heading, words

pytestmark = pytest.mark.django_db


def test_without_a_pack_every_page_names_the_command(client):
    for path in ("/", "/help/", "/my-work/"):
        answer = client.get(path)
        assert (answer.status_code, heading(answer)) == (
            503,
            "This installation is not set up yet",
        )
        assert "./dev manage pack install" in words(answer)
