"""Assessors at work: who asked to be assessed, the sheet of one candidate, what was sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.attachments import (
    LARGEST,
    MOST_FILES,
    PHOTOGRAPHS,
    REFUSED,
    UnusableFile,
    sent_files,
    take_large_files,
)
from app.accreditation.desk_words import bar_words
from app.accreditation.domain.parting import Bar, Candidate, why_barred
from app.accreditation.domain.scheme import Scheme, least_of
from app.accreditation.domain.sheet import Sheet
from app.accreditation.evidence_queries import (
    RecordedEvidence,
    evidence_by_public_id,
    evidence_by_token,
    schemes_assessed_by,
)
from app.accreditation.evidence_words import KINDS, OUTCOMES
from app.accreditation.parting_queries import declared_by, involved_with
from app.accreditation.queries import schemes_in_force
from app.accreditation.request_queries import (
    AskedFor,
    FileRecord,
    files_of,
    handed_in_with,
    request_by_public_id,
    requests_to_assess,
    sheets_recorded_by,
)
from app.accreditation.services.asking import AlreadyAnswered
from app.accreditation.services.assessing import FilledSheet, NotAppointed
from app.accreditation.services.attaching import KeptFile
from app.accreditation.services.handing_in import record_sheet
from app.accreditation.sheet_form import read_sheet_form
from app.accreditation.staffing import bars_now
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.ids import new_public_id
from app.identity.queries import PersonCard, person_cards, shown_card
from app.identity.reading_log import note_person_read
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.days import as_boxes, boxes_of
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

practical_pages = Blueprint("practicals", __name__, url_prefix="/practicals")
practical_pages.url_value_preprocessor(take_large_files)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Somebody who asked to be assessed, and what keeps the reader from it; `sent` where their sheet is in already."""

    asked: AskedFor
    card: PersonCard
    title: str
    scheme: str
    bars: tuple[Bar, ...]
    sent: bool


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """The sheet of one candidate, as its assessor may fill it in."""

    asked: AskedFor
    card: PersonCard
    scheme: Scheme
    sheet: Sheet
    bars: tuple[Bar, ...]
    work: tuple[FileRecord, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it can be filled in: nothing bars the assessor, and the files that it is about are here."""
        return not self.bars and bool(self.work or not self.sheet.handed_in)

    @property
    def least(self) -> int:
        """How many criteria must be met."""
        return least_of(self.scheme, self.sheet.key)


@practical_pages.get("")
@requires(Permission.PRACTICAL_ASSESS)
def practicals(visit: Visit) -> Response:
    """Candidates of the schemes that one is appointed for, oldest first, and the sheets that one sent."""
    appointed = schemes_assessed_by(visit.read, visit.me.id, visit.now.date())
    schemes = {one.scheme.key: one.scheme for one in schemes_in_force(visit.read)}
    sent = sheets_recorded_by(visit.read, visit.me.id)
    rows = _candidates(visit, requests_to_assess(visit.read, appointed), schemes, sent)
    cards = person_cards(visit.read, {one.person_id for one in sent}) if sent else {}
    _note_listed(visit, [*(one.card.id for one in rows), *cards])
    return render("accreditation/practicals.html", rows=rows, sent=[(one, cards[one.person_id].name) for one in sent],
                  appointed=[schemes[key].title for key in sorted(appointed) if key in schemes], kinds=KINDS,
                  outcomes=OUTCOMES, bar_words=bar_words)  # fmt: skip


@practical_pages.get("/<public_id>")
@requires(Permission.PRACTICAL_ASSESS)
def sheet_page(visit: Visit, public_id: str) -> Response:
    """The sheet; or why one may not fill it in."""
    found = _open_sheet(visit, public_id)
    if found.asked.outcome is not None:
        raise AlreadyAnswered
    return _sheet_page(visit, found, {})


@practical_pages.post("/<public_id>")
@requires(Permission.PRACTICAL_ASSESS)
def send_sheet(visit: Visit, public_id: str) -> Response:
    """Sign and send; sent again, by another try of the same page, it is what was sent."""
    known = evidence_by_token(visit.read, request.form.get("token", "")[:40])
    if known and known.recorded_by == visit.me.id:
        return redirect(f"/practicals/sent/{known.public_id}", 303)
    found = _open_sheet(visit, public_id)
    sent = read_sheet_form(visit, request.form, found.card.id, found.scheme.key, found.sheet)
    files, problem = ([], "") if found.sheet.handed_in else _photographs(visit)
    errors = {**sent.errors, **({"files": problem} if problem else {})}
    if errors or sent.filled is None or found.bars:
        return _sheet_page(visit, found, errors)
    recorded, actor = _with_token(sent.filled), acting(visit.me)
    new = visit.write(lambda unit: record_sheet(unit, actor, found.asked, found.scheme, recorded, files))
    return redirect(f"/practicals/sent/{new}", 303)


@practical_pages.get("/sent/<public_id>")
@requires(Permission.PRACTICAL_ASSESS)
def sent_page(visit: Visit, public_id: str) -> Response:
    """What was sent, and what comes of it."""
    one = evidence_by_public_id(visit.read, public_id)
    if one is None or one.recorded_by != visit.me.id or not one.outcome:
        raise NotFound
    card = shown_card(visit.read, one.person_id)
    files = files_of(visit.read, [one.id]).get(one.id, ())
    note_person_read(visit, one.person_id, "practical")
    return render("accreditation/sheet_sent.html", one=one, name=card.name if card else "", files=files,
                  outcomes=OUTCOMES)  # fmt: skip


def _with_token(filled: FilledSheet) -> FilledSheet:
    return filled if len(filled.token) == 16 else replace(filled, token=new_public_id())


def _photographs(visit: Visit) -> tuple[list[KeptFile], str]:
    visit.close()  # opening files takes seconds: others need the connection
    try:
        return sent_files(visit.parts["storage"], needed=False, photographs=True), ""
    except UnusableFile as refused:
        return [], REFUSED[refused.code]


def _open_sheet(visit: Visit, public_id: str) -> OpenSheet:
    """Return the sheet of a request. Raises `NotFound`, and `NotAppointed` for who does not assess for its scheme."""
    asked = request_by_public_id(visit.read, public_id)
    if asked is None or asked.kind == "employer-statement":
        raise NotFound
    if asked.scheme not in schemes_assessed_by(visit.read, visit.me.id, visit.now.date()):
        raise NotAppointed
    scheme = next((one.scheme for one in schemes_in_force(visit.read) if one.scheme.key == asked.scheme), None)
    card = shown_card(visit.read, asked.person_id)
    if scheme is None or card is None or asked.key not in scheme.sheets:
        raise NotFound
    bars = bars_now(visit.read, card, visit.me.id, "assessor", visit.now)
    return OpenSheet(asked, card, scheme, scheme.sheets[asked.key], bars, handed_in_with(visit.read, asked.id))


def _sheet_page(visit: Visit, found: OpenSheet, errors: dict[str, str]) -> Response:
    visit.path = f"/practicals/{found.asked.public_id}"
    note_person_read(visit, found.card.id, "practical")
    form = request.form
    status = 409 if found.bars and request.method == "POST" else 422 if errors else 200
    on = boxes_of(form, "on") if form else as_boxes(visit.now.date())
    return render("accreditation/sheet.html", status=status, found=found, errors=errors, form=form, on=on, kinds=KINDS,
                  token=form.get("token") or new_public_id(), photographs=PHOTOGRAPHS,
                  largest=LARGEST, most=MOST_FILES, bar_words=bar_words)  # fmt: skip


def _candidates(
    visit: Visit, asked: tuple[AskedFor, ...], schemes: dict[str, Scheme], sent: tuple[RecordedEvidence, ...]
) -> list[CandidateRow]:
    if not asked:
        return []
    people = sorted({one.person_id for one in asked})
    cards, involved = person_cards(visit.read, people), involved_with(visit.read, people)
    declared = declared_by(visit.read, [visit.me.id])
    rows = []
    for one in asked:
        card, scheme = cards[one.person_id], schemes.get(one.scheme)
        who = Candidate(card.id, card.agency_path)
        bars = why_barred(who, visit.me.id, "assessor", involved, declared, visit.now)
        mine = any((s.person_id, s.key) == (one.person_id, one.key) and s.created_at >= one.asked_at for s in sent)
        if scheme and one.key in scheme.sheets:
            rows.append(CandidateRow(one, card, scheme.sheets[one.key].title, scheme.title, bars, mine))
    return rows


def _note_listed(visit: Visit, people: list[str]) -> None:
    actor, role = visit.me.id, visit.me.role
    if people:
        after_answer(visit, lambda unit: record(unit, AuditTag.EVIDENCE_LISTED, actor=actor, role=role,
                                                subject="practicals", why="practicals-to-assess",
                                                people=sorted(set(people))))  # fmt: skip
