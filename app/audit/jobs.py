"""Jobs of the log."""

from __future__ import annotations

from functools import partial

from app.audit import anchors, retention
from app.audit.keys import KEY_FILE, own_key
from app.jobs.context import GiveUp, JobContext


def anchor(context: JobContext) -> None:
    """Sign the chain's tail and put it outside the database: the job `audit.anchor`.

    Needs the parts `keys` and `instance` (folders) and `demo`. Only a demonstration makes a key by itself: elsewhere a
    lost one must be noticed. The line is written after the commit: a line without a row would only repeat what the next
    one says, a row without a line is made up for by the next run.
    """
    folder = context.parts["keys"]
    if not context.parts["demo"] and not (folder / KEY_FILE).exists():
        raise GiveUp(f"the key of the audit log ({KEY_FILE}) is missing: run ./provost keys make")
    key = own_key(folder)
    made = context.write(lambda unit: anchors.make_anchor(unit, key))
    if made:
        anchors.append(made, anchors.anchor_file(context.parts["instance"]))


def erase_due(context: JobContext) -> None:
    """Erase what is past its period, in batches of their own: the job `retention.erase`. Needs the part `retention`."""
    with context.database.reading() as connection:
        held = retention.people_on_hold(connection)
    periods = retention.periods()
    for erasing in context.parts["retention"]:
        period = periods[erasing.key]
        while context.write(partial(retention.erase_batch, erasing=erasing, period=period, held=held)):
            pass
