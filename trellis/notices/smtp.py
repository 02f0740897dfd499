"""Handing one message to the mail server, and reading what its answer means."""

from __future__ import annotations

import hashlib
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from trellis.notices.models import Notice

PERMANENT = 500
CLOSING = 421


class NotDelivered(Exception):
    """The message did not get through; `for_good` where trying again would not help."""

    def __init__(self, why: str, *, for_good: bool = False, server_is_away: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good
        self.server_is_away = server_is_away


class MailServer:
    """One connection for many messages, opened when first needed and again after a break."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def hand_over(self, notice: Notice) -> None:
        """Give a message to the server; returning means that the server has taken it."""
        try:
            self._open().send_messages([message(notice)])
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            if code == CLOSING:
                self.close()
            raise NotDelivered(_said(code, words), for_good=code >= PERMANENT) from refusal
        except smtplib.SMTPResponseException as refusal:
            self.close()
            permanent = refusal.smtp_code >= PERMANENT and isinstance(
                refusal, smtplib.SMTPDataError
            )
            raise NotDelivered(
                _said(refusal.smtp_code, refusal.smtp_error),
                for_good=permanent,
                server_is_away=not permanent,
            ) from refusal
        except (ValueError, smtplib.SMTPNotSupportedError) as failure:
            # An address that no server would take; the others must not wait behind it.
            self.close()
            raise NotDelivered(str(failure), for_good=True) from failure
        except (OSError, smtplib.SMTPException) as failure:
            self.close()
            why = str(failure) or type(failure).__name__
            raise NotDelivered(why, server_is_away=True) from failure

    def _open(self) -> BaseEmailBackend:
        if self._connection is None:
            connection = get_connection()
            connection.open()
            self._connection = connection
        return self._connection

    def close(self) -> None:
        """Say goodbye; a server that has gone already is no reason to complain."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return


def message(notice: Notice) -> EmailMessage:
    """The mail of a notice; its id stays the same when it must be sent twice."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    tag = hashlib.sha256(notice.dedupe_key.encode()).hexdigest()[:24]
    return EmailMessage(
        subject=notice.subject,
        body=notice.text,
        to=[notice.address],
        headers={
            "Message-ID": f"<notice-{notice.pk}-{tag}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _said(code: int, why: bytes | str) -> str:
    words = why.decode("utf-8", "replace") if isinstance(why, bytes) else why
    return f"{code} {' '.join(words.split())}"
