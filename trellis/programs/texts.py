"""Pack texts in the reader's language."""

from django.conf import settings
from django.utils.translation import get_language

from trellis.programs.schema.base import Text


def say(text: Text, language: str | None = None) -> str:
    """The text in that language or the active one, else in the installation's, else in any."""
    if isinstance(text, str):
        return text
    for wanted in (language or get_language() or "", settings.LANGUAGE_CODE):
        for tag in (wanted, wanted.partition("-")[0]):
            if tag in text:
                return text[tag]
    return text[min(text)] if text else ""
