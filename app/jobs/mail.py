"""Letters through the outbox: asked for in the transaction of their cause, sent by the worker, sealed in between."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.foundation.mail import Letter
from app.foundation.transaction import Unit
from app.jobs.context import JobContext
from app.jobs.models import Outbox
from app.jobs.services import enqueue

JOB = "mail.send"
_PURPOSE = "outbox.letter"
_SEALED = "sealed"
_LETTERS = sa.select(Outbox.id, Outbox.arguments).where(Outbox.name == JOB).order_by(Outbox.id)
_ANEW = sa.update(Outbox).where(Outbox.id == sa.bindparam("which")).values(arguments=sa.bindparam("new", type_=sa.JSON))


def post(unit: Unit, keyring: Keyring, letter: Letter, key: str) -> bool:
    """Send `letter` after this transaction; False when `key` was posted before. The outbox holds it sealed (S12)."""
    plain = json.dumps([letter.to, letter.subject, letter.text]).encode()
    sealed = base64.b64encode(keyring.seal(_PURPOSE, plain)).decode()
    return enqueue(unit, JOB, {_SEALED: sealed}, f"mail:{key}")


def send(context: JobContext, *, sealed: str) -> None:
    """Send one letter: the job `mail.send`. Needs the parts `keyring` and `mailbox`."""
    plain = context.parts["keyring"].unseal(_PURPOSE, base64.b64decode(sealed))
    to, subject, text = json.loads(plain)
    name = hashlib.sha256(context.claim.key.encode()).hexdigest()[:32]
    context.parts["mailbox"].send(Letter(to, subject, text), name, context.clock())


def letters_under_older(connection: sa.Connection, keyring: Keyring) -> int:
    """Count the letters in the outbox that an older data key sealed."""
    return sum(1 for row in connection.execute(_LETTERS) if _is_older(row.arguments, keyring.mark))


def reseal_letters(unit: Unit, keyring: Keyring) -> int:
    """Seal the letters of the outbox with the key that writes now; return how many were not."""
    older = [row for row in unit.connection.execute(_LETTERS).all() if _is_older(row.arguments, keyring.mark)]
    for row in older:
        plain = keyring.unseal(_PURPOSE, base64.b64decode(row.arguments[_SEALED]))
        new = {_SEALED: base64.b64encode(keyring.seal(_PURPOSE, plain)).decode()}
        unit.connection.execute(_ANEW, {"which": row.id, "new": new})
    return len(older)


def _is_older(arguments: Mapping[str, Any], mark: bytes) -> bool:
    return _SEALED in arguments and base64.b64decode(arguments[_SEALED])[: len(mark)] != mark
