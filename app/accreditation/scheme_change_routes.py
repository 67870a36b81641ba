"""A scheme is changed as a copy: written, its effect foreseen, proposed, and put in force by a second person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.domain.cut_score import cuts_asked
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.scheme_change_form import EnteredChange, begun, entered_change
from app.accreditation.scheme_change_page import change_page, foreseen
from app.accreditation.scheme_change_queries import Change, StoredVersion, scheme_change, versions_of
from app.accreditation.scheme_file import scheme_file
from app.accreditation.scheme_words import DECIDERS, NAMES, TREES, setting_groups
from app.accreditation.services.changing_scheme import (
    SchemeMovedOn,
    object_to_change,
    propose_change,
    put_in_force,
    take_change_back,
)
from app.foundation.errors import BadInput, NotFound
from app.foundation.ids import new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

scheme_change_pages = Blueprint("scheme_changes", __name__, url_prefix="/accreditation")
_KEY = re.compile(r"[a-z0-9]{16}")
_MOST = 500
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")
_WHY = N_("Write why you object, for your colleague.")
_CHOOSE = N_("Choose what is to happen.")


@scheme_change_pages.get("/schemes/<key>/change")
@requires(Permission.SCHEME_MANAGE)
def change_form(visit: Visit, key: str) -> Response:
    """The version in force, copied, with every number that may be changed."""
    base = _base(visit, key)
    return _form(visit, base, begun(base, new_public_id()))


@scheme_change_pages.post("/schemes/<key>/change")
@requires(Permission.SCHEME_MANAGE)
def take_change(visit: Visit, key: str) -> Response:
    """Show what the change would do; proposed only when that page is sent."""
    base = _base(visit, key)
    given = _entered(visit, base)
    if given.document is None or request.form.get("step") == "change":
        return _form(visit, base, given)
    if request.form.get("step") != "confirm":
        return _check(visit, base, given)
    actor, note, public_id = acting(visit.me), given.values["note"], given.values["key"]
    document = given.document
    visit.write(lambda unit: propose_change(unit, actor, base, document, note, public_id))
    return redirect(f"/accreditation/scheme-changes/{public_id}", 303)


@scheme_change_pages.get("/scheme-changes/<public_id>")
@requires(Permission.SCHEME_MANAGE)
def one_change(visit: Visit, public_id: str) -> Response:
    """One change: what is different, what it would do, and its answer."""
    return _shown(visit, _found(visit, public_id), {}, "")


@scheme_change_pages.post("/scheme-changes/<public_id>")
@requires(Permission.SCHEME_MANAGE)
def answer_change(visit: Visit, public_id: str) -> Response:
    """Put it in force, object to it, or take the own change back."""
    found, chosen, note = _found(visit, public_id), request.form.get("answer", ""), request.form.get("note", "").strip()
    acts = _answers(visit, public_id, note)
    errors = {} if chosen in acts else {"answer": _CHOOSE}
    errors |= {"note": _WHY} if chosen == "object" and not note else {}
    errors |= {"note": _LONG} if len(note) > _MOST else {}
    if errors:
        return _shown(visit, found, errors, note)
    visit.write(acts[chosen])
    return redirect(f"/accreditation/scheme-changes/{public_id}", 303)


@scheme_change_pages.get("/scheme-changes/<public_id>/file")
@requires(Permission.SCHEME_MANAGE)
def change_file(visit: Visit, public_id: str) -> Response:
    """The proposed version as a file of the kind that the operator loads."""
    return _file(_found(visit, public_id))


@scheme_change_pages.get("/schemes/<key>/versions/<number>")
@requires(Permission.SCHEME_MANAGE)
def version_file(visit: Visit, key: str, number: str) -> Response:
    """A version that is or was in force as a file."""
    found = next((one for one in versions_of(visit.read, key) if str(one.number) == number), None)
    if found is None:
        raise NotFound
    return _file(found)


def _answers(visit: Visit, public_id: str, note: str) -> Mapping[str, Callable[[Unit], object]]:
    actor, issuer = acting(visit.me), visit.parts["issuer"]
    return {
        "approve": lambda unit: put_in_force(unit, actor, public_id, issuer),
        "object": lambda unit: object_to_change(unit, actor, public_id, note),
        "take-back": lambda unit: take_change_back(unit, actor, public_id),
    }


def _entered(visit: Visit, base: StoredVersion) -> EnteredChange:
    given = entered_change(base, visit.locale, visit.now.date())
    if not _KEY.fullmatch(given.values["key"]):
        raise BadInput
    if given.values["based_on"] != base.id:
        raise SchemeMovedOn
    return given


def _file(found: Change | StoredVersion) -> Response:
    answer = Response(scheme_file(found.document), mimetype="application/yaml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.scheme}.yml"'
    return answer


def _base(visit: Visit, key: str) -> StoredVersion:
    versions = versions_of(visit.read, key)
    if not versions:
        raise NotFound
    return versions[0]


def _found(visit: Visit, public_id: str) -> Change:
    found = scheme_change(visit.read, public_id)
    if found is None:
        raise NotFound
    return found


def _in_force(visit: Visit, key: str) -> SchemeInForce:
    return next(one for one in schemes_in_force(visit.read) if one.scheme.key == key)


def _form(visit: Visit, base: StoredVersion, given: EnteredChange) -> Response:
    visit.path = f"/accreditation/schemes/{base.scheme}/change"
    scheme = base.read
    return render(
        "accreditation/scheme_form.html",
        status=422 if given.errors else 200,
        scheme=scheme,
        groups=setting_groups(visit, base.id, scheme, base.document),
        values=given.values,
        errors=given.errors,
        names=NAMES,
        trees=TREES,
        deciders=DECIDERS,
        has_cuts=bool(cuts_asked(base.document["requirements"])),
    )


def _check(visit: Visit, base: StoredVersion, given: EnteredChange) -> Response:
    visit.path = f"/accreditation/schemes/{base.scheme}/change"
    assert given.document is not None
    return render(
        "accreditation/scheme_check.html",
        page=foreseen(visit, base, given.document, _in_force(visit, base.scheme)),
        values=given.values,
    )


def _shown(visit: Visit, found: Change, errors: Mapping[str, str], note: str) -> Response:
    return render(
        "accreditation/scheme_change.html",
        status=422 if errors else 200,
        one=found,
        page=change_page(visit, found),
        mine=found.proposed_by == visit.me.id,
        words=note,
        errors=errors,
    )
