"""Reports of failed delivery, as other mail servers write them."""

from __future__ import annotations

from trellis.notices.models import Notice
from trellis.notices.tokens import token

REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; pat@example.org
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b1
Content-Type: text/rfc822-headers

From: Trellis <trellis@localhost>
To: pat@example.org
Subject: hello
Message-ID: <{name}@localhost>

--b1--
"""


def report(
    name: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 no such user",
    to: str = "bounces@trellis.example.gov",
) -> bytes:
    """A report in the form of RFC 3464, about the mail of that name."""
    text = REPORT.format(name=name, action=action, status=status, said=said, to=to)
    return text.encode()


def name_of(notice: Notice) -> str:
    """How a mail is known outside."""
    return token(notice.pk, notice.dedupe_key)
