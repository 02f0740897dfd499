"""Handing one message to the mail server, and reading what its answer means."""

from __future__ import annotations

import re
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from trellis.notices.kinds import stop_of
from trellis.notices.models import Notice
from trellis.notices.tokens import token

PERMANENT = 500
CLOSING = 421
LONGEST = 60.0
"""Seconds for one message from greeting to answer, however slowly the server drips."""

METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
"""What a calendar is asked to do; mail programs look for it in the header of the part."""

ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


class NotDelivered(Exception):
    """The message did not get through.

    `for_good` where trying again would not help; `server_is_away` where the next message would
    fail as well; `code` is what the server said of the address or of the message.
    """

    def __init__(
        self, why: str, *, for_good: bool = False, server_is_away: bool = False, code: str = ""
    ) -> None:
        super().__init__(why)
        self.for_good = for_good
        self.server_is_away = server_is_away
        self.code = code


class MailServer:
    """One connection for many messages, opened when first needed and again after a break."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def hand_over(self, notice: Notice) -> None:
        """Give a message to the server; returning means that the server has taken it."""
        connection = self._open()
        try:
            with _in_time(connection):
                connection.send_messages([message(notice)])
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            if code == CLOSING:
                self.close()
            raise _answer(code, words, for_good=code >= PERMANENT) from refusal
        except smtplib.SMTPDataError as refusal:
            self.close()
            for_good = refusal.smtp_code >= PERMANENT
            raise _answer(refusal.smtp_code, refusal.smtp_error, for_good=for_good) from refusal
        except smtplib.SMTPResponseException as refusal:
            self.close()
            raise _answer(refusal.smtp_code, refusal.smtp_error, away=True) from refusal
        except (ValueError, smtplib.SMTPNotSupportedError) as failure:
            # An address that no server would take; the others must not wait behind it.
            self.close()
            raise NotDelivered(str(failure), for_good=True, code="5.1.3") from failure
        except (OSError, smtplib.SMTPException) as failure:
            # It fell silent or hung up at this message; the next one may get through.
            self.close()
            raise NotDelivered(str(failure) or type(failure).__name__) from failure

    def _open(self) -> BaseEmailBackend:
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as failure:
                why = str(failure) or type(failure).__name__
                raise NotDelivered(why, server_is_away=True) from failure
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


@contextmanager
def _in_time(connection: BaseEmailBackend) -> Iterator[None]:
    """Hang up when a conversation lasts too long; the time limit of a socket is per answer."""
    line = getattr(getattr(connection, "connection", None), "sock", None)
    if line is None:
        yield
        return
    watch = threading.Timer(LONGEST, _hang_up, [line])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _hang_up(line: Any) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def message(notice: Notice) -> EmailMessage:
    """The mail of a notice; its id stays the same when it must be sent twice.

    It leaves from the system's address under the sender's name, and answers go to the sender.
    """
    known_as = token(notice.pk, notice.dedupe_key)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = address.rpartition("@")[2] or "localhost"
    headers = {
        "From": _mailbox(notice.from_name or name, address),
        "Message-ID": f"<{known_as}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Trellis-Notice": known_as,
        **_stopping(notice),
    }
    mail = EmailMultiAlternatives(
        subject=notice.subject,
        body=notice.text,
        from_email=_envelope(known_as) or settings.DEFAULT_FROM_EMAIL,
        to=[notice.address],
        reply_to=[_mailbox(notice.from_name, notice.reply_to)] if notice.reply_to else None,
        headers=headers,
    )
    if notice.calendar:
        asked = METHOD.search(notice.calendar)
        kind = f"text/calendar; method={asked.group(1) if asked else 'PUBLISH'}"
        mail.attach_alternative(notice.calendar, kind)
    return mail


def _stopping(notice: Notice) -> dict[str, str]:
    """What lets mail programs offer a button of their own to do without this kind of mail."""
    stop = stop_of(notice.kind, notice.recipient_id)
    if not stop:
        return {}
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _mailbox(name: str, address: str) -> str:
    """A name and an address as a header holds them; quotes and line breaks stay harmless."""
    return formataddr((" ".join(name.split()), address), "utf-8")


def _envelope(known_as: str) -> str:
    """Where reports go: the address for them, with the mail's own name behind a plus sign."""
    if not settings.MAIL_BOUNCES:
        return ""
    whole = Address(addr_spec=settings.MAIL_BOUNCES)
    return f"{whole.username}+{known_as}@{whole.domain}"


def _answer(
    code: int, words: bytes | str, *, for_good: bool = False, away: bool = False
) -> NotDelivered:
    """What the server said, with the most precise number in it."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    precise = ENHANCED.search(said)
    return NotDelivered(
        f"{code} {' '.join(said.split())}",
        for_good=for_good,
        server_is_away=away or code == CLOSING,
        code=precise.group(1) if precise else str(code),
    )
