"""Letters that came back: which of ours a report of non-delivery is about (RFC 3464)."""

from __future__ import annotations

import re
from email import message_from_bytes, message_from_string
from email.message import Message

LARGEST = 1_000_000
_OURS = re.compile(r"<([0-9a-f]{32})@")


def returned_name(report: bytes) -> str | None:
    """Return the name of the letter (`app.jobs.mail.name_of`) that a report says was not delivered, and never will be.

    None for what is no such report, tells of a delay, or encloses no letter of ours. Whom it is about is never taken
    from the report: that stands in the letter, and its name cannot be guessed by who makes a report up.
    """
    if len(report) > LARGEST:
        return None
    try:
        return _found(list(message_from_bytes(report).walk()))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):  # made to be read badly: no report
        return None


def _found(parts: list[Message]) -> str | None:
    if not any(_failed_for_good(part) for part in parts if part.get_content_type() == "message/delivery-status"):
        return None
    for part in parts:
        found = _OURS.search(_message_id(part))
        if found:
            return found[1]
    return None


def _failed_for_good(status: Message) -> bool:
    blocks = status.get_payload()
    return isinstance(blocks, list) and any(
        str(block.get("Action", "")).strip().lower() == "failed" and str(block.get("Status", "")).strip()[:1] == "5"
        for block in blocks
        if isinstance(block, Message)
    )


def _message_id(part: Message) -> str:
    """Return the Message-ID of the letter that this part encloses, whole or its head alone."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and isinstance(payload[0], Message):
        return str(payload[0].get("Message-ID", ""))
    if part.get_content_type() == "text/rfc822-headers" and isinstance(payload, str):
        return str(message_from_string(payload).get("Message-ID", ""))
    return ""
