"""What the log never says: addresses that open something by being known."""

from __future__ import annotations

import logging
import re

KEYS = re.compile(r"(/calendar/)[^/\s]+(\.ics)|(/places/)[^/\s]+(/)")


class WithoutKeys(logging.Filter):
    """Takes the keys of calendars out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, without keys."""
        said = record.getMessage()
        if KEYS.search(said):
            record.msg, record.args = KEYS.sub(r"\1\3…\2\4", said), ()
        return True
