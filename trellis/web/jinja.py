"""The Jinja2 environment: what every template may use."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment, StrictUndefined

from trellis.kit import dates
from trellis.programs.texts import say


def environment(**options: Any) -> Environment:
    """Build the environment once per process; undefined names are errors, not blanks."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701 - Django passes autoescape=True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translated, ngettext, newstyle=True, pgettext=pgettext
    )
    env.globals.update(static=staticfiles_storage.url, url=url, say=say)
    env.filters.update(day=day, day_year=day_year, month_name=dates.month_name)
    env.filters.update(moment=dates.moment, say=say)
    return env


def translated(message: str) -> str:
    """The message in the active language, from memory after the first time.

    A page asks some seventy times, and Django walks its catalogs anew for each.
    """
    return _translated(message, get_language())


@lru_cache(maxsize=8192)
def _translated(message: str, _language: str | None) -> str:
    return gettext(message)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Reverse a route by name with its parts in order or by name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def day(value: date | datetime | None) -> str:
    """ "Thu, Dec 3"."""
    return dates.short(value) if value else ""


def day_year(value: date | datetime | None) -> str:
    """ "Thu, Dec 3, 2026"."""
    return dates.full(value) if value else ""
