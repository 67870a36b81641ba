"""Words for partners: offered by an officer, checked by staff that they identify nobody, withdrawn at any time (P9)."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.facts import PersonLeft
from app.identity.services.actor import Actor
from app.insight.models import FollowUp, OfficerQuote

LONGEST = 280
_FOLLOW_UP = sa.select(FollowUp.id).where(
    FollowUp.public_id == sa.bindparam("public_id"),
    FollowUp.person_id == sa.bindparam("person_id"),
    FollowUp.state == "answered",
)
_OF_FOLLOW_UP = (
    sa.select(OfficerQuote).where(OfficerQuote.follow_up_id == sa.bindparam("follow_up_id")).with_for_update()
)
_OF_PERSON = (
    sa.select(OfficerQuote)
    .join(FollowUp, FollowUp.id == OfficerQuote.follow_up_id)
    .where(FollowUp.person_id == sa.bindparam("person_id"), OfficerQuote.state != "withdrawn")
)
_ONE = sa.select(OfficerQuote).where(OfficerQuote.public_id == sa.bindparam("public_id")).with_for_update()
_OWNER = sa.select(FollowUp.person_id).where(FollowUp.id == sa.bindparam("follow_up_id"))


class QuoteMoved(Refusal):
    """The quote is not where it was when the page was opened."""

    code = "quote_moved"
    message = N_("This quote was answered or withdrawn already. Open the list again to see what is left.")


class OwnQuote(Refusal):
    """Nobody checks their own words."""

    code = "own_quote"
    message = N_("You cannot check your own words. Another member of staff has to do it.")


def offer(unit: Unit, person_id: str, public_id: str, text: str) -> None:
    """Offer words for partners, of a follow-up that was answered; they take the place of earlier ones.

    Raises `NotFound`, and ValueError for no text or one of more than 280 characters.
    """
    if not 0 < len(text) <= LONGEST:
        raise ValueError("a text of up to 280 characters")
    follow_up_id = _follow_up(unit, person_id, public_id)
    quote = unit.session.scalars(_OF_FOLLOW_UP, {"follow_up_id": follow_up_id}).one_or_none()
    if quote is None:
        quote = OfficerQuote(id=new_id(), public_id=new_public_id(), follow_up_id=follow_up_id)
        unit.session.add(quote)
    quote.text, quote.state, quote.checked_by = text, "offered", None
    unit.session.flush()
    record(unit, AuditTag.QUOTE_OFFERED, actor=person_id, role="officer", subject=f"quote:{quote.id}")


def withdraw(unit: Unit, person_id: str, public_id: str) -> None:
    """Withdraw what was offered or shown: its text is erased at once. Raises `NotFound`."""
    bound = {"follow_up_id": _follow_up(unit, person_id, public_id)}
    quote = unit.session.scalars(_OF_FOLLOW_UP, bound).one_or_none()
    if quote is None:
        raise NotFound
    _erase(unit, quote, person_id)


def withdraw_quotes_of_leaver(unit: Unit, fact: PersonLeft) -> None:
    """Who leaves cannot withdraw any more, so it is done for them."""
    for quote in unit.session.scalars(_OF_PERSON, {"person_id": fact.person_id}).all():
        _erase(unit, quote, SYSTEM)


def check_quote(unit: Unit, public_id: str, state: str, actor: Actor) -> None:
    """Show an offered quote to partners, or refuse one that is offered or shown since it could identify somebody.

    Raises `NotFound`, `QuoteMoved` and `OwnQuote`; ValueError for another state.
    """
    if state not in {"shown", "refused"}:
        raise ValueError(state)
    quote = unit.session.scalars(_ONE, {"public_id": public_id}).one_or_none()
    if quote is None:
        raise NotFound
    if quote.state not in ({"offered"} if state == "shown" else {"offered", "shown"}):
        raise QuoteMoved
    if unit.session.scalar(_OWNER, {"follow_up_id": quote.follow_up_id}) == actor.id:
        raise OwnQuote
    quote.state, quote.checked_by = state, actor.id
    unit.session.flush()
    record(unit, AuditTag.QUOTE_CHECKED, actor=actor.id, role=actor.role, subject=f"quote:{quote.id}", state=state)


def _follow_up(unit: Unit, person_id: str, public_id: str) -> str:
    found = unit.session.scalar(_FOLLOW_UP, {"public_id": public_id, "person_id": person_id})
    if found is None:
        raise NotFound
    return str(found)


def _erase(unit: Unit, quote: OfficerQuote, by: str) -> None:
    quote.text, quote.state, quote.checked_by = "", "withdrawn", None
    unit.session.flush()
    record(unit, AuditTag.QUOTE_WITHDRAWN, actor=by, subject=f"quote:{quote.id}")
