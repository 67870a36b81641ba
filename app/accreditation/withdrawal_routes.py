"""Withdrawals that wait for their second person, and suspensions that are due."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.domain.life import GROUNDS, Act
from app.accreditation.life_queries import Withdrawal, open_withdrawals, suspensions_due, withdrawal
from app.accreditation.services.withdrawing import confirm_withdrawal, object_to_withdrawal, take_back_withdrawal
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import shown_card
from app.identity.services.actor import Actor, acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

withdrawal_pages = Blueprint("withdrawals", __name__, url_prefix="/accreditation/withdrawals")
_MOST = 500
_CHOOSE = N_("Choose what is to happen.")
_TOO_LONG = N_("This is too long: use at most 500 characters.")
_WHY = N_("Write why you object, for your colleague.")
_ANSWERS: Mapping[str, Callable[[Unit, str, Actor, str], None]] = {
    "confirm": confirm_withdrawal,
    "object": object_to_withdrawal,
    "take-back": lambda unit, public_id, actor, _note: take_back_withdrawal(unit, public_id, actor),
}


@withdrawal_pages.get("")
@requires(Permission.CREDENTIAL_MANAGE)
def waiting(visit: Visit) -> Response:
    """What waits for a second person, and which suspensions are to be looked at again."""
    return render(
        "accreditation/withdrawals.html",
        waiting=open_withdrawals(visit.read),
        due=suspensions_due(visit.read, visit.now.date()),
        me=visit.me.id,
    )


@withdrawal_pages.get("/<public_id>")
@requires(Permission.CREDENTIAL_MANAGE)
def withdrawal_page(visit: Visit, public_id: str) -> Response:
    """One proposal: why, by whom, and what confirming it does; or what became of it."""
    return _page(visit, _found(visit, public_id), {}, "")


@withdrawal_pages.post("/<public_id>")
@requires(Permission.CREDENTIAL_MANAGE, fresh=True)
def answer(visit: Visit, public_id: str) -> Response:
    """Confirm it, object to it, or take the own proposal back."""
    found = _found(visit, public_id)
    chosen, note = request.form.get("answer", ""), request.form.get("note", "").strip()
    errors = {} if chosen in _ANSWERS else {"answer": _CHOOSE}
    errors |= {"note": _WHY} if chosen == "object" and not note else {}
    errors |= {"note": _TOO_LONG} if len(note) > _MOST else {}
    if errors:
        return _page(visit, found, errors, note)
    actor = acting(visit.me)
    visit.write(lambda unit: _ANSWERS[chosen](unit, public_id, actor, note))
    return redirect(f"/accreditation/withdrawals/{public_id}", 303)


def _found(visit: Visit, public_id: str) -> Withdrawal:
    found = withdrawal(visit.read, public_id)
    if found is None:
        raise NotFound
    return found


def _page(visit: Visit, found: Withdrawal, errors: dict[str, str], note: str) -> Response:
    return render(
        "accreditation/withdrawal.html",
        status=422 if errors else 200,
        one=found,
        grounds=GROUNDS[Act.WITHDRAW].get(found.grounds, ""),
        proposer=_name(visit, found.proposed_by),
        answerer=_name(visit, found.answered_by),
        mine=found.proposed_by == visit.me.id,
        words=note,
        errors=errors,
    )


def _name(visit: Visit, person_id: str | None) -> str:
    card = shown_card(visit.read, person_id) if person_id else None
    return card.name if card else ""
