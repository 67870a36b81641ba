"""`audit`: walks the chain and names the first broken entry."""

from __future__ import annotations

import json

from app.audit.anchors import anchor_file, verify
from app.audit.keys import public_keys
from app.cli.arguments import parser
from app.cli.commands import CommandLine


def audit(line: CommandLine, arguments: list[str]) -> int:
    """Verify the log: every entry, every signed anchor, and the anchors kept outside the database."""
    options = parser("audit", audit.__doc__ or "", "audit verify")
    options.add_argument("action", choices=("verify",))
    options.add_argument("--json", action="store_true", help="the verdict for a program")
    given = options.parse_args(arguments)
    works = line.works()
    path = anchor_file(works.parts["instance"])
    lines = path.read_text().splitlines() if path.exists() else []
    with works.database.reading() as connection:
        verdict = verify(connection, public_keys(works.parts["keys"]), lines)
    if given.json:
        print(json.dumps({"ok": verdict.ok, "checked": verdict.checked, "first_broken": verdict.first_broken_sequence,
                          "reason": verdict.reason}))  # fmt: skip
    elif verdict.ok:
        print(f"The log is whole: {verdict.checked} entries.")
    else:
        print(f"The log is broken at entry {verdict.first_broken_sequence}: {verdict.reason}")
    return 0 if verdict.ok else 1
