"""Appeals and complaints of an officer: filed, received with its days, followed step by step (O31)."""

from __future__ import annotations

import re

from flask import Blueprint, redirect
from werkzeug.wrappers import Response
from wtforms import Form, StringField
from wtforms.validators import AnyOf, InputRequired, Length, Regexp

from app.accreditation.appeal_opened import what_was_opened
from app.accreditation.appeal_queries import AppealRecord, appeal, appealable, appeals_of
from app.accreditation.appeal_words import CASE_STATES, KINDS, MATTERS, OUTCOMES, STATES
from app.accreditation.disputed import title_of_paper
from app.accreditation.domain.appeal import ANSWER_DAYS
from app.accreditation.services.appealing import COMPLAINT, TooLateToAppeal, file_appeal, take_back
from app.foundation.errors import NotFound
from app.foundation.ids import new_public_id
from app.foundation.words import N_
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.form import Needed, errors_of, sent, strip
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

appeal_pages = Blueprint("appeals", __name__, url_prefix="/appeals")
MOST = 4_000
_KEY = re.compile(r"[a-z0-9]{16}")
_SAY = N_("Write what is wrong and what you ask for.")
_LONG = N_("This is too long: use at most 4,000 characters.")
_CHOOSE = N_("Choose what it is about.")
_BROKEN = N_("Open this page again and send it from there.")


class AppealForm(Form):
    """What it is about, and what is wrong."""

    about = StringField(N_("What it is about"), [InputRequired(_CHOOSE)])
    grounds = StringField(N_("What is wrong"), [Needed(_SAY), Length(max=MOST, message=_LONG)], filters=[strip])
    key = StringField("", [Regexp(_KEY.pattern + "$", message=_BROKEN)])


@appeal_pages.get("")
@requires(Permission.APPEAL_FILE)
def own_appeals(visit: Visit) -> Response:
    """What one filed, and where it stands."""
    rows = [(one, _state(one)) for one in appeals_of(visit.read, visit.me.id)]
    return render("accreditation/appeals.html", rows=rows, kinds=KINDS)


@appeal_pages.get("/new")
@requires(Permission.APPEAL_FILE)
def new_appeal(visit: Visit) -> Response:
    """Where an appeal or a complaint is written."""
    return _form(visit, {"key": new_public_id(), "about": "", "grounds": ""}, {})


@appeal_pages.post("/new")
@requires(Permission.APPEAL_FILE)
def send_appeal(visit: Visit) -> Response:
    """File it and lead to its receipt."""
    form = sent(AppealForm)
    form.about.validators = [AnyOf(_choices(visit), message=_CHOOSE)]
    if not form.validate():
        return _form(visit, form.data, errors_of(form))
    actor, given = acting(visit.me), form.data
    try:
        visit.write(lambda unit: file_appeal(unit, actor, given["about"], given["grounds"], given["key"]))
    except TooLateToAppeal as refusal:
        return _form(visit, given, {"about": refusal.message})
    return redirect(f"/appeals/{given['key']}", 303)


@appeal_pages.get("/<public_id>")
@requires(Permission.APPEAL_FILE)
def own_appeal(visit: Visit, public_id: str) -> Response:
    """The receipt: what was filed, its days, every step since."""
    found = _own(visit, public_id)
    return render(
        "accreditation/appeal.html",
        one=found,
        state=_state(found),
        kinds=KINDS,
        states=STATES,
        outcomes=OUTCOMES,
        open="taken-back" in found.legal,
        deadline=found.deadline(visit.now.date()),
        opened=what_was_opened(visit.read, found),
        case_states=CASE_STATES,
        about=title_of_paper(visit.read, found.person_id, found.attempt_id),
    )


@appeal_pages.post("/<public_id>/take-back")
@requires(Permission.APPEAL_FILE)
def take_appeal_back(visit: Visit, public_id: str) -> Response:
    """Take it back; it stays in the record."""
    _own(visit, public_id)
    actor = acting(visit.me)
    visit.write(lambda unit: take_back(unit, actor, public_id))
    return redirect(f"/appeals/{public_id}", 303)


def _own(visit: Visit, public_id: str) -> AppealRecord:
    found = appeal(visit.read, public_id)
    if found is None or found.person_id != visit.me.id:
        raise NotFound
    return found


def _state(one: AppealRecord) -> str:
    return STATES[one.steps[-1].kind if one.steps else ""]


def _choices(visit: Visit) -> list[str]:
    return [COMPLAINT, *(one.key for one in appealable(visit.read, visit.me.id, visit.now.date()))]


def _form(visit: Visit, values: dict[str, str], errors: dict[str, str]) -> Response:
    return render(
        "accreditation/appeal_new.html",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        matters=appealable(visit.read, visit.me.id, visit.now.date()),
        words=MATTERS,
        answer_days=ANSWER_DAYS,
    )
