"""The lists follow the roles and designations of the pack, in its language."""

from __future__ import annotations

from trellis.home.tests.pages import address, main, texts

PACK = "prairie"


def test_another_state_has_its_own_roles_in_its_own_words(world, sign_in):
    client = sign_in(world.publisher)
    links = [one["href"] for one in main(client.get(address("statewide"))).select("main th a")]
    codes = [link.rstrip("/").rpartition("/")[2] for link in links]
    assert codes == [
        "releases", "letters", "unread", "years", "vacant-head-of-school",
        "unserved-network-lead", "vacant-area-superintendent", "dates", "invitations", "bounces",
    ]  # fmt: skip
    for code in codes:
        assert client.get(address("statewide-list", code), {"show": "all"}).status_code == 200


def test_in_spanish_the_roles_are_named_in_spanish(world, sign_in):
    client = sign_in(world.publisher)
    page = main(client.get(address("statewide"), HTTP_ACCEPT_LANGUAGE="es"))
    assert any("Directora o director del plantel" in one for one in texts(page, "main th"))
