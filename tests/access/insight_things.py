"""What the matrix asks about insight: a grant, questions to an officer, words that they offered."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.insight.models import FollowUp, OfficerQuote
from tests.access.world import World

NOBODY = "0123456789abcdef"
_TAKE = sa.text("DELETE FROM follow_up WHERE person_id = :id")


def insight_things(world: World) -> dict[str, dict[str, str]]:
    """Return the things by the names that the lines use; `own` was asked once, and answered once with words."""
    ids = {"asked": new_public_id(), "answered": new_public_id(), "quote": new_public_id()}
    world.do(lambda unit: _ask(unit, world.people["own"], ids))
    return {
        "grant": {"public_id": str(world.scalar("SELECT public_id FROM partner_grant LIMIT 1"))},
        "follow-up-own": {"public_id": ids["asked"]},
        "quote-own": {"public_id": ids["answered"]},
        "quote": {"public_id": ids["quote"]},
        **{f"missing-{name}": {"public_id": NOBODY} for name in ("grant", "follow-up", "quote")},
    }


def _ask(unit: Unit, person_id: str, ids: dict[str, str]) -> None:
    unit.connection.execute(_TAKE, {"id": person_id})
    for state in ("asked", "answered"):
        one = FollowUp(id=new_id(), public_id=ids[state], person_id=person_id, course=state, state=state,
                       ask_at=unit.now)  # fmt: skip
        unit.session.add(one)
        unit.session.flush()
    unit.session.add(
        OfficerQuote(id=new_id(), public_id=ids["quote"], follow_up_id=one.id, text="It helped.", state="offered")
    )
    unit.session.flush()
