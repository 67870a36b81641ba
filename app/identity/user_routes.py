"""The operator's users: search, one account, locking it, letting staff back in by two persons (ux.md, Operator)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.browser import keyring_of, myself
from app.identity.copy_mark import is_mark
from app.identity.forms import ReasonForm
from app.identity.policy import ROLE_LABELS
from app.identity.queries import PAGE, person_cards
from app.identity.reading_log import note_reading
from app.identity.role_proposal_queries import OpenProposal, another_operator, open_proposals
from app.identity.services import locking, proposing_roles, recovering
from app.identity.services.actor import acting
from app.identity.services.giving_roles import BY_TWO, ENDED_HERE, GIVEN_HERE, give_role, take_role
from app.identity.services.letting_in import VALID_FOR
from app.identity.user_queries import (
    OpenRequest,
    User,
    lock_of,
    open_requests,
    user,
    users_found,
    users_in_role,
    users_locked,
    users_marked,
)
from app.web.access import requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_users", __name__)
_CHOOSE = N_("Choose a role.")


@pages.get("/users")
@requires(Permission.USERS_MANAGE)
def users(visit: Visit) -> Response:
    """Find accounts by name, sign-in name or number, by role, or those locked; requests that wait stand first."""
    find, show = request.args.get("find", "")[:200].strip(), request.args.get("show", "")
    rows = _found(visit, find, show)
    note_reading(
        visit, AuditTag.PEOPLE_LISTED, "users", "users-found" if find else "users-page", count=min(len(rows), PAGE)
    )
    return render(
        "identity/users.html",
        rows=rows[:PAGE],
        cut=bool(rows[PAGE:]),
        find=find,
        show=show,
        roles=ROLE_LABELS,
        **_what_waits(visit),
    )


def _what_waits(visit: Visit) -> dict[str, Any]:
    """Return what waits for a second person, and who asked for it."""
    waiting, proposed = _waiting(visit), _proposed(visit)
    asked = [*(one.asked_by for one in waiting), *(one.asked_by for one in proposed)]
    return {"waiting": waiting, "proposed": proposed, "asked": person_cards(visit.read, asked)}


def _found(visit: Visit, find: str, show: str) -> tuple[User, ...]:
    if find:
        marked = users_marked(visit.read, keyring_of(visit), find, visit.now) if is_mark(find) else ()
        return marked or users_found(visit.read, keyring_of(visit), find, visit.now)
    if show == "locked":
        return users_locked(visit.read, visit.now)
    return users_in_role(visit.read, show, visit.now) if show in ROLE_LABELS else ()


def _waiting(visit: Visit) -> tuple[OpenRequest, ...]:
    return open_requests(visit.read, visit.now - recovering.OPEN_FOR)


def _proposed(visit: Visit) -> tuple[OpenProposal, ...]:
    return open_proposals(visit.read, visit.now - proposing_roles.OPEN_FOR)


def account_of(visit: Visit, public_id: str) -> User:
    """Return the account with this public id. Raises `NotFound`."""
    found = user(visit.read, public_id, visit.now)
    if found is None:
        raise NotFound
    return found


@pages.get("/users/<public_id>")
@requires(Permission.USERS_MANAGE)
def one_user(visit: Visit, public_id: str) -> Response:
    """One account: roles, factors, lock, and what an operator does about it."""
    return account_page(visit, account_of(visit, public_id), {})


def account_page(visit: Visit, one: User, errors: dict[str, str]) -> Response:
    """The page of one account, with what is wrong with what was sent."""
    lock, waiting = lock_of(visit.read, one.id), [row for row in _waiting(visit) if row.person_id == one.id]
    proposed = [row for row in _proposed(visit) if row.person_id == one.id]
    named = [lock[1] if lock else "", *(row.asked_by for row in waiting), *(row.asked_by for row in proposed)]
    people = person_cards(visit.read, named)
    note_reading(visit, AuditTag.PERSON_READ, f"person:{one.id}", "user-page")
    return render(
        "identity/user.html",
        status=422 if errors else 200,
        user=one,
        roles=[ROLE_LABELS[role] for role in one.roles],
        lock=lock,
        request_open=waiting[0] if waiting else None,
        people=people,
        me=myself(visit).id,
        reason=request.form.get("reason", ""),
        act=request.form.get("act", ""),
        changed=request.args.get("changed", ""),
        errors=errors,
        to_give=[role for role in GIVEN_HERE if not {role, "partner"} & set(one.roles)],
        to_end=[role for role in one.roles if role in ENDED_HERE],
        labels=ROLE_LABELS,
        proposed=proposed,
        by_two=[role for role in BY_TWO if "partner" not in one.roles and role not in {row.role for row in proposed}],
        another=another_operator(visit.read, (one.id, visit.me.id), visit.now),
    )


@pages.post("/users/<public_id>/lock")
@requires(Permission.USERS_MANAGE, fresh=True)
def lock(visit: Visit, public_id: str) -> Response:
    """Lock the account, with a reason: its sessions end in the same transaction."""
    one, form = account_of(visit, public_id), sent(ReasonForm)
    if not form.validate():
        return account_page(visit, one, errors_of(form))
    visit.write(lambda unit: locking.lock_account(unit, one.id, form.data["reason"], acting(myself(visit))))
    return redirect(f"/users/{public_id}?changed=locked", 303)


@pages.post("/users/<public_id>/unlock")
@requires(Permission.USERS_MANAGE, fresh=True)
def unlock(visit: Visit, public_id: str) -> Response:
    """Unlock the account."""
    one = account_of(visit, public_id)
    visit.write(lambda unit: locking.unlock_account(unit, one.id, acting(myself(visit))))
    return redirect(f"/users/{public_id}?changed=unlocked", 303)


@pages.post("/users/<public_id>/roles")
@requires(Permission.USERS_MANAGE, fresh=True)
def change_role(visit: Visit, public_id: str) -> Response:
    """Give a role, or end one, with a reason."""
    one, form, role = account_of(visit, public_id), sent(ReasonForm), request.form.get("role", "")
    if not form.validate() or role not in ROLE_LABELS:
        return account_page(visit, one, {"role-reason": errors_of(form).get("reason", _CHOOSE)})
    change, actor = (take_role if role in one.roles else give_role), acting(myself(visit))
    visit.write(lambda unit: change(unit, one.id, role, form.data["reason"], actor))
    return redirect(f"/users/{public_id}?changed=roles", 303)


@pages.post("/users/<public_id>/recovery")
@requires(Permission.USERS_MANAGE, fresh=True)
def ask_recovery(visit: Visit, public_id: str) -> Response:
    """Ask, with a reason, that the person be let back in; a second operator answers."""
    one, form = account_of(visit, public_id), sent(ReasonForm)
    if not form.validate():
        return account_page(visit, one, {"why": errors_of(form)["reason"]})
    visit.write(lambda unit: recovering.ask_recovery(unit, one.id, form.data["reason"], acting(myself(visit))))
    return redirect(f"/users/{public_id}?changed=asked", 303)


@pages.post("/users/recovery/<public_id>")
@requires(Permission.USERS_MANAGE, fresh=True)
def answer_recovery(visit: Visit, public_id: str) -> Response:
    """Answer as the second person: agree (the code is shown once), refuse; or take back what one asked oneself."""
    waiting, answer, actor = _one_waiting(visit, public_id), request.form.get("answer", ""), acting(myself(visit))
    back = f"/users/{waiting.person_public_id}"
    if answer == "take-back":
        visit.write(lambda unit: recovering.take_back(unit, public_id, actor))
        return redirect(back + "?changed=taken-back", 303)
    if answer not in {"agree", "refuse"}:
        return redirect(back, 303)
    agree, keyring = answer == "agree", keyring_of(visit)
    code = visit.write(lambda unit: recovering.answer_recovery(unit, keyring, public_id, agree=agree, actor=actor))
    return _code_page(visit, waiting, code) if code else redirect(back + "?changed=refused", 303)


def _one_waiting(visit: Visit, public_id: str) -> OpenRequest:
    found = [row for row in _waiting(visit) if row.public_id == public_id]
    if not found:
        raise NotFound
    return found[0]


def _code_page(visit: Visit, waiting: OpenRequest, code: str) -> Response:
    return render(
        "identity/recovery_code.html",
        name=waiting.name,
        public_id=waiting.person_public_id,
        code=code,
        until=visit.now + VALID_FOR,
    )
