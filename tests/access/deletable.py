"""What the addresses of the house point at, and which of it can be deleted, withdrawn or ended: read from the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.foundation.db import Base

APP = Path(__file__).parents[2] / "app"
END_COLUMNS = re.compile(r"(ended|withdrawn|cancelled|left|lifted)_at")
END_WORDS = {"withdrawn", "taken-back", "annulled", "voided", "left", "retired", "dropped", "skipped", "lapsed"}
TOLD_BY = {
    "appeal": "appeal_event",
    "credential": "credential_event",
    "evidence": "evidence_ruling",
    "evidence_file": "evidence_ruling",
    "handed_in_file": "evidence_request",
    "proposal": "proposal_answer",
    "scheme_change": "scheme_change_answer",
}
"""Tables whose rows stay as they are → the table that says what became of them."""

ROWS = {
    ("accreditation/services/training_together.py", "held"): ("cohort_member",),
    ("accreditation/services/practical_days.py", "held[person]"): ("practical_day_seat",),
    ("curriculum/services/owning.py", "ended"): ("course_owner",),
    ("curriculum/services/editing.py", "row"): ("source_file",),
    ("learning/services/nominating.py", "held"): ("course_quota",),
    ("identity/retention.py", "table"): (
        "person_name_token", "authenticator", "passkey", "session", "text_number", "mail_address", "unreachable_mail",
        "message", "message_setting", "account_lock",
    ),
    ("foundation/retention.py", "ident.class_"): (),
    ("foundation/stored_files.py", "self._store"): (),
}  # fmt: skip
"""File and words of a deletion that does not name its table → the tables. A new one fails until it stands here."""

ADDRESSED = {
    "/account/copy/": "outbox",
    "/account/passkeys/<": "passkey",
    "/account/sessions/": "session",
    "/accreditation/appeals/": "appeal",
    "/accreditation/batches/": "grant_batch",
    "/accreditation/cases/": "application",
    "/accreditation/claims/": "evidence",
    "/accreditation/conflicts/": "conflict_declaration",
    "/accreditation/evidence/<": "",
    "/accreditation/evidence/claims/": "evidence",
    "/accreditation/evidence/code-of-conduct/": "",
    "/accreditation/evidence/files/": "evidence_file",
    "/accreditation/evidence/handed-in/": "handed_in_file",
    "/accreditation/evidence/requests/": "evidence_request",
    "/accreditation/issuer/pictures/": "",
    "/accreditation/nominations/": "nomination",
    "/accreditation/overview/": "published_table",
    "/accreditation/quotes/": "officer_quote",
    "/accreditation/register/": "credential",
    "/accreditation/scheme-changes/": "scheme_change",
    "/accreditation/schemes/": "scheme_version",
    "/accreditation/withdrawals/": "proposal",
    "/appeals/": "appeal",
    "/attempts/": "attempt",
    "/authoring/<course>": "course_version",
    "/authoring/<course>/bring-questions/": "source_file",
    "/authoring/<course>/brought-": "brought_file",
    "/authoring/<course>/film/": "course_version",
    "/authoring/<course>/new-question/": "source_file",
    "/authoring/<course>/picture/": "course_version",
    "/authoring/<course>/question/": "source_file",
    "/authoring/<course>/reports/": "reader_report",
    "/authoring/<course>/revisions/": "source_file",
    "/authoring/<course>/rules/": "source_file",
    "/authoring/<course>/sample/": "source_file",
    "/authoring/<course>/sent-files/": "brought_file",
    "/authoring/<course>/take-out/": "source_file",
    "/authoring/<course>/text/": "source_file",
    "/authoring/<course>/translate/": "source_file",
    "/authoring/question-table.": "",
    "/authoring/reviews/": "course_version",
    "/certificates/<": "credential",
    "/certificates/transcript/": "outbox",
    "/courses/": "course",
    "/follow-up/": "follow_up",
    "/follow-up/<public_id>/words": "officer_quote",
    "/grants/": "partner_grant",
    "/insight/": "published_table",
    "/insight/<period>.pdf": "board_report",
    "/media/": "asset",
    "/people/<": "person",
    "/people/cohorts/": "cohort",
    "/people/days/": "practical_day",
    "/people/nominations/": "nomination",
    "/people/requests/": "evidence_request",
    "/practicals/<": "evidence_request",
    "/practicals/sent/": "evidence",
    "/settings/": "setting_change",
    "/static/": "",
    "/status/<": "status_list",
    "/status/jobs/": "outbox",
    "/users/<": "person",
    "/users/mandates/": "mandate",
    "/users/recovery/": "account_recovery",
    "/users/roles/": "role_proposal",
    "/verify/<": "credential",
    "/verify/fingerprint/": "certificate_file",
}
"""How a rule begins → the table of what it points at; "" is a word of the code or a file of the house."""


def addressed(rule: str) -> str:
    """Return the table of what the rule points at; raises `ValueError` where nobody has said."""
    begins = [beginning for beginning in ADDRESSED if rule.startswith(beginning)]
    if not begins:
        raise ValueError(f"{rule}: say in ADDRESSED what it points at")
    return ADDRESSED[max(begins, key=len)]


def deleted_tables() -> set[str]:
    """Return the tables that some statement of `app/` deletes rows of; raises `ValueError` naming an unknown one."""
    named = {mapper.class_.__name__: str(mapper.local_table) for mapper in Base.registry.mappers}
    found: set[str] = set()
    for file, what in _deletions():
        table = named.get(what.split(".")[0])
        known = (table,) if table else ROWS.get((file, what))
        if known is None:
            raise ValueError(f"{file} deletes {what}: say in ROWS which table that is")
        found.update(known)
    return found


def _deletions() -> Iterator[tuple[str, str]]:
    for file in sorted(APP.rglob("*.py")):
        text = file.read_text()
        if "delet" not in text:
            continue
        for call in ast.walk(ast.parse(text)):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in {"delete", "deleting"}:
                yield file.relative_to(APP).as_posix(), ast.unparse(call.args[name == "deleting"])


def ends() -> dict[str, bool]:
    """Table → whether its rows can be deleted, withdrawn or ended.

    They can where a statement deletes them, a column says when they ended, or a state that services write says so.
    """
    tables, deleted, written = Base.metadata.tables, deleted_tables(), _words_of_services()
    own = {name: name in deleted or _says_so(table, written) for name, table in tables.items()}
    return {name: own[name] or own.get(TOLD_BY.get(name, ""), False) for name in tables}


def _says_so(table: sa.Table, written: str) -> bool:
    if any(END_COLUMNS.fullmatch(column.name) for column in table.columns):
        return True
    checks: list[Any] = [one for one in table.constraints if isinstance(one, sa.CheckConstraint)]
    words = {word for one in checks for word in re.findall(r"'([\w-]+)'", str(one.sqltext))} & END_WORDS
    return any(f'"{word}"' in written for word in words)


def _words_of_services() -> str:
    return "\n".join(file.read_text() for file in APP.glob("*/services/*.py"))
