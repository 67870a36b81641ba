"""The log as operators read it: by kind, or found by who, what, on what and when; who searches stands in it too."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.audit import queries
from app.audit.domain.chain import Entry
from app.audit.events import AuditTag
from app.audit.pages import check_of_end
from app.audit.queries import Search
from app.audit.services import record
from app.foundation.errors import BadInput, NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("log", __name__)
PAGE = 50
_NO_DAY = N_("Enter a day as year-month-day, such as 2026-11-26.")
_LONGEST = 80
_TOO_LONG = N_("Nothing in the log is as long as this. Copy it whole from where it stands, and nothing else.")
_FIELDS = ("who", "tag", "subject", "first", "last")


@pages.get("/audit")
@requires(Permission.AUDIT_READ)
def log(visit: Visit) -> Response:
    """The log, newest first, fifty entries a page; ids only."""
    family, before = request.args.get("family", ""), _before(request.args.get("before", ""))
    typed = {name: request.args.get(name, "").strip() for name in _FIELDS}
    search, errors = _search(typed)
    entries = () if errors else _entries(visit, family, search, before)
    if not errors and not search.is_empty:
        _note(visit, search)
    return _page(visit, family, typed, errors, entries, newest=before is None)


def _page(
    visit: Visit,
    family: str,
    typed: dict[str, str],
    errors: dict[str, str],
    entries: tuple[Entry, ...],
    *,
    newest: bool,
) -> Response:
    asked = urlencode({name: text for name, text in {"family": family, **typed}.items() if text})
    return render(
        "audit/log.html",
        status=422 if errors else 200,
        entries=entries[:PAGE],
        check=check_of_end(visit.read),
        families=queries.FAMILIES,
        family=family,
        typed=typed,
        errors=errors,
        searched=any(typed.values()),
        asked=asked,
        older=entries[PAGE - 1].sequence if len(entries) > PAGE else None,
        newest=newest,
    )


def _search(typed: dict[str, str]) -> tuple[Search, dict[str, str]]:
    days: dict[str, date | None] = {}
    errors = {name: _TOO_LONG for name in ("who", "tag", "subject") if len(typed[name]) > _LONGEST}
    for name in ("first", "last"):
        try:
            days[name] = date.fromisoformat(typed[name]) if typed[name] else None
        except ValueError:
            errors[name] = _NO_DAY
    if errors:
        return Search(), errors
    return Search(typed["who"], typed["tag"], typed["subject"], days["first"], days["last"]), {}


def _entries(visit: Visit, family: str, search: Search, before: int | None) -> tuple[Entry, ...]:
    window = {"limit": PAGE + 1} | ({} if before is None else {"before": before})
    if not search.is_empty:
        return queries.entries_found(visit.read, search, **window)
    if not family:
        return queries.newest_entries(visit.read, **window)
    if family not in queries.FAMILIES:
        raise NotFound
    return queries.entries_of_family(visit.read, family, **window)


def _note(visit: Visit, search: Search) -> None:
    """Keep what was looked for, once the answer has gone: a GET never writes."""
    actor, role = visit.me.id, visit.me.role
    asked = {name: value for name, value in asdict(search).items() if value}

    def write(unit: Unit) -> None:
        record(unit, AuditTag.LOG_SEARCHED, actor=actor, role=role, subject="log", sought=asked)

    visit.after.append(lambda: visit.write(write))


def _before(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput
    return int(text)
