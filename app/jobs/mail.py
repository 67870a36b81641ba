"""Letters through the outbox: asked for in the transaction of their cause, sent by the worker, sealed in between."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.foundation.mail import AddressRefused, Letter
from app.foundation.transaction import Unit
from app.jobs.context import JobContext
from app.jobs.models import Outbox
from app.jobs.services import enqueue

JOB = "mail.send"
TEXT_JOB = "text.send"
SEALED_JOBS = (JOB, TEXT_JOB)
"""The jobs whose arguments are sealed words."""
_PURPOSE = "outbox.letter"
_SEALED = "sealed"
_LETTERS = sa.select(Outbox.id, Outbox.arguments).where(Outbox.name.in_(SEALED_JOBS)).order_by(Outbox.id)
_SENT = sa.select(Outbox.key, Outbox.arguments).where(Outbox.name == JOB, Outbox.state == "done")
_ANEW = sa.update(Outbox).where(Outbox.id == sa.bindparam("which")).values(arguments=sa.bindparam("new", type_=sa.JSON))


def post(unit: Unit, keyring: Keyring, letter: Letter, key: str) -> bool:
    """Send `letter` after this transaction; False when `key` was posted before. The outbox holds it sealed (S12)."""
    return enqueue_sealed(unit, keyring, JOB, (letter.to, letter.subject, letter.text), f"mail:{key}")


def send(context: JobContext, *, sealed: str) -> None:
    """Send one letter: the job `mail.send`. Needs the parts `keyring`, `mailbox` and `mail_refused`."""
    to, subject, text = unsealed(context, sealed)
    try:
        context.parts["mailbox"].send(Letter(to, subject, text), name_of(context.claim.key), context.clock())
    except AddressRefused:
        context.write(lambda unit: context.parts["mail_refused"](unit, to, "refused"))


def enqueue_sealed(unit: Unit, keyring: Keyring, job: str, words: Sequence[str], key: str) -> bool:
    """Ask for a job of `SEALED_JOBS` with `words` as its sealed argument; False when `key` was asked for before."""
    sealed = base64.b64encode(keyring.seal(_PURPOSE, json.dumps(list(words)).encode())).decode()
    return enqueue(unit, job, {_SEALED: sealed}, key)


def unsealed(context: JobContext, sealed: str) -> list[str]:
    """Return the words that `enqueue_sealed` sealed."""
    words: list[str] = json.loads(context.parts["keyring"].unseal(_PURPOSE, base64.b64decode(sealed)))
    return words


def name_of(key: str) -> str:
    """Return a name of the job with this key that says nothing of what it is about, the same in every try."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def addresses_of(connection: sa.Connection, keyring: Keyring, names: Collection[str]) -> set[str]:
    """Return where the letters with these names went; those whose words are erased already have none."""
    wanted, found = set(names), set()
    for row in connection.execute(_SENT) if wanted else ():
        if name_of(row.key) in wanted and _SEALED in row.arguments:
            words = json.loads(keyring.unseal(_PURPOSE, base64.b64decode(row.arguments[_SEALED])))
            found.add(str(words[0]))
    return found


def letters_under_older(connection: sa.Connection, keyring: Keyring) -> int:
    """Count the letters and texts in the outbox that an older data key sealed."""
    return sum(1 for row in connection.execute(_LETTERS) if _is_older(row.arguments, keyring.mark))


def reseal_letters(unit: Unit, keyring: Keyring) -> int:
    """Seal letters and texts of the outbox with the key that writes now; return how many were not."""
    older = [row for row in unit.connection.execute(_LETTERS).all() if _is_older(row.arguments, keyring.mark)]
    for row in older:
        plain = keyring.unseal(_PURPOSE, base64.b64decode(row.arguments[_SEALED]))
        new = {_SEALED: base64.b64encode(keyring.seal(_PURPOSE, plain)).decode()}
        unit.connection.execute(_ANEW, {"which": row.id, "new": new})
    return len(older)


def _is_older(arguments: Mapping[str, Any], mark: bytes) -> bool:
    return _SEALED in arguments and base64.b64decode(arguments[_SEALED])[: len(mark)] != mark
