"""Texts to phones through the outbox: asked for in the transaction of their cause, sealed until they go."""

from __future__ import annotations

from app.foundation.crypto import Keyring
from app.foundation.texting import NumberRefused, ShortText, TextGateway
from app.foundation.transaction import Unit
from app.jobs.context import GiveUp, JobContext
from app.jobs.mail import TEXT_JOB, enqueue_sealed, name_of, unsealed


def post_text(unit: Unit, keyring: Keyring, text: ShortText, key: str) -> bool:
    """Send `text` after this transaction; False when `key` was posted before."""
    return enqueue_sealed(unit, keyring, TEXT_JOB, (text.to, text.text), f"text:{key}")


def send_text(context: JobContext, *, sealed: str) -> None:
    """Send one text: the job `text.send`. Needs the parts `keyring` and `texts`; without a gateway it gives up."""
    gateway: TextGateway | None = context.parts["texts"]
    if gateway is None:
        raise GiveUp("PROVOST_SMS_COMMAND is not set")
    to, text = unsealed(context, sealed)
    try:
        gateway.send(ShortText(to, text), name_of(context.claim.key))
    except NumberRefused as refused:
        raise GiveUp("the gateway says that the number cannot be reached") from refused
