"""`certificates`: checks a PDF with the public keys alone; explains a grant; the rest of the command stands beside."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.accreditation.domain.number import parse_number
from app.accreditation.queries import credential_by_number, history_of
from app.accreditation.services.explaining import Explanation, UnreadableStatement, explain
from app.accreditation.signing.check import examine
from app.accreditation.signing.public_keys import KeyKind, load_roots, read_public_keys
from app.accreditation.signing.verdict import Verdict
from app.accreditation.statement_queries import statement_of
from app.cli.arguments import parser
from app.cli.certificate_status import (
    Keys,
    keys_of,
    published_keys_of,
    with_standing,
    write_offline_verifier,
)
from app.cli.certificates_import import import_file
from app.cli.commands import CommandLine
from app.foundation.transaction import Database

Answer = tuple[int, dict[str, Any]]
_BEGIN, _END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"


def certificates(line: CommandLine, arguments: list[str]) -> int:
    """Verify a PDF with the public keys alone, explain a grant, enter earlier ones, make the offline verifier."""
    options = parser("certificates", certificates.__doc__ or "", "certificates verify PRV-7K3M-9X4T-2QBD-HW8C-5.pdf")
    actions = options.add_subparsers(dest="action", required=True, metavar="verify|explain|import|offline-verifier")
    verify = actions.add_parser("verify", help="genuine, altered, not_ours, unsigned or unreadable")
    verify.add_argument("path", type=Path)
    verify.add_argument(
        "--keys", type=Path, help="public roots (PEM) or a saved keys.json; else those of this instance"
    )
    verify.add_argument("--status", type=Path, action="append", default=[], help="a saved status list; may be repeated")
    why = actions.add_parser("explain", help="each requirement with its evidence, decided again")
    why.add_argument("number")
    entry = actions.add_parser("import", help="enter certificates that were issued before this register (CSV)")
    entry.add_argument("path", type=Path)
    entry.add_argument("--check", action="store_true", help="say what would come of each row, and enter nothing")
    offline = actions.add_parser("offline-verifier", help="one file that checks QR codes and PDFs without a network")
    offline.add_argument("--out", type=Path, required=True, help="the file to write, such as verify-offline.html")
    for action in (verify, why, entry, offline):
        action.add_argument("--json", action="store_true", help="the answer for a program")
    given = options.parse_args(arguments)
    code, answer = _answer(line, given)
    print(json.dumps(answer, ensure_ascii=False, indent=1) if given.json else _said(answer), file=_stream(code, given))
    return code


def verify_file(path: Path, roots: Sequence[bytes]) -> Answer:
    """Return exit code and verdict of a PDF: 0 genuine, 1 anything else, 2 where the file cannot be opened."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return 2, {"error": f"{path.name}: {error.strerror}"}
    found = examine(content, roots)
    answer = {
        "verdict": found.verdict.value,
        "sha256": sha256(content).hexdigest(),
        "number": found.number,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "key": found.key_id,
        "demonstration": found.demo,
        "checked": [{"said": check.said, "passed": check.passed} for check in found.checked],
        "changes": [{"revision": change.revision, "said": change.words} for change in found.changes],
        "not_checked": "whether it was withdrawn or replaced since: ask the register",
    }
    return (0 if found.verdict is Verdict.GENUINE else 1), answer


def explain_number(database: Database, number: str) -> Answer:
    """Return exit code and explanation of a grant: 0 the same outcome, 1 another or changed, 2 no such certificate."""
    canonical = parse_number(number) or ""
    with database.reading() as connection:
        credential = credential_by_number(connection, canonical)
        stored = statement_of(connection, canonical)
        events = history_of(connection, credential.id) if credential else ()
    if credential is None or stored is None:
        return 2, {"error": f"{number}: the register holds no such certificate"}
    try:
        found = explain(stored.text, stored.hash)
    except UnreadableStatement as error:
        return 1, {"number": canonical, "same": False, "error": f"the statement cannot be read: {error}"}
    answer = _explained(found) | {
        "decider": stored.decider,
        "decided_at": stored.decided_at.isoformat(),
        "events": [{"kind": event.kind, "at": event.at.isoformat(), "reason": event.reason} for event in events],
    }
    return (0 if found.same else 1), answer


def read_roots(path: Path) -> tuple[bytes, ...]:
    """Return each PEM certificate of a file as its own root: of PEM text, or of a saved keys.json."""
    content = path.read_bytes()
    if content.lstrip().startswith(b"{"):
        content = "".join(one.get("certificate", "") for one in json.loads(content)["keys"]).encode()
    parts = content.split(_BEGIN)[1:]
    return tuple(_BEGIN + part.partition(_END)[0] + _END + b"\n" for part in parts)


def _answer(line: CommandLine, given: argparse.Namespace) -> Answer:
    if given.action == "import":
        return import_file(line.works(), given.path, only_check=given.check)
    if given.action == "explain":
        return explain_number(line.works().database, given.number)
    if given.action == "offline-verifier":
        return write_offline_verifier(line.works(), given.out)
    try:
        answer = verify_file(given.path, read_roots(given.keys) if given.keys else _own_roots(line))
        return with_standing(answer, given.path, given.status, _list_keys(line, given)) if given.status else answer
    except (OSError, ValueError) as error:
        return 2, {"error": f"the public keys cannot be read: {error}"}


def _list_keys(line: CommandLine, given: argparse.Namespace) -> Keys:
    """Return the keys that sign status lists: those of a saved keys.json, else of this instance."""
    if given.keys:
        content = given.keys.read_bytes()
        return published_keys_of(json.loads(content)) if content.lstrip().startswith(b"{") else {}
    parts = line.works().parts
    return keys_of(read_public_keys(parts["keys"], KeyKind.CREDENTIAL, allow_demo=parts["demo"]))


def _own_roots(line: CommandLine) -> Sequence[bytes]:
    works = line.works()
    return load_roots(works.parts["keys"], allow_demo=works.parts["demo"])


def _explained(found: Explanation) -> dict[str, Any]:
    scheme = found.statement["scheme"]
    return {
        "number": found.number,
        "scheme": scheme["key"],
        "scheme_version": scheme["version"],
        "outcome": "grant" if found.judgement.met else "refuse",
        "same": found.same,
        "hash_matches": found.hash_matches,
        "differences": list(found.differences),
        "requirements": [
            {
                "requirement": leaf.kind,
                "met": leaf.met,
                "asked": leaf.title % leaf.values,
                "reason": leaf.reason % leaf.values,
                "evidence": leaf.evidence,
            }
            for leaf in found.requirements
        ],
        "issued_on": found.statement["issued_on"],
        "valid_until": found.statement["valid_until"],
        "specimen": found.statement["specimen"],
        "origin": found.statement.get("origin", "granted"),
        "corrects": found.statement.get("corrects"),
        "renews": found.statement.get("renews"),
    }


def _stream(code: int, given: argparse.Namespace) -> Any:
    return sys.stderr if code == 2 and not given.json else sys.stdout


def _said(answer: dict[str, Any]) -> str:
    """Return an answer as lines for people."""
    return "\n".join(line for name, value in answer.items() for line in _lines(name, value))


def _lines(name: str, value: Any) -> list[str]:
    label = name.replace("_", " ")
    if not isinstance(value, list):
        return [f"{label}: {'-' if value is None else value}"]
    return [f"{label}:", *(f"  {_item(one)}" for one in value)] if value else []


def _item(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    if "revision" in one:
        return f"revision {one['revision']} after signing: {one['said']}" if one["revision"] else one["said"]
    return "  ".join("yes" if part is True else "no" if part is False else str(part) for part in one.values())
