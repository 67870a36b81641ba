"""The coordinator's page of certificates that end: soonest first, and one press has their holders renew (O30)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.accreditation.expiring_page import (
    COLUMNS,
    MOST_IN_TABLE,
    PAGE,
    WINDOWS,
    Ending,
    EndingRow,
    ending_rows,
    endings,
    table_rows,
)
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services.renewing import ask_to_renew
from app.audit.events import AuditTag
from app.foundation.flat_table import csv_bytes
from app.identity.browser import myself
from app.identity.queries import true_cards
from app.identity.reading_log import note_reading
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.sheets import csv_answer
from app.web.visit import Visit

pages = Blueprint("expiring", __name__, url_prefix="/people")
ADDRESS = "/people/expiring"


@pages.get("/expiring")
@requires(Permission.PEOPLE_COORDINATE)
def expiring(visit: Visit) -> Response:
    """What ends within 12 months or may be renewed today, fifty a page."""
    schemes, scheme, show = _asked_for(visit)
    found = endings(visit, myself(visit).agency_path, schemes, scheme, show)
    start = _place(found, request.args.get("after", ""))
    shown = found[start : start + PAGE]
    return render(
        "accreditation/expiring.html",
        schemes=[(key, one.scheme.title) for key, one in schemes.items()],
        scheme=scheme,
        show=show,
        rows=_listed(visit, schemes, shown),
        total=len(found),
        most=MOST_IN_TABLE,
        **_pages(f"{ADDRESS}?{urlencode({'scheme': scheme, 'show': show})}", found, start),
    )


@pages.get("/expiring.csv")
@requires(Permission.PEOPLE_COORDINATE)
def table(visit: Visit) -> Response:
    """The same list as a table to take away."""
    schemes, scheme, show = _asked_for(visit)
    found = endings(visit, myself(visit).agency_path, schemes, scheme, show)
    _note(visit, min(len(found), MOST_IN_TABLE), "expiring-table")
    cut = found[:MOST_IN_TABLE]
    cards = true_cards(visit.read, [one.credential.person_id for one in cut])
    return csv_answer(csv_bytes(COLUMNS, table_rows(cut, cards)), "certificates-that-end.csv")


@pages.post("/expiring/renew")
@requires(Permission.PEOPLE_COORDINATE)
def renew(visit: Visit) -> Response:
    """Have the chosen officers renew, and say of each what came of it."""
    me, numbers = myself(visit), request.form.getlist("certificate")[:PAGE]
    asked = visit.write(lambda unit: ask_to_renew(unit, numbers, me.agency_path, acting(me)))
    cards = true_cards(visit.read, [one.credential.person_id for one in asked])
    return render(
        "accreditation/expiring_done.html",
        told=sum(one.told for one in asked),
        asked=[(cards[one.credential.person_id].name, one) for one in asked],
        back=ADDRESS,
    )


def _asked_for(visit: Visit) -> tuple[dict[str, SchemeInForce], str, str]:
    """Return the schemes in force, and scheme and window that the address asks for; what is unknown asks for all."""
    schemes = {one.scheme.key: one for one in schemes_in_force(visit.read)}
    scheme, show = request.args.get("scheme", ""), request.args.get("show", "")
    return schemes, scheme if scheme in schemes else "", show if show in WINDOWS else "year"


def _place(found: tuple[Ending, ...], after: str) -> int:
    """Return where the page begins; at the start where `after` stands on the list no longer."""
    return next((place + 1 for place, one in enumerate(found) if one.credential.number == after), 0)


def _pages(here: str, found: tuple[Ending, ...], start: int) -> dict[str, Any]:
    """Where the next page is and, from a later one, the first."""
    last = found[: start + PAGE][-1:]
    later = f"{here}&after={last[0].credential.number}" if found[start + PAGE :] else None
    return {"later": later, "earlier": here if start else None}


def _listed(visit: Visit, schemes: dict[str, SchemeInForce], shown: tuple[Ending, ...]) -> tuple[EndingRow, ...]:
    _note(visit, len(shown), "expiring-page")
    return ending_rows(visit, schemes, shown) if shown else ()


def _note(visit: Visit, count: int, why: str) -> None:
    note_reading(visit, AuditTag.PEOPLE_LISTED, f"agency:{visit.me.agency_id}", why, count=count)
