"""A reaction that failed is kept as a job and tried again, so that what the person did is never lost with it."""

from __future__ import annotations

import hashlib
import importlib
import json
from dataclasses import asdict
from typing import Any

from app.foundation.facts import Fact
from app.foundation.transaction import Reaction, Unit
from app.jobs.context import GiveUp, JobContext
from app.jobs.services import enqueue

JOB = "reaction.again"


def queue_again(unit: Unit, reaction: Reaction, fact: Fact) -> None:
    """Queue `reaction` to `fact` as a job, in the transaction of the fact."""
    arguments: dict[str, Any] = {
        "fact": f"{type(fact).__module__}:{type(fact).__name__}",
        "reaction": reaction.__name__,
        "values": json.loads(json.dumps(asdict(fact))),
    }
    digest = hashlib.sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest()[:32]
    enqueue(unit, JOB, arguments, key=f"again:{digest}:{unit.now.timestamp():.6f}")


def react_again(context: JobContext, *, fact: str, reaction: str, values: dict[str, Any]) -> None:
    """Run the reaction in a unit of its own; the facts that it announces find their own reactions there."""
    module, _, name = fact.partition(":")
    kind: type[Fact] = getattr(importlib.import_module(module), name)
    known = {one.__name__: one for one in context.database.reactions.get(kind, ())}
    if reaction not in known:
        raise GiveUp(f"no reaction {reaction} to {name}")
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    context.write(lambda unit: known[reaction](unit, kind(**given)))
