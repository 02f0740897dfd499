"""The WSGI application that the server runs."""

import gc
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

Answer = Callable[[dict[str, Any], Any], Iterable[bytes]]
CHARSET = re.compile(r""";\s*charset\*?\d*\*?\s*=\s*("[^"]*"|[^;]*)""", re.IGNORECASE)


def in_utf8(inner: Answer) -> Answer:
    """Take the name of a charset off every request: all of ours are UTF-8.

    Django looks a name up before any middleware runs, and some (`rot13`) break it there.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if said := environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = CHARSET.sub("", said).replace("\0", "")
        return inner(environ, start_response)

    return answer


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.web.settings")
application = in_utf8(get_wsgi_application())

# What is loaded now stays: packs, templates and models need not be walked again and again by the
# collector. A page makes some thousand short-lived objects, so it looks after every few pages.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
