"""Pack texts are told in the reader's language, else in the installation's."""

import pytest
from django.utils import translation

from trellis.programs.texts import say

pytestmark = pytest.mark.pure

TEXT = {"en": "Campus", "es": "Plantel"}


def test_a_plain_text_is_told_as_it_is():
    assert say("Campus", "es") == "Campus"


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "Plantel"), ("es-mx", "Plantel"), ("en-us", "Campus"), ("fr", "Campus")],
)
def test_a_text_is_told_in_the_language_asked_for(language, said):
    assert say(TEXT, language) == said


def test_without_a_language_the_active_one_counts():
    with translation.override("es"):
        assert say(TEXT) == "Plantel"
    with translation.override(None):
        assert say(TEXT) == "Campus"


def test_a_text_in_other_languages_only_is_still_told():
    assert say({"fr": "École", "es": "Plantel"}, "de") == "Plantel"
    assert say({}, "de") == ""
