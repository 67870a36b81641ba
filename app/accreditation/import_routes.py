"""Certificates from before this register: a table is sent, looked at row by row, and entered."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.accreditation.domain.imported import COLUMNS, MOST_ROWS, ImportRow, UnreadableTable, read_table
from app.accreditation.services.importing import Planned, import_rows, plan_import
from app.foundation.words import N_
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

import_pages = Blueprint("credential_import", __name__, url_prefix="/accreditation/import")
_NOTHING = N_("Choose a table, or paste its lines.")
_BIGGEST = 2 * 2**20


@import_pages.get("")
@requires(Permission.CREDENTIAL_MANAGE)
def import_page(visit: Visit) -> Response:
    """Where the table is sent, and how it must look."""
    return _form({}, "")


@import_pages.post("")
@requires(Permission.CREDENTIAL_MANAGE, fresh=True)
def take_table(visit: Visit) -> Response:
    """Show what would come of each row; entered only when that page is sent."""
    content = _sent()
    if not content:
        return _form({"file": (_NOTHING, "")}, "")
    try:
        rows = read_table(content, visit.now.date())
    except UnreadableTable as error:
        return _form({"file": (error.args[0], error.args[1])}, content.decode("utf-8", "replace"))
    if request.form.get("step") != "confirm":
        plans = plan_import(visit.read, rows, visit.parts["keyring"])
        return _shown("accreditation/import_check.html", plans, table=content.decode("utf-8-sig"))
    return _shown("accreditation/import_done.html", _entered(visit, rows))


def _entered(visit: Visit, rows: tuple[ImportRow, ...]) -> tuple[Planned, ...]:
    actor, issuer, keyring = acting(visit.me), visit.parts["issuer"], visit.parts["keyring"]
    return visit.write(lambda unit: import_rows(unit, rows, actor, issuer, keyring))


def _sent() -> bytes:
    upload = request.files.get("file")
    content = upload.read(_BIGGEST) if upload else b""
    return content or request.form.get("table", "").strip().encode()


def _shown(template: str, plans: tuple[Planned, ...], table: str = "") -> Response:
    counts = {one: sum(plan.outcome == one for plan in plans) for one in ("new", "known", "wrong")}
    return render(template, plans=plans, counts=counts, table=table)


def _form(errors: dict[str, tuple[str, str]], table: str) -> Response:
    return render(
        "accreditation/import.html",
        status=422 if errors else 200,
        errors=errors,
        table=table,
        columns=COLUMNS,
        most=MOST_ROWS,
    )
