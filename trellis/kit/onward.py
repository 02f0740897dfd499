"""Where a form says to go on: a path of ours, or nowhere."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(wanted: str) -> str:
    """The path, if it begins at our own root; otherwise nothing.

    >>> own_path("/my-work/?seat=x"), own_path("//evil.example"), own_path("my-work")
    ('/my-work/?seat=x', '', '')
    """
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if ours else ""
