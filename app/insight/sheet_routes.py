"""The sheets of a published quarter: a look at each before it is taken, the flat file, and the entry in the log."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.insight.columns import PERIOD
from app.insight.desk import partner_of, words_of
from app.insight.domain.measures import Table
from app.insight.domain.quarters import Quarter, read_quarter
from app.insight.domain.sheet import sheet
from app.insight.queries import figures_of
from app.insight.statistic import Statistic, quarterly_statistics
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.sheets import csv_answer
from app.web.visit import Visit

sheets = Blueprint("insight_sheets", __name__, url_prefix="/insight")
FIRST = "by_country"
"""The sheet at the address without a name, as it was before there were others."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statistic of a quarter as it was published to a partner: the same stored table as the page shows."""

    partner: str
    quarter: Quarter
    statistic: Statistic
    rows: Table


@sheets.get("/<period>/<statistic>")
@requires(Permission.IMPACT_READ)
def sheet_looked_at(visit: Visit, period: str, statistic: str) -> Response:
    """What the sheet will hold, cell by cell, and what its columns mean."""
    found = _found(visit, period, statistic)
    return render(
        "insight/sheet.html",
        quarter=words_of(visit.locale).quarter(found.quarter),
        period=period,
        statistic=found.statistic,
        columns=(PERIOD, *found.statistic.columns),
        rows=[[period, *(row.get(key) for key in found.statistic.keys)] for row in found.rows],
        size=len(_text(found)),
    )


@sheets.get("/<period>.csv")
@requires(Permission.IMPACT_READ)
def first_sheet(visit: Visit, period: str) -> Response:
    """The sheet by country, at the address that it always had."""
    return _taken(visit, _found(visit, period, FIRST), f"impact-{period}.csv")


@sheets.get("/<period>/<statistic>.csv")
@requires(Permission.IMPACT_READ)
def sheet_taken(visit: Visit, period: str, statistic: str) -> Response:
    """One flat sheet: documented columns, nothing hidden, no formulas (P5, U20)."""
    return _taken(visit, _found(visit, period, statistic), f"{statistic.replace('_', '-')}-{period}.csv")


def _found(visit: Visit, period: str, name: str) -> Sheet:
    """Raises `NotFound` for a quarter that was not published to this partner, and where there is no such statistic."""
    partner, quarter = partner_of(visit), read_quarter(period)
    statistic = next((one for one in quarterly_statistics() if one.name == name), None)
    figures = figures_of(visit.read, partner, name, period) if partner and quarter and statistic else None
    if quarter is None or statistic is None or figures is None:
        raise NotFound
    return Sheet(partner, quarter, statistic, figures.rows)


def _taken(visit: Visit, found: Sheet, name: str) -> Response:
    visit.after.append(lambda: _note_export(visit, found))  # a GET writes only after its answer
    return csv_answer(_text(found), name)


def _text(found: Sheet) -> bytes:
    period, columns = found.quarter.key, (PERIOD.key, *found.statistic.keys)
    return sheet(columns, [{**dict.fromkeys(columns), "period": period, **row} for row in found.rows]).encode()


def _note_export(visit: Visit, found: Sheet) -> None:
    visit.write(
        lambda unit: record(
            unit,
            AuditTag.FIGURES_EXPORTED,
            actor=visit.me.id,
            role=visit.me.role,
            subject=f"{found.partner}:{found.quarter.key}",
            statistic=found.statistic.name,
        )
    )
