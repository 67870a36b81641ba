"""Jobs of the log."""

from __future__ import annotations

from app.audit import anchors
from app.jobs.context import JobContext


def anchor(context: JobContext) -> None:
    """Sign the chain's tail and put it outside the database: the job `audit.anchor`.

    Needs the parts `audit_key` (Ed25519PrivateKey) and `anchor_file` (Path). The line is written after the commit: a
    line without a row would only repeat what the next one says, a row without a line is made up for by the next run.
    """
    made = context.write(lambda unit: anchors.make_anchor(unit, context.parts["audit_key"]))
    if made:
        anchors.append(made, context.parts["anchor_file"])
