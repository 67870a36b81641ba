"""Certificates for a cohort: who would get one and who not, asked for, agreed to, followed, handed out (A14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.batch_cohort import Cohort, CohortForm, course_choices, sent_cohort, titles_for, weighed_cohort
from app.accreditation.batch_page import batch_page, note_names
from app.accreditation.batch_queries import batch_counts, newest_batches
from app.accreditation.batch_words import LIST_NAMES, STATES, why_lines
from app.accreditation.desk_words import bar_words
from app.accreditation.domain.cohort import MOST
from app.accreditation.queries import schemes_in_force
from app.accreditation.services import batching
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import BadInput
from app.foundation.ids import new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import person_cards
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

batch_pages = Blueprint("batches", __name__, url_prefix="/accreditation/batches")
_TOKEN = re.compile(r"[a-z0-9]{16}")
_WORDS = 500
_OBJECT = N_("Write why you object, for your colleague.")
_LONG = N_("This is too long: use at most 500 characters.")


@batch_pages.get("")
@requires(Permission.CASE_DECIDE)
def batches(visit: Visit) -> Response:
    """The newest batches with how far they are."""
    found = newest_batches(visit.read)
    names = {key: card.name for key, card in person_cards(visit.read, {one.asked_by for one in found}).items()}
    return render(
        "accreditation/batches.html",
        batches=found,
        counts=batch_counts(visit.read, [one.id for one in found]),
        names=names,
        states=STATES,
        titles={one.scheme.key: one.scheme.title for one in schemes_in_force(visit.read)},
    )


@batch_pages.get("/new")
@requires(Permission.CASE_DECIDE)
def new_batch(visit: Visit) -> Response:
    """Where a cohort is named."""
    return _form(visit, CohortForm("", "", "list", "", "", {}))


@batch_pages.post("/check")
@requires(Permission.CASE_DECIDE)
def check_batch(visit: Visit) -> Response:
    """The dry run: who would be granted the certificate, and of everybody else why not; nothing is written."""
    form = sent_cohort()
    cohort = weighed_cohort(visit, form)
    return _form(visit, form) if cohort is None else _check(visit, form, cohort, new_public_id(), changed=False)


@batch_pages.post("")
@requires(Permission.CASE_DECIDE)
def ask(visit: Visit) -> Response:
    """Ask for the certificates as the dry run showed them; what changed since is shown first."""
    form, token = sent_cohort(), request.form.get("token", "")
    cohort = weighed_cohort(visit, form)
    if cohort is None:
        return _form(visit, form)
    if not _TOKEN.fullmatch(token):
        raise BadInput
    if request.form.get("seen") != cohort.seen and not batching.is_known(visit.read, token):
        return _check(visit, form, cohort, token, changed=True)
    new, actor = batching.NewBatch(token, form.title, cohort.found, cohort.weighed), acting(visit.me)
    public_id = visit.write(lambda unit: batching.ask_for_batch(unit, new, actor))
    return redirect(f"/accreditation/batches/{public_id}", 303)


@batch_pages.get("/<public_id>")
@requires(Permission.CASE_DECIDE)
def batch(visit: Visit, public_id: str) -> Response:
    """One batch: how far it is, what came of each, the file; the names shown stand in the log."""
    return _shown(visit, public_id, {}, "")


@batch_pages.post("/<public_id>/answer")
@requires(Permission.CASE_DECIDE)
def answer_batch(visit: Visit, public_id: str) -> Response:
    """Agree as the second person, object, or take the own one back."""
    chosen, words, actor = request.form.get("answer", ""), request.form.get("note", "").strip(), acting(visit.me)
    errors = {"note": _OBJECT} if chosen == "object" and not words else {}
    errors |= {"note": _LONG} if len(words) > _WORDS else {}
    if errors:
        return _shown(visit, public_id, errors, words)
    acts: Mapping[str, Callable[[Unit], None]] = {
        "approve": lambda unit: batching.approve_batch(unit, public_id, actor),
        "object": lambda unit: batching.object_to_batch(unit, public_id, actor, words),
        "take-back": lambda unit: batching.take_batch_back(unit, public_id, actor),
    }
    if chosen not in acts:
        return _shown(visit, public_id, {"answer": N_("Choose what is to happen.")}, words)
    visit.write(acts[chosen])
    return redirect(f"/accreditation/batches/{public_id}", 303)


@batch_pages.post("/<public_id>/archive")
@requires(Permission.CASE_DECIDE)
def make_archive(visit: Visit, public_id: str) -> Response:
    """Ask for one file with all certificates."""
    ready = batch_page(visit, public_id).counts.all_printed
    visit.write(lambda unit: batching.ask_for_archive(unit, public_id, ready))
    return redirect(f"/accreditation/batches/{public_id}", 303)


def _shown(visit: Visit, public_id: str, errors: dict[str, str], words: str) -> Response:
    visit.path = f"/accreditation/batches/{public_id}"
    page = batch_page(visit, public_id)
    note_names(visit, page)
    return render("accreditation/batch.html", status=422 if errors else 200, page=page, errors=errors, words=words,
                  states=STATES, lists=LIST_NAMES, bar_words=bar_words)  # fmt: skip


def _form(visit: Visit, form: CohortForm) -> Response:
    visit.path = "/accreditation/batches/new"
    schemes = tuple((one.scheme.key, one.scheme.title) for one in schemes_in_force(visit.read))
    return render("accreditation/batch_new.html", status=422 if form.errors else 200, form=form, errors=form.errors,
                  schemes=schemes, courses=tuple(course_choices(visit).items()), most=MOST)  # fmt: skip


def _check(visit: Visit, form: CohortForm, cohort: Cohort, token: str, *, changed: bool) -> Response:
    visit.path = "/accreditation/batches/new"
    actor, role, people = visit.me.id, visit.me.role, [one.card.id for one in cohort.weighed]
    after_answer(visit, lambda unit: record(unit, AuditTag.BATCH_LOOKED_AT, actor=actor, role=role, subject="batch",
                                            why="batch-to-check", scheme=form.scheme, people=people))  # fmt: skip
    titles = titles_for(visit, cohort.found)
    why = {one.card.id: why_lines(visit, one.hindrance, titles) for one in cohort.weighed if one.hindrance}
    return render("accreditation/batch_check.html", status=409 if changed else 200, form=form, cohort=cohort, why=why,
                  token=token, changed=changed, most=MOST)  # fmt: skip
