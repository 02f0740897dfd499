"""The look: the style sheet's size, the state's colors, the built font."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

from tests.visits import read
from trellis.programs.program import Program
from trellis.web import look

SHEET = Path(__file__).parent.parent / "static" / "web" / "trellis.css"


@pytest.mark.pure
def test_the_style_sheet_stays_small():
    assert SHEET.stat().st_size <= 20_480


def with_tokens(program: Program, **tokens: str) -> str:
    """The sheet of a program with these colors."""
    pack = program.pack
    changed = pack.look.model_copy(update={"tokens": tokens})
    program.__dict__["pack"] = pack.model_copy(update={"look": changed})
    try:
        return look.sheet(program)
    finally:
        program.__dict__["pack"] = pack


def test_a_states_colors_stand_in_their_own_sheet_outside_dark_mode(world):
    sheet = with_tokens(world.program, leaf="#7a4a12")
    assert sheet.splitlines()[-1] == (
        "@media not all and (prefers-color-scheme:dark){@layer tokens{:root{--leaf:#7a4a12;}}}"
    )


def test_only_colors_of_known_names_reach_the_sheet(world):
    sheet = with_tokens(world.program, leaf="red;}body{display:none", other="#fff")
    assert "none" not in sheet
    assert "#fff" not in sheet


def test_the_sheet_is_public_and_kept_under_its_own_address(client, world):
    kept = client.get("/look.css?v=1")
    assert kept["Content-Type"] == "text/css; charset=utf-8"
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/look.css")["Cache-Control"] == "no-cache"


def test_the_font_is_built_small_with_its_license(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("build_assets", verbosity=0)
    built = tmp_path / "built" / "public-sans.woff2"
    letters = set(TTFont(built).getBestCmap())
    assert {ord(sign) for sign in "Aéñ–’½"} <= letters
    assert built.stat().st_size < 30_000
    assert (tmp_path / "built" / "public-sans-license.txt").is_file()


def test_pages_do_without_the_font_where_it_was_not_built(client, world, monkeypatch):
    monkeypatch.setattr(look, "FONT", "built/none.woff2")
    look.font.cache_clear()
    try:
        assert read(client.get("/")).select("link[as=font]") == []
    finally:
        look.font.cache_clear()
