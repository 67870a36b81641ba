"""The agency that a command names: found by name or id, or added where its country is given."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import sqlalchemy as sa
from babel import Locale

from app.foundation.transaction import Unit
from app.identity.agency_queries import AgencyRow, agencies_called, all_agencies
from app.identity.services.people import add_agency

NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Two-letter codes of the locale data that are no country of ISO 3166."""


class AgencyProblem(Exception):
    """The agency cannot be found or added as it was named; the text says why."""


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency of somebody who is added, and whether it was added with them."""

    id: str
    name: str
    added: bool = False


def agency_for(unit: Unit, given: argparse.Namespace) -> Agency:
    """Return the agency that `--agency` names, added where there is none and `--country` says that it is new.

    Raises `AgencyProblem`.
    """
    found = _called(unit.connection, given.agency)
    if found is None:
        return _new(unit, given)
    if given.under or (given.kind and given.kind != found.kind) or (given.country and given.country != found.country):
        raise AgencyProblem(
            f"agency {found.name} is there already ({found.country}, {found.kind}): "
            "leave --country, --kind and --under away, or give the new one another name"
        )
    return Agency(found.id, found.name)


def _new(unit: Unit, given: argparse.Namespace) -> Agency:
    if not given.country:
        known = ", ".join(row.name for row in all_agencies(unit.connection)[:10]) or "none"
        raise AgencyProblem(f"there is no agency {given.agency} (known: {known}); --country adds it")
    if given.country in NO_COUNTRIES or given.country not in Locale("en").territories or len(given.country) != 2:
        raise AgencyProblem(f"--country {given.country} is no country code of two letters, such as GH")
    parent = _called(unit.connection, given.under) if given.under else None
    if given.under and parent is None:
        raise AgencyProblem(f"there is no agency {given.under} to put it under")
    agency_id = add_agency(
        unit,
        name=given.agency,
        country=given.country,
        kind=given.kind or "police",
        parent_id=parent.id if parent else None,
    )
    return Agency(agency_id, given.agency, added=True)


def _called(connection: sa.Connection, text: str) -> AgencyRow | None:
    rows = agencies_called(connection, text)
    if len(rows) > 1:
        ids = ", ".join(f"{row.public_id} ({row.country})" for row in rows)
        raise AgencyProblem(f"several agencies are called {text}; name one by its id: {ids}")
    return rows[0] if rows else None
