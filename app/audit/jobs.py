"""Jobs of the log."""

from __future__ import annotations

from app.audit import anchors
from app.audit.keys import own_key
from app.jobs.context import JobContext


def anchor(context: JobContext) -> None:
    """Sign the chain's tail and put it outside the database: the job `audit.anchor`.

    Needs the parts `keys` and `instance` (folders). The line is written after the commit: a row without a line is made
    up for by the next run, which signs a later entry.
    """
    key = own_key(context.parts["keys"])
    made = context.write(lambda unit: anchors.make_anchor(unit, key))
    if made:
        anchors.append(made, anchors.anchor_file(context.parts["instance"]))
