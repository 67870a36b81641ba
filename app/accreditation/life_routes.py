"""Acts on a credential, for staff: a form, a page that says the effect, and the page that says it is done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.domain.life import GROUNDS, Act, legal_acts
from app.accreditation.domain.number import parse_number
from app.accreditation.domain.read_as import as_read
from app.accreditation.issuer import Issuer
from app.accreditation.life_forms import EMPTY, PAGES, Entered, entered
from app.accreditation.life_queries import chain_of, withdrawals_of
from app.accreditation.queries import CredentialRecord, credential_by_number, history_of
from app.accreditation.services.correcting import HolderWriting, correct
from app.accreditation.services.lives import ActNotPossible, Grounds, OwnCredential
from app.accreditation.services.looking_up import note_look_by_number
from app.accreditation.services.reinstating import reinstate
from app.accreditation.services.suspending import suspend
from app.accreditation.services.withdrawing import propose_withdrawal
from app.accreditation.statement_queries import statement_of
from app.foundation.crypto import Keyring
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.identity.queries import cover_name
from app.identity.services.actor import Actor, acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

life_pages = Blueprint("credential_lives", __name__, url_prefix="/accreditation/register")
_KINDS = {Act.SUSPEND: "suspended", Act.REINSTATE: "reinstated", Act.CORRECT: "superseded"}


@life_pages.get("/<number>/<act>")
@requires(Permission.CREDENTIAL_MANAGE, fresh=True)
def act_page(visit: Visit, number: str, act: str) -> Response:
    """Where an act on a certificate begins: its reason, and what belongs to it."""
    credential, chosen = _asked(visit, number, act)
    actor, role = visit.me.id, visit.me.role
    after_answer(visit, lambda unit: note_look_by_number(unit, actor, role, credential, chosen.value))
    return _form(visit, credential, chosen, _prefilled(visit, credential, chosen), {})


@life_pages.post("/<number>/<act>")
@requires(Permission.CREDENTIAL_MANAGE, fresh=True)
def take_act(visit: Visit, number: str, act: str) -> Response:
    """Show what the act will do; done only when that page is sent."""
    credential, chosen = _asked(visit, number, act)
    given = entered(chosen, visit.locale, visit.now.date())
    if given.errors or request.form.get("step") == "change":
        return _form(visit, credential, chosen, given.values, given.errors)
    if request.form.get("step") != "confirm":
        return _check(visit, credential, chosen, given)
    actor = acting(visit.me)
    issuer, keyring = visit.parts["issuer"], visit.parts["keyring"]
    visit.write(lambda unit: _do(unit, credential.number, chosen, actor, given, issuer, keyring))
    return redirect(f"/accreditation/register/{credential.number}/{chosen.value}/done", 303)


@life_pages.get("/<number>/<act>/done")
@requires(Permission.CREDENTIAL_MANAGE)
def act_done(visit: Visit, number: str, act: str) -> Response:
    """What was done, as the newest event says."""
    credential, chosen = _named(visit, number), _act(act)
    proposals = [one for one in withdrawals_of(visit.read, credential.id) if one.answer is None]
    newest = history_of(visit.read, credential.id)[-1].kind
    if not (proposals if chosen is Act.WITHDRAW else newest == _KINDS[chosen]):
        return redirect(f"/accreditation/register/{credential.number}", 303)
    newer = chain_of(visit.read, credential, visit.now.date())[-1].number if chosen is Act.CORRECT else ""
    return render(
        "accreditation/act_done.html", page=PAGES[chosen], number=credential.number, newer=newer, proposals=proposals
    )


def _do(unit: Unit, number: str, act: Act, actor: Actor, given: Entered, issuer: Issuer, keyring: Keyring) -> None:
    values = given.values
    grounds = Grounds(values.get("grounds", ""), values["reason"])
    if act is Act.SUSPEND:
        suspend(unit, number, actor, grounds, condition=values["condition"] or None, ends_on=given.ends_on)
    elif act is Act.REINSTATE:
        reinstate(unit, number, actor, grounds)
    elif act is Act.WITHDRAW:
        propose_withdrawal(unit, number, actor, grounds)
    else:
        writing = HolderWriting(values["name"], values["name_original"], values["rank"])
        correct(unit, number, actor, writing, values["reason"], issuer, keyring)


def _named(visit: Visit, number: str) -> CredentialRecord:
    credential = credential_by_number(visit.read, parse_number(number) or "")
    if credential is None:
        raise NotFound
    return credential


def _act(act: str) -> Act:
    if act not in set(Act):
        raise NotFound
    return Act(act)


def _asked(visit: Visit, number: str, act: str) -> tuple[CredentialRecord, Act]:
    credential, chosen = _named(visit, number), _act(act)
    if credential.person_id == visit.me.id:
        raise OwnCredential
    if chosen not in legal_acts(credential.events, credential.valid_until, visit.now.date()):
        raise ActNotPossible
    return credential, chosen


def _prefilled(visit: Visit, credential: CredentialRecord, act: Act) -> Mapping[str, str]:
    if act is not Act.CORRECT:
        return EMPTY
    stored = statement_of(visit.read, credential.number)
    holder = as_read(json.loads(stored.text)["holder"], cover_name(visit.read, credential.person_id)) if stored else {}
    return {**EMPTY, **(asdict(HolderWriting.of(holder)) if holder else {})}


def _form(
    visit: Visit, credential: CredentialRecord, act: Act, values: Mapping[str, str], errors: Mapping[str, str]
) -> Response:
    return render(
        "accreditation/act_form.html",
        status=422 if errors else 200,
        act=act.value,
        page=PAGES[act],
        number=credential.number,
        title=credential.title,
        grounds=tuple(GROUNDS[act].items()),
        values=values,
        errors=errors,
    )


def _check(visit: Visit, credential: CredentialRecord, act: Act, given: Entered) -> Response:
    return render(
        "accreditation/act_check.html",
        act=act.value,
        page=PAGES[act],
        number=credential.number,
        title=credential.title,
        values=given.values,
        ends_on=given.ends_on,
        grounds=GROUNDS[act].get(given.values.get("grounds", ""), ""),
        before=_prefilled(visit, credential, act),
    )
