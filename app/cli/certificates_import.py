"""`certificates import`: enters what was issued before this register from a table, row by row, without duplicates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.accreditation.domain.imported import UnreadableTable, read_table
from app.accreditation.services.importing import Planned, import_rows, plan_import
from app.identity.services.actor import SYSTEM


def import_file(works: Any, path: Path, *, only_check: bool) -> tuple[int, dict[str, Any]]:
    """Return exit code and what came of each row: 0 all entered or known, 1 some left out, 2 no table."""
    database, keyring = works.database, works.keyring
    try:
        rows = read_table(path.read_bytes(), database.clock().date())
    except OSError as error:
        return 2, {"error": f"{path.name}: {error.strerror}"}
    except UnreadableTable as error:
        return 2, {"error": str(error.args[0]) % {"columns": error.args[1]}}
    if only_check:
        with database.reading() as connection:
            plans = plan_import(connection, rows, keyring)
    else:
        plans = database.write(lambda unit: import_rows(unit, rows, SYSTEM, works.parts["issuer"], keyring))
    wrong = [plan for plan in plans if plan.outcome == "wrong"]
    return (1 if wrong else 0), _said(plans, only_check=only_check)


def _said(plans: tuple[Planned, ...], *, only_check: bool) -> dict[str, Any]:
    counts = {one: sum(plan.outcome == one for plan in plans) for one in ("new", "known", "wrong")}
    return {
        "would_enter" if only_check else "entered": counts["new"],
        "known_already": counts["known"],
        "left_out": counts["wrong"],
        "rows": [
            {
                "line": plan.row.line,
                "reference": plan.row.reference,
                "outcome": plan.outcome,
                "number": plan.number or "-",
                "errors": "; ".join(error.text % error.values for error in plan.errors) or "-",
            }
            for plan in plans
        ],
    }
