"""The pages of accreditation: public, holder's and staff's."""

from __future__ import annotations

from flask import Blueprint

from app.accreditation.appeal_desk_routes import appeal_desk_pages
from app.accreditation.appeal_routes import appeal_pages
from app.accreditation.ask_routes import ask_pages
from app.accreditation.assessor_routes import assessor_pages
from app.accreditation.batch_file_routes import batch_file_pages
from app.accreditation.batch_routes import batch_pages
from app.accreditation.case_routes import case_pages
from app.accreditation.cohort_routes import pages as cohort_pages
from app.accreditation.conflict_routes import conflict_pages
from app.accreditation.copy_routes import copy_pages
from app.accreditation.day_routes import pages as day_pages
from app.accreditation.evidence_routes import evidence_pages
from app.accreditation.expiring_routes import pages as expiring_pages
from app.accreditation.export_routes import export_pages
from app.accreditation.file_routes import file_pages
from app.accreditation.holder_routes import holder_pages
from app.accreditation.import_routes import import_pages
from app.accreditation.life_routes import life_pages
from app.accreditation.naming_routes import naming_pages
from app.accreditation.practical_routes import practical_pages
from app.accreditation.profile_routes import profile_pages
from app.accreditation.progress_routes import pages as progress_pages
from app.accreditation.proof_routes import proof_pages
from app.accreditation.public_routes import public_pages
from app.accreditation.queue_routes import queue_pages
from app.accreditation.request_routes import request_pages
from app.accreditation.ruling_routes import ruling_pages
from app.accreditation.scheme_change_routes import scheme_change_pages
from app.accreditation.scheme_routes import scheme_pages
from app.accreditation.staff_routes import staff_pages
from app.accreditation.transcript_routes import transcript_pages
from app.accreditation.withdrawal_routes import withdrawal_pages

BLUEPRINTS: tuple[Blueprint, ...] = (
    public_pages,
    file_pages,
    proof_pages,
    holder_pages,
    staff_pages,
    life_pages,
    naming_pages,
    import_pages,
    export_pages,
    appeal_pages,
    appeal_desk_pages,
    withdrawal_pages,
    scheme_pages,
    scheme_change_pages,
    profile_pages,
    queue_pages,
    case_pages,
    conflict_pages,
    evidence_pages,
    ask_pages,
    request_pages,
    practical_pages,
    ruling_pages,
    assessor_pages,
    batch_pages,
    batch_file_pages,
    progress_pages,
    expiring_pages,
    cohort_pages,
    day_pages,
    transcript_pages,
    copy_pages,
)
