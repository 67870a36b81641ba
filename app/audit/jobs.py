"""Jobs of the log."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit import anchors
from app.audit.keys import make_key, read_key
from app.jobs.context import GiveUp, JobContext

KEY_FILE = "audit.pem"
ANCHOR_FILE = "anchors.jsonl"


def anchor(context: JobContext) -> None:
    """Sign the chain's tail and put it outside the database: the job `audit.anchor`.

    Needs the parts `keys` and `instance` (folders) and `demo`. The line is written after the commit: a line without a
    row would only repeat what the next one says, a row without a line is made up for by the next run.
    """
    key = _key(context)
    made = context.write(lambda unit: anchors.make_anchor(unit, key))
    if made:
        anchors.append(made, context.parts["instance"] / ANCHOR_FILE)


def _key(context: JobContext) -> Ed25519PrivateKey:
    """Return the key of the anchors; only a demonstration makes one by itself: elsewhere a lost key must be noticed."""
    path = context.parts["keys"] / KEY_FILE
    if path.exists():
        return read_key(path)
    if not context.parts["demo"]:
        raise GiveUp(f"the key of the audit log ({KEY_FILE}) is missing: run ./provost keys make")
    return make_key(path)
