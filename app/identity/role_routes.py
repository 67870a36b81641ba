"""Operators and accreditation staff on the page of users: proposed by one operator, confirmed by another."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.browser import myself
from app.identity.forms import ReasonForm
from app.identity.role_proposal_queries import open_proposals
from app.identity.services import proposing_roles
from app.identity.services.actor import acting
from app.identity.services.giving_roles import BY_TWO
from app.identity.user_routes import account_of, account_page
from app.web.access import requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.visit import Visit

pages = Blueprint("identity_roles", __name__)
_CHOOSE = N_("Choose a role.")


@pages.post("/users/<public_id>/role-proposal")
@requires(Permission.USERS_MANAGE, fresh=True)
def propose(visit: Visit, public_id: str) -> Response:
    """Propose, with a reason, that a role be given or ended."""
    one, form, role = account_of(visit, public_id), sent(ReasonForm), request.form.get("role", "")
    if not form.validate() or role not in BY_TWO:
        return account_page(visit, one, {"proposal-reason": errors_of(form).get("reason", _CHOOSE)})
    actor, reason = acting(myself(visit)), form.data["reason"]
    visit.write(lambda unit: proposing_roles.propose_role(unit, one.id, role, reason, actor))
    return redirect(f"/users/{public_id}?changed=proposed", 303)


@pages.post("/users/roles/<public_id>")
@requires(Permission.USERS_MANAGE, fresh=True)
def answer(visit: Visit, public_id: str) -> Response:
    """Answer as the second person: agree or refuse; or take back what one proposed oneself."""
    waiting = open_proposals(visit.read, visit.now - proposing_roles.OPEN_FOR)
    found = [one for one in waiting if one.public_id == public_id]
    if not found:
        raise NotFound
    said, actor = request.form.get("answer", ""), acting(myself(visit))
    back = f"/users/{found[0].person_public_id}"
    if said == "take-back":
        visit.write(lambda unit: proposing_roles.take_back_proposal(unit, public_id, actor))
        return redirect(back + "?changed=taken-back", 303)
    if said not in {"agree", "refuse"}:
        return redirect(back, 303)
    agree = said == "agree"
    visit.write(lambda unit: proposing_roles.answer_proposal(unit, public_id, agree=agree, actor=actor))
    return redirect(back + ("?changed=roles" if agree else "?changed=refused"), 303)
