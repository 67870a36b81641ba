"""An officer's own evidence: what stands, the code of conduct, what they claim, and the files that belong to it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.attachments import ACCEPT, REFUSED, UnusableFile, handed_out, sent_files, take_large_files
from app.accreditation.claim_form import WITH_FILE, WITH_TITLE, read_claim
from app.accreditation.domain.asked import CLAIMED, Recordable, recordable
from app.accreditation.domain.sheet import Conduct
from app.accreditation.evidence_queries import RecordedEvidence, evidence_of
from app.accreditation.evidence_words import ADD, CASES, KINDS, NO_NAMES, OUTCOMES, STATES, WHO
from app.accreditation.queries import schemes_in_force
from app.accreditation.request_queries import FileOfPerson, evidence_file, files_of, open_requests_of
from app.accreditation.services.attaching import KeptFile, attach
from app.accreditation.services.recording import CONFIRMED_BY_AGENCY, accept_code, record_claim, take_claim_back
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.ids import new_public_id
from app.identity.queries import person_card
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.days import boxes_of
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

evidence_pages = Blueprint("evidence", __name__, url_prefix="/accreditation/evidence")
evidence_pages.url_value_preprocessor(take_large_files)


@evidence_pages.get("")
@requires(Permission.EVIDENCE_CLAIM)
def own_evidence(visit: Visit) -> Response:
    """What one can add, what one asked for, and what stands, newest first."""
    entries = evidence_of(visit.read, visit.me.id)[::-1]
    files = files_of(visit.read, [one.id for one in entries])
    return render("accreditation/evidence.html", entries=entries, files=files,
                  asked=open_requests_of(visit.read, visit.me.id), addable=_addable(visit, entries), add=ADD,
                  titles={**sheet_titles(visit), **CASES}, kinds=KINDS,
                  states=STATES, outcomes=OUTCOMES)  # fmt: skip


@evidence_pages.get("/code-of-conduct/<version>")
@requires(Permission.EVIDENCE_CLAIM)
def conduct_page(visit: Visit, version: str) -> Response:
    """The code of conduct, and since when one has accepted it."""
    known = (one for one in evidence_of(visit.read, visit.me.id) if one.kind == "code-of-conduct")
    accepted = next((one for one in known if one.key == version), None)
    return render("accreditation/code_of_conduct.html", code=_code(visit, version), accepted=accepted)


@evidence_pages.post("/code-of-conduct/<version>")
@requires(Permission.EVIDENCE_CLAIM)
def accept(visit: Visit, version: str) -> Response:
    """Accept it, once."""
    code, actor, token = _code(visit, version), acting(visit.me), new_public_id()
    visit.write(lambda unit: accept_code(unit, actor, code.version, token))
    return redirect(f"/accreditation/evidence/code-of-conduct/{code.version}", 303)


@evidence_pages.get("/<kind>")
@requires(Permission.EVIDENCE_CLAIM)
def claim_page(visit: Visit, kind: str) -> Response:
    """Where a claim of one kind is added."""
    return _claim_page(visit, _choices(visit, kind), {})


@evidence_pages.post("/<kind>")
@requires(Permission.EVIDENCE_CLAIM)
def claim(visit: Visit, kind: str) -> Response:
    """Record the claim with its files; it waits for somebody's word."""
    choices = _choices(visit, kind)
    sent = read_claim(request.form, visit.me.id, choices, visit.locale, visit.now.date())
    files, problem = _files(visit, kind)
    errors = {**sent.errors, **({"files": problem} if problem else {})}
    if errors or sent.new is None:
        return _claim_page(visit, choices, errors)
    new, actor = sent.new, acting(visit.me)
    new = new if len(new.token) == 16 else replace(new, token=new_public_id())
    visit.write(lambda unit: attach(unit, actor, record_claim(unit, actor, new), files))
    return redirect("/accreditation/evidence", 303)


@evidence_pages.post("/claims/<public_id>/take-back")
@requires(Permission.EVIDENCE_CLAIM)
def take_back(visit: Visit, public_id: str) -> Response:
    """Take a claim back that nobody has answered."""
    actor = acting(visit.me)
    visit.write(lambda unit: take_claim_back(unit, actor, public_id))
    return redirect("/accreditation/evidence", 303)


@evidence_pages.get("/files/<public_id>")
@requires(Permission.ACCOUNT_KEEP)
def file(visit: Visit, public_id: str) -> Response:
    """A file, for whose evidence it is, for who recorded it, and for those who give their word on it."""
    found = evidence_file(visit.read, public_id)
    if found is None or not _may_have(visit, found):
        raise NotFound
    if found.person_id != visit.me.id:
        actor, role, subject = visit.me.id, visit.me.role, f"evidence:{found.file.belongs_to}"
        after_answer(visit, lambda unit: record(unit, AuditTag.EVIDENCE_FILE_HANDED_OUT, actor=actor, role=role,
                                                subject=subject, why="evidence-to-judge",
                                                file=found.file.sha256))  # fmt: skip
    return handed_out(visit.parts["storage"], found.file, "evidence")


def sheet_titles(visit: Visit) -> dict[str, str]:
    """Return the titles of the sheets of the schemes in force, by key."""
    schemes = (one.scheme for one in schemes_in_force(visit.read))
    return {key: sheet.title for scheme in schemes for key, sheet in scheme.sheets.items()}


def _may_have(visit: Visit, found: FileOfPerson) -> bool:
    if visit.me.id in {found.person_id, found.recorded_by} or visit.may(Permission.EVIDENCE_RULE):
        return True
    if not visit.may(Permission.EVIDENCE_CONFIRM) or found.kind not in CONFIRMED_BY_AGENCY:
        return False
    card = person_card(visit.read, found.person_id)
    return card is not None and card.agency_path.startswith(visit.me.agency_path)


def _addable(visit: Visit, entries: tuple[RecordedEvidence, ...]) -> tuple[Recordable, ...]:
    """What schemes ask, without the codes that were accepted already."""
    done = {(one.kind, one.key) for one in entries if one.kind == "code-of-conduct"}
    known = recordable(one.scheme for one in schemes_in_force(visit.read))
    return tuple(one for one in known if (one.kind, one.key) not in done)


def _choices(visit: Visit, kind: str) -> tuple[Recordable, ...]:
    """What schemes ask of a kind that officers claim. Raises `NotFound` where none asks for it."""
    known = recordable(one.scheme for one in schemes_in_force(visit.read))
    found = tuple(one for one in known if one.kind == kind and kind in CLAIMED)
    if not found:
        raise NotFound
    return found


def _code(visit: Visit, version: str) -> Conduct:
    for one in schemes_in_force(visit.read):
        if version in one.scheme.conduct:
            return one.scheme.conduct[version]
    raise NotFound


def _files(visit: Visit, kind: str) -> tuple[list[KeptFile], str]:
    visit.close()  # opening files takes seconds: others need the connection
    try:
        return sent_files(visit.parts["storage"], needed=kind in WITH_FILE), ""
    except UnusableFile as refused:
        return [], REFUSED[refused.code]


def _claim_page(visit: Visit, choices: tuple[Recordable, ...], errors: dict[str, str]) -> Response:
    form, kind = request.form, choices[0].kind
    options = [("", ""), *((one.key, CASES.get(one.key, one.key)) for one in choices)]
    return render("accreditation/claim.html", status=422 if errors else 200, kind=kind, kinds=KINDS, who=WHO,
                  options=options if len(choices) > 1 else (), only=options[1][1], errors=errors, form=form,
                  on=boxes_of(form, "on"), until=boxes_of(form, "until"), accept=ACCEPT, no_names=NO_NAMES,
                  token=form.get("token") or new_public_id(), titled=kind in WITH_TITLE, asks=ADD,
                  needs_file=kind in WITH_FILE)  # fmt: skip
