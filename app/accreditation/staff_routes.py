"""The register for accreditation staff: by number, by PDF, by name with a reason; one certificate on one page (A30)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response
from wtforms import Form, StringField
from wtforms.validators import AnyOf, Length, Optional, Regexp

from app.accreditation.afterwards import after_answer
from app.accreditation.desk_words import ACTORS, EVENTS
from app.accreditation.domain.life import Act, legal_acts, standing_suspension
from app.accreditation.domain.number import parse_number
from app.accreditation.domain.read_as import as_read
from app.accreditation.export_routes import record_sizes
from app.accreditation.issuer import Issuer
from app.accreditation.life_forms import PAGES
from app.accreditation.life_queries import chain_of, suspensions_due, withdrawals_of, withdrawals_waiting
from app.accreditation.public_record import PUBLIC_REASONS
from app.accreditation.queries import (
    CredentialRecord,
    credential_by_number,
    credentials_granted_to,
    credentials_of_people,
    newest_credentials,
)
from app.accreditation.register_entry import RegisterEntry, register_entry
from app.accreditation.services.looking_up import (
    CASE_REFERENCE,
    NAME,
    REASONS,
    STAFF_NAMES,
    note_look_by_file,
    note_look_by_name,
    note_look_by_number,
    take_look,
)
from app.accreditation.shown import CredentialRow, credential_row, requirement_rows
from app.accreditation.statement_queries import statements_by_id
from app.accreditation.uploads import MEGABYTES, check_file, sent_file, verdict_kind
from app.foundation.errors import NotFound, TooOften
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import people_named, person_cards
from app.web.access import requires
from app.web.form import errors_of, line, sent, strip
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

staff_pages = Blueprint("register", __name__, url_prefix="/accreditation")
NEWEST = 50
_HOME = "/accreditation/register"
"""What the page of an answer to a form calls itself: a link back to the form's own address could not be opened."""
_WRONG_CASE = N_("Use capital letters, digits, dots, slashes and hyphens only: a reference, not a name.")


class LookUpForm(Form):
    """Whom to look up, and why."""

    name = line(N_("Name, whole words"), needed=N_("Enter the name, or one whole word of it."))
    reason = StringField(N_("Why you look"), [AnyOf(list(REASONS), message=N_("Choose why you look this person up."))])
    case = StringField(
        N_("Reference of the case"),
        [Optional(), Length(max=30), Regexp(CASE_REFERENCE.pattern + "$", message=_WRONG_CASE)],
        filters=[strip],
    )


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A credential of somebody who was looked up by name."""

    name: str
    credential: CredentialRow


@staff_pages.get("/register")
@requires(Permission.REGISTER_SEARCH)
def register(visit: Visit) -> Response:
    """The three ways to look up, and the newest certificates without names."""
    typed = request.args.get("number", "").strip()
    if not typed:
        return _register(visit)
    number = parse_number(typed)
    if number and credential_by_number(visit.read, number):
        return redirect(f"/accreditation/register/{number}", 303)
    return _register(visit, status=404, errors={"number": N_("The register holds no such number.")}, typed=typed)


@staff_pages.post("/register/by-file")
@requires(Permission.REGISTER_SEARCH)
def by_file(visit: Visit) -> Response:
    """Find the certificate that a PDF is, or say what the PDF is."""
    content, wrong = sent_file()
    if wrong:
        return _register(visit, status=422, errors={"file": wrong})
    checked = check_file(visit, content)
    actor, role = visit.me.id, visit.me.role
    visit.write(lambda unit: note_look_by_file(unit, actor, role, checked.sha256, checked.stored, "register-file"))
    if checked.stored:
        return redirect(f"/accreditation/register/{checked.stored.number}", 303)
    visit.path = _HOME
    return render("accreditation/register_file.html", checked=checked, kind=verdict_kind(checked), known=checked.named)


@staff_pages.post("/register/by-name")
@requires(Permission.REGISTER_SEARCH)
def by_name(visit: Visit) -> Response:
    """Find certificates by the name of their holders; what was looked for, and why, stands in the log."""
    form = sent(LookUpForm)
    if not form.validate():
        return _register(visit, status=422, errors=errors_of(form), form=form)
    found = _of_people_named(visit, form.name.data)
    seconds = _kept_look(visit, form, found)
    if seconds:
        raise TooOften(seconds=seconds)
    visit.path = _HOME
    return render("accreditation/register_names.html", rows=_named_rows(visit, found), typed=form.name.data)


@staff_pages.get("/register/<number>")
@requires(Permission.REGISTER_SEARCH)
def register_page(visit: Visit, number: str) -> Response:
    """Everything that was recorded of one certificate."""
    credential = credential_by_number(visit.read, parse_number(number) or "")
    if credential is None:
        raise NotFound
    entry = register_entry(visit.read, credential)
    actor, role = visit.me.id, visit.me.role
    after_answer(visit, lambda unit: note_look_by_number(unit, actor, role, credential, "register-page"))
    return render(
        "accreditation/register_entry.html",
        entry=entry,
        sizes=record_sizes(entry, credential.state(visit.now.date()).value),
        row=_row(visit, credential),
        requirements=requirement_rows(visit, entry.explanation.judgement, {}) if entry.explanation else (),
        **_life(visit, entry),
    )


def _life(visit: Visit, entry: RegisterEntry) -> dict[str, Any]:
    """What the page says of the life of a certificate: acts, chain, what waits, whether it is suspended."""
    return {
        "acts": _acts(visit, entry.credential),
        "chain": chain_of(visit.read, entry.credential, visit.now.date()),
        "withdrawals": withdrawals_of(visit.read, entry.credential.id),
        "suspension": standing_suspension(entry.history),
        "reasons": PUBLIC_REASONS,
        "events": EVENTS,
        "actors": ACTORS,
    }


def _acts(visit: Visit, credential: CredentialRecord) -> tuple[tuple[str, str], ...]:
    """What may be done to it now, in the order of the acts; nothing to the own one."""
    legal = legal_acts(credential.events, credential.valid_until, visit.now.date())
    mine = credential.person_id == visit.me.id or not visit.may(Permission.CREDENTIAL_MANAGE)
    return () if mine else tuple((act.value, PAGES[act].title) for act in Act if act in legal)


def _register(
    visit: Visit,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    typed: str = "",
    form: LookUpForm | None = None,
) -> Response:
    visit.path = _HOME
    return render(
        "accreditation/register.html",
        status=status,
        errors=errors or {},
        typed=typed,
        form=form or LookUpForm(),
        reasons=tuple(REASONS.items()),
        waiting=withdrawals_waiting(visit.read, visit.me.id) + len(suspensions_due(visit.read, visit.now.date())),
        newest=tuple(_row(visit, one) for one in newest_credentials(visit.read, NEWEST)),
        megabytes=MEGABYTES,
    )


def _row(visit: Visit, credential: CredentialRecord) -> CredentialRow:
    issuer: Issuer = visit.parts["issuer"]
    return credential_row(credential, visit.now.date(), issuer.verify_url(credential.number))


def _of_people_named(visit: Visit, name: str) -> tuple[CredentialRecord, ...]:
    """Those of people who have these words in their name now, and those granted to exactly this name."""
    keyring = visit.parts["keyring"]
    people = [card.id for card in people_named(visit.read, keyring, name)]
    now = credentials_of_people(visit.read, people) if people else ()
    then = credentials_granted_to(visit.read, keyring.search_hashes(NAME, name))
    others = [one for one in then if one.id not in {known.id for known in now}]
    cards = person_cards(visit.read, [one.person_id for one in others])
    return (*now, *(one for one in others if not cards[one.person_id].covered))  # X7: not by the true name


def _kept_look(visit: Visit, form: LookUpForm, found: tuple[CredentialRecord, ...]) -> int:
    """Enter the look into the log before anything is shown; return the seconds to wait where it is one too many."""
    keyring, actor, role = visit.parts["keyring"], visit.me.id, visit.me.role
    shown = [credential.id for credential in found]

    def keep(unit: Unit) -> int:
        seconds = take_look(unit, STAFF_NAMES, STAFF_NAMES.bucket(keyring, actor))
        if not seconds:
            note_look_by_name(unit, actor, role, reason=form.reason.data, case=form.case.data or "", found=shown)
        return seconds

    return visit.write(keep)


def _named_rows(visit: Visit, found: tuple[CredentialRecord, ...]) -> tuple[NamedRow, ...]:
    statements = statements_by_id(visit.read, [credential.id for credential in found]) if found else {}
    cards = person_cards(visit.read, [credential.person_id for credential in found])
    names = {
        one.id: str(as_read(json.loads(statements[one.id])["holder"], cards[one.person_id].cover)["name"])
        for one in found
    }
    return tuple(NamedRow(names[one.id], _row(visit, one)) for one in found)
