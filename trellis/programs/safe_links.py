"""Which links may stand on a page."""

import re

REST = r"[^\s<>\"'\\^`{|}\x00-\x1f]+"
LINK = re.compile(rf"https://{REST}|mailto:{REST}@{REST}|tel:[+0-9().-]+")
LONGEST_LINK = 500


def is_safe_link(text: str) -> bool:
    """Whether a link opens a page, a letter or a call; other schemes could run script.

    >>> is_safe_link("https://a.example"), is_safe_link("javascript:alert(1)")
    (True, False)
    """
    return len(text) <= LONGEST_LINK and LINK.fullmatch(text) is not None
