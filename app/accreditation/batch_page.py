"""One batch as its page shows it: how far it is, who may answer it, what came of each person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request
from markupsafe import Markup

from app.accreditation.afterwards import after_answer
from app.accreditation.batch_cohort import titles_for
from app.accreditation.batch_queries import (
    PAGE,
    BatchCounts,
    BatchRecord,
    batch_by_public_id,
    batch_counts,
    batch_rows,
)
from app.accreditation.batch_words import LISTS, why_lines
from app.accreditation.domain.cohort import read_hindrance
from app.accreditation.domain.parting import Bar, Candidate, why_barred
from app.accreditation.parting_queries import declared_by, involved_with
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services.batching import archive_key, run_key
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.identity.queries import PersonCard, person_cards
from app.jobs.queries import job_by_key
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of a batch: what came of it, or what bars the reader from being the second person for them."""

    card: PersonCard
    outcome: str
    number: str | None
    valid_until: date | None
    why: tuple[Markup, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BatchPage:
    """Plain values for the page of a batch."""

    batch: BatchRecord
    counts: BatchCounts
    title: str
    rows: tuple[PersonRow, ...]
    shown: str
    later: str
    names: Mapping[str, str]
    mine: bool
    stopped: bool
    archive: str

    @property
    def here(self) -> str:
        """The address of the page."""
        return f"/accreditation/batches/{self.batch.public_id}"

    @property
    def done(self) -> int:
        """How many people had their turn."""
        return self.counts.granted + self.counts.refused


def batch_page(visit: Visit, public_id: str) -> BatchPage:
    """Return what the page of the batch shows. Raises `NotFound`."""
    batch = batch_by_public_id(visit.read, public_id)
    if batch is None:
        raise NotFound
    shown = request.args.get("show", "all")
    shown = shown if shown in LISTS else "all"
    found = next((one for one in schemes_in_force(visit.read) if one.scheme.key == batch.scheme), None)
    listed = batch_rows(visit.read, batch.id, list(LISTS[shown]), _after())
    people = {batch.asked_by, *(row.person_id for row in listed[:PAGE])}
    cards = person_cards(visit.read, people | ({batch.answered_by} if batch.answered_by else set()))
    bars = _bars(visit, batch, cards, [row.person_id for row in listed[:PAGE] if row.outcome == "waiting"])
    titles = titles_for(visit, found) if found else {}
    rows = tuple(
        PersonRow(
            cards[row.person_id],
            row.outcome,
            row.number or (row.reason or {}).get("number"),
            row.valid_until,
            why_lines(visit, read_hindrance(row.reason), titles) if row.reason else (),
            bars.get(row.person_id, ()),
        )
        for row in listed[:PAGE]
    )
    return BatchPage(
        batch=batch,
        counts=batch_counts(visit.read, [batch.id])[batch.id],
        title=_title(found, batch),
        rows=rows,
        shown=shown,
        later=f"?show={shown}&after={listed[PAGE - 1].position}" if listed[PAGE:] else "",
        names={one: cards[one].name for one in (batch.asked_by, batch.answered_by) if one},
        mine=batch.asked_by == visit.me.id,
        stopped=batch.state == "running" and _job(visit, run_key(batch.id)) == "failed",
        archive=_job(visit, archive_key(batch.id)) if batch.state == "done" and not batch.archive_sha256 else "",
    )


def note_names(visit: Visit, page: BatchPage) -> None:
    """Whose names were shown stands in the log."""
    actor, role, subject = visit.me.id, visit.me.role, f"batch:{page.batch.id}"
    people = [row.card.id for row in page.rows]
    after_answer(visit, lambda unit: record(unit, AuditTag.BATCH_LOOKED_AT, actor=actor, role=role, subject=subject,
                                            why="batch-page", people=people))  # fmt: skip


def _after() -> int:
    asked = request.args.get("after", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def _title(found: SchemeInForce | None, batch: BatchRecord) -> str:
    return found.scheme.title if found else batch.scheme


def _job(visit: Visit, key: str) -> str:
    """How a job stands; empty where nobody asked for it."""
    job = job_by_key(visit.read, key)
    return job.state if job else ""


def _bars(
    visit: Visit, batch: BatchRecord, cards: Mapping[str, PersonCard], people: list[str]
) -> dict[str, tuple[Bar, ...]]:
    """What bars the reader from agreeing, for each person whom the batch proposes to grant."""
    if batch.state != "proposed" or batch.asked_by == visit.me.id or not people:
        return {}
    involved, declared = involved_with(visit.read, people), declared_by(visit.read, [visit.me.id])
    return {
        one: why_barred(Candidate(one, cards[one].agency_path), visit.me.id, "approver", involved, declared, visit.now)
        for one in people
    }
