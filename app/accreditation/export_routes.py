"""The record of one certificate to take away: every event and every entry of the log, with whether each holds."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.domain.number import parse_number
from app.accreditation.queries import credential_by_number
from app.accreditation.register_entry import RegisterEntry, register_entry
from app.accreditation.services.looking_up import note_look_by_number
from app.foundation.errors import NotFound
from app.foundation.flat_table import csv_text
from app.web.access import requires
from app.web.permissions import Permission
from app.web.sheets import csv_answer
from app.web.visit import Visit

export_pages = Blueprint("credential_export", __name__, url_prefix="/accreditation/register")
COLUMNS = ("source", "at", "what", "actor", "second", "grounds", "reason", "sequence", "hash", "holds")


@export_pages.get("/<number>/record.<ending>")
@requires(Permission.REGISTER_SEARCH, fresh=True)
def record_of_certificate(visit: Visit, number: str, ending: str) -> Response:
    """Give the record as JSON or CSV; names stand in neither, people are ids as in the log."""
    credential = credential_by_number(visit.read, parse_number(number) or "")
    if credential is None or ending not in {"json", "csv"}:
        raise NotFound
    entry = register_entry(visit.read, credential)
    actor, role = visit.me.id, visit.me.role
    after_answer(visit, lambda unit: note_look_by_number(unit, actor, role, credential, f"record-{ending}"))
    name = f"{credential.number}-record.{ending}"
    if ending == "csv":
        return csv_answer(as_csv(entry), name)
    answer = Response(as_json(entry, credential.state(visit.now.date()).value), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def record_sizes(entry: RegisterEntry, state: str) -> dict[str, int]:
    """Return how large the record is in each of its forms."""
    return {"json": len(as_json(entry, state).encode()), "csv": len(as_csv(entry))}


def rows_of(entry: RegisterEntry) -> list[dict[str, Any]]:
    """Return events and entries of the log as rows of `COLUMNS`, each kind in its order."""
    events = [
        {
            "source": "event", "at": one.at.isoformat(), "what": one.kind, "actor": one.actor, "second": one.second,
            "grounds": one.grounds, "reason": one.reason,
        }
        for one in entry.history
    ]  # fmt: skip
    log = [
        {
            "source": "log", "at": one.at.isoformat(), "what": one.tag, "actor": one.actor, "sequence": one.sequence,
            "hash": one.hash, "holds": one.sequence not in entry.broken,
        }
        for one in reversed(entry.log)
    ]  # fmt: skip
    rows: list[dict[str, Any]] = [*events, *log]
    return [{column: row.get(column) for column in COLUMNS} for row in rows]


def as_json(entry: RegisterEntry, state: str) -> str:
    """Return the record as JSON; the names of its fields are a promise to other systems."""
    one = entry.credential
    head = {
        "number": one.number,
        "state": state,
        "scheme": one.scheme,
        "scheme_version": one.scheme_number,
        "cycle": one.cycle,
        "edition": one.edition,
        "origin": one.origin,
        "issued_on": one.issued_on.isoformat(),
        "valid_until": one.valid_until.isoformat(),
        "statement_sha256": one.statement_hash,
        "file_sha256": one.sha256,
        "decision_follows": entry.explanation is not None and entry.explanation.same,
        "log_holds": not entry.broken,
    }
    return json.dumps(head | {"record": rows_of(entry)}, ensure_ascii=False, indent=1)


def as_csv(entry: RegisterEntry) -> bytes:
    """Return the record as CSV; a cell that a spreadsheet would take for a formula begins with a quote."""
    return csv_text(COLUMNS, ([row[name] for name in COLUMNS] for row in rows_of(entry))).encode()
