"""What the last step says on the next page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.utils.functional import cached_property


class Storage(FallbackStorage):
    """Django's own storage, a cookie and what does not fit in the session, once there is a message.

    Most pages have none, and a signer made ready before each would cost more than the page's form.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        BaseStorage.__init__(self, *args, **kwargs)
        self._used_storages: set[BaseStorage] = set()

    @cached_property
    def storages(self) -> list[BaseStorage]:
        """The two places, in the order in which they are tried."""
        return [one(self.request) for one in self.storage_classes]

    def _get(self, *args: Any, **kwargs: Any) -> tuple[Any, bool]:
        # Whatever the session holds, the cookie says so: without one there is nothing.
        if CookieStorage.cookie_name not in self.request.COOKIES:
            return [], True
        found: tuple[Any, bool] = super()._get(*args, **kwargs)  # type: ignore[misc]
        return found

    def _store(
        self, messages: Sequence[Message], response: HttpResponse, *args: Any, **kwargs: Any
    ) -> Any:
        if not messages and not self._used_storages:
            return []
        return super()._store(messages, response, *args, **kwargs)  # type: ignore[misc]
