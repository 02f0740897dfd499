"""What holds for every section of a pack, whichever room owns it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from trellis.programs.hints import meant
from trellis.programs.schema.identity import Language
from trellis.programs.sections import Complaint
from trellis.programs.shape import At, is_text, walk


def common_complaints(part: BaseModel, languages: list[Language] | None) -> Iterator[Complaint]:
    """Codes of a list are told once; texts are told in declared languages, the first always."""
    for at, value, annotation in walk(part, type(part)):
        if isinstance(value, list):
            yield from _told_twice(at, value)
        elif languages and isinstance(value, dict) and is_text(annotation):
            yield from _languages(at, value, [language.code for language in languages])


def _told_twice(at: At, parts: list[Any]) -> Iterator[Complaint]:
    codes = [part.code for part in parts if isinstance(getattr(part, "code", None), str)]
    for code, times in Counter(codes).items():
        if times > 1:
            last = max(n for n, part in enumerate(parts) if getattr(part, "code", None) == code)
            text = _('the code "%(code)s" stands in this list %(times)s times')
            yield Complaint((*at, last, "code"), text % {"code": code, "times": times})


def _languages(at: At, text: dict[str, str], declared: list[str]) -> Iterator[Complaint]:
    for language in text:
        if language not in declared:
            wrong = _('language "%(language)s" is not in pack.yaml') % {"language": language}
            yield Complaint((*at, language), wrong + meant(language, declared))
    if declared[0] not in text:
        missing = _('the text in "%(language)s", the first language of pack.yaml, is missing')
        yield Complaint(at, missing % {"language": declared[0]})
