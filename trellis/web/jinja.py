"""The Jinja2 environment: what every template may use."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import jinja2
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from trellis.kit import dates
from trellis.kit.tongue import gettext as translated
from trellis.programs.texts import say


class Environment(jinja2.Environment):
    """Jinja2's own, with templates and globals at hand in plain dictionaries.

    Its cache takes a lock and makes a weak reference for each page, parent and part, and its
    chained globals are walked in Python at each of them. Ours are complete before the first
    template loads.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._at_hand: dict[str, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as the parent names it
    ) -> jinja2.Template:
        """The template of that name, loaded once unless files may change while we run."""
        if self.auto_reload or globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._at_hand.get(name)
        if found is None:
            found = self._at_hand[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What each template knows."""
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    """Build the environment once per process; undefined names are errors, not blanks."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701 - Django passes autoescape=True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translated, ngettext, newstyle=True, pgettext=pgettext
    )
    env.globals.update(_=said, static=static, url=url, say=say)
    env.filters.update(day=day, day_year=day_year, month_name=dates.month_name)
    env.filters.update(moment=dates.moment, say=say)
    return env


def said(message: str, /, **named: Any) -> Markup:
    """What `_()` in a template stands for: the translated message, its named parts escaped."""
    if named:
        parts = {
            name: one if isinstance(one, int | float) else escape(one)
            for name, one in named.items()
        }
        return Markup(translated(message) % parts)  # noqa: S704 - our own message
    return _markup(message, get_language())


@lru_cache(maxsize=8192)
def _markup(message: str, _language: str | None) -> Markup:
    # Always a form, as the extension has it: "%%" reads "%", a part without its value is an error.
    return Markup(translated(message)) % {}  # noqa: S704 - our own message


@lru_cache(maxsize=16)
def speaking(_language: str) -> Callable[..., Markup]:
    """`_()` for a page in that language, which is the active one: it need not ask at each word."""
    kept: dict[str, Markup] = {}

    def spoken(message: str, /, **named: Any) -> Markup:
        if named:
            return said(message, **named)
        found = kept.get(message)
        if found is None:
            found = kept[message] = said(message)
        return found

    return spoken


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """The address of a file that is served as it is; the files do not change while we run."""
    return staticfiles_storage.url(path)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Reverse a route by name with its parts in order or by name."""
    if kwargs:
        return reverse(name, args=args or None, kwargs=kwargs)
    return address(name, *args)


def address(name: str, *args: str | int) -> str:
    """Reverse a route, from memory after the first time: a page names some twenty."""
    return _address(get_script_prefix(), name, args)


@lru_cache(maxsize=8192)
def _address(_prefix: str, name: str, args: tuple[str | int, ...]) -> str:
    return reverse(name, args=args or None)


def day(value: date | datetime | None) -> str:
    """ "Thu, Dec 3"."""
    return _written(dates.short, _here(value), get_language()) if value else ""


def day_year(value: date | datetime | None) -> str:
    """ "Thu, Dec 3, 2026"."""
    return _written(dates.full, _here(value), get_language()) if value else ""


def _here(value: date | datetime) -> date:
    """The day on the reader's calendar: a moment of the evening is tomorrow in UTC."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _written(form: Callable[[date], str], value: date, _language: str | None) -> str:
    return form(value)
