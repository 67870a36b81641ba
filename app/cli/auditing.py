"""`audit`: walks the chain, names the first broken entry, and compares the tables with what the log tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice

from app.audit.anchors import Verdict, anchor_file, verify
from app.audit.comparing import compare
from app.audit.domain.comparing import Difference, What
from app.audit.keys import public_keys
from app.cli.arguments import parser
from app.cli.commands import CommandLine

NAMED = 1000
_SAYS = {
    What.FORGED: "forged: {table} {name} stands in its table, and no entry of the log tells of it",
    What.DELETED: "deleted: entry {sequence} tells of a row of {table} of {name}, and there is none",
    What.CHANGED: "changed: {table} {name} is not as entry {sequence} tells of it",
}


def audit(line: CommandLine, arguments: list[str]) -> int:
    """Verify the log: every entry, every signed anchor, and the anchors kept outside the database.

    Then compare what grants rest on, what was granted and what became of it with what the log tells of each, both ways:
    what was forged, changed or deleted in a table behind the program's back is named, up to the first 1,000.
    """
    options = parser("audit", audit.__doc__ or "", "audit verify")
    options.add_argument("action", choices=("verify",))
    options.add_argument("--json", action="store_true", help="the verdict for a program")
    given = options.parse_args(arguments)
    works = line.works()
    path = anchor_file(works.parts["instance"])
    lines = path.read_text().splitlines() if path.exists() else []
    with works.database.reading() as connection:
        verdict = verify(connection, public_keys(works.parts["keys"]), lines)
        found = tuple(islice(compare(connection, works.parts["compared"]), NAMED))
    (_print_json if given.json else _print)(verdict, found)
    return 0 if verdict.ok and not found else 1


def _print(verdict: Verdict, found: Iterable[Difference]) -> None:
    if verdict.ok:
        print(f"The log is whole: {verdict.checked} entries.")
    else:
        print(f"The log is broken at entry {verdict.first_broken_sequence}: {verdict.reason}")
    for one in found:
        print(_SAYS[one.what].format(table=one.table, name=one.name, sequence=one.sequence))
    if not found:
        print("The tables are as the log tells of them.")


def _print_json(verdict: Verdict, found: Iterable[Difference]) -> None:
    rows = [{"what": one.what, "table": one.table, "row": one.name, "entry": one.sequence} for one in found]
    said = {"ok": verdict.ok and not rows, "checked": verdict.checked, "first_broken": verdict.first_broken_sequence,
            "reason": verdict.reason, "differences": rows}  # fmt: skip
    print(json.dumps(said))
