"""Reading reports of mail that could not be delivered (RFC 3464); pure, and believing nothing."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message

from trellis.notices.models import Bounce
from trellis.notices.tokens import found_in

LIMIT = 2 * 1024 * 1024
"""Bytes of a report; real ones carry the headers of our mail, or all of it."""

CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
ADDRESSED = ("to", "delivered-to", "x-original-to", "x-failed-recipients", "envelope-to")
MOST_PARTS = 50
MOST_CLAIMS = 20

Reason = Bounce.Reason
POLICY = frozenset({"5.7", "4.7", "5.3", "5.6"})
"""The other side does not want this mail, or no mail of this form: the address may be right."""


@dataclass(frozen=True)
class Report:
    """One mail that is said to have failed for good: what it claims to be about, and why."""

    claims: tuple[tuple[int, str], ...]
    code: str
    said: str


def read_report(raw: bytes) -> Report | None:
    """What a mail says was not delivered; None for anything else, however it is made up."""
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.compat32)
        parts = _parts(mail)
        status = next((part for part in parts if _is_status(part)), None)
        if status is None or mail.get_content_type() != "multipart/report":
            return None
        failed = _failed(status)
        if failed is None:
            return None
        claims = _claims(mail, parts, status)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError):
        return None
    return Report(claims, *failed) if claims else None


def _parts(mail: Message) -> list[Message]:
    found = []
    for part in mail.walk():
        found.append(part)
        if len(found) > MOST_PARTS:
            break
    return found


def _is_status(part: Message) -> bool:
    return part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}


def _failed(status: Message) -> tuple[str, str] | None:
    """Code and words of the first recipient whose mail failed for good."""
    for block in _blocks(status):
        if _field(block, "action").lower() == "failed":
            said = _field(block, "diagnostic-code").partition(";")[2] or _field(block, "status")
            code = CODE.search(_field(block, "status")) or CODE.search(said)
            return (code.group(1) if code else "", " ".join(said.split())[:300])
    return None


def _blocks(status: Message) -> list[Message]:
    """A status reads as one block of fields for the mail, and one for each recipient."""
    payload = status.get_payload()
    blocks = payload if isinstance(payload, list) else []
    return [block for block in blocks if isinstance(block, Message)]


def _field(block: Message, name: str) -> str:
    return _plain(block.get(name, ""))


def _plain(value: object) -> str:
    """A header as text: bytes of no known alphabet become marks instead of an error."""
    text = str(value)
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()[:2000]


def _claims(mail: Message, parts: list[Message], status: Message) -> tuple[tuple[int, str], ...]:
    """All our names for a mail that stand where reports carry them, each once."""
    places = [_plain(value) for name in ADDRESSED for value in mail.get_all(name, [])]
    places += [_field(block, "original-envelope-id") for block in _blocks(status)]
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            places.append(str(part.get_payload())[:100_000])
        places += [_plain(part.get(name, "")) for name in ("message-id", "x-trellis-notice")]
    found = dict.fromkeys(claim for place in places for claim in found_in(place))
    return tuple(found)[:MOST_CLAIMS]


def reason_of(code: str) -> Reason:
    """What a code says in our words: `5.1.1` or, from a server that says no more, `550`."""
    kind, detail = code[:3], code[2:]
    if code in {"550", "551", "553", "5.1.0", "5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}:
        return Reason.UNKNOWN
    if detail in {"1.2", "4.4"} and code.startswith("5"):
        return Reason.DOMAIN
    if code == "552" or detail == "2.2":
        return Reason.FULL
    if kind in POLICY or code == "554":
        return Reason.REFUSED
    return Reason.EXPIRED if kind in {"4.4", "5.4"} else Reason.OTHER


def stops(reason: Reason) -> bool:
    """Whether nothing more should be tried there: not where only this mail was not wanted."""
    return reason not in {Reason.FULL, Reason.REFUSED}
