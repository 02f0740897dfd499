"""Where the sample is not loaded, and what is left then: nothing."""

from __future__ import annotations

import pytest
from django.conf import settings as configured

from trellis.kit.errors import NotReady, Refused
from trellis.programs.actions import install
from trellis.programs.models import Installation
from trellis.sample.actions.load import load
from trellis.sample.queries import is_empty
from trellis.sample.tests.conftest import quiet


def test_a_live_database_is_left_alone(db):
    install(configured.PACK_FOLDER / "prairie")
    with pytest.raises(NotReady, match="not empty"):
        load(small=True, tell=quiet)
    assert Installation.objects.get().kind == "live"


def test_a_loading_that_breaks_off_leaves_nothing_behind(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a file"
    settings.MEDIA_ROOT.write_text("no folder can be made here")
    with pytest.raises(Refused):
        load(small=True, tell=quiet)
    assert is_empty()
