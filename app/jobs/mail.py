"""Letters through the outbox: asked for in the transaction of their cause, sent by the worker, sealed in between."""

from __future__ import annotations

import base64
import hashlib
import json

from app.foundation.crypto import Keyring
from app.foundation.mail import Letter
from app.foundation.transaction import Unit
from app.jobs.context import JobContext
from app.jobs.services import enqueue

JOB = "mail.send"
_PURPOSE = "outbox.letter"


def post(unit: Unit, keyring: Keyring, letter: Letter, key: str) -> bool:
    """Send `letter` after this transaction; False when `key` was posted before. The outbox holds it sealed (S12)."""
    plain = json.dumps([letter.to, letter.subject, letter.text]).encode()
    sealed = base64.b64encode(keyring.seal(_PURPOSE, plain)).decode()
    return enqueue(unit, JOB, {"sealed": sealed}, f"mail:{key}")


def send(context: JobContext, *, sealed: str) -> None:
    """Send one letter: the job `mail.send`. Needs the parts `keyring` and `mailbox`."""
    plain = context.parts["keyring"].unseal(_PURPOSE, base64.b64decode(sealed))
    to, subject, text = json.loads(plain)
    name = hashlib.sha256(context.claim.key.encode()).hexdigest()[:32]
    context.parts["mailbox"].send(Letter(to, subject, text), name, context.clock())
