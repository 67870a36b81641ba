"""Evidence, appeals, schemes and lists compared with the log: what was forged, changed, taken out is found (U3, X6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import sqlalchemy as sa

from app.accreditation.domain.appeal import Step
from app.accreditation.scheme_change_queries import versions_of
from app.accreditation.services.appealing import file_appeal, take_back
from app.accreditation.services.asking import NewRequest
from app.accreditation.services.attaching import KeptFile, attach
from app.accreditation.services.changing_scheme import (
    object_to_change,
    propose_change,
    put_in_force,
    take_change_back,
)
from app.accreditation.services.handing_in import hand_in
from app.accreditation.services.hearing import acknowledge, answer_complaint, decide_appeal
from app.accreditation.services.recording import NewEvidence, record_claim, rule_on_claim, take_claim_back
from app.foundation.db import Base
from app.jobs.services import enqueue
from tests.parts.accreditation.test_appeals import KEY, Desk, person
from tests.parts.accreditation.test_vouching import behind_the_back, do, found, tell_less
from tests.plugins.instances import Instance

COMPLAINT, TAKEN_BACK = "c" * 16, "t" * 16
# Table → what is changed of its rows, what another row says that is put beside the first, whether old entries notice.
ROWS_OF: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "evidence": ({"body": '{"title": 1}'}, {"id": "forged", "public_id": "forged", "token": "forged"}, False),
    "evidence_ruling": ({"verdict": "refused"}, {"id": "forged", "position": 7}, True),
    "evidence_file": ({"media_type": "image/jpeg"}, {"id": "forged", "public_id": "forged", "sha256": "f"}, False),
    "handed_in_file": ({"sha256": "changed"}, {"id": "forged", "public_id": "forged", "position": 7}, True),
    "appeal": ({"grounds": "It was me."}, {"id": "forged", "public_id": "forged"}, False),
    "appeal_event": ({"actor": "somebody"}, {"id": "forged", "position": 7}, True),
    "appeal_panel_member": ({"person_id": "somebody"}, {"person_id": "another"}, True),
    "scheme_version": ({"document": {"id": "easy"}}, {"id": "forged", "number": 77}, True),
    "scheme_change": ({"proposed_by": "somebody"}, {"id": "forged", "public_id": "forged"}, True),
    "scheme_change_answer": ({"answered_by": "somebody"}, {"change_id": "forged"}, True),
    "credential_proof": (
        {"status_index": 3},
        {"credential_id": "forged", "badge_id": "forged", "status_index": 4},
        False,
    ),
    "status_list": ({"content": "{}"}, {"id": "forged", "number": 77}, True),
}
SAID = {"evidence_file": "file", "handed_in_file": "file"}


def everything(demo: Instance) -> None:
    """Let each kind of row be written by the service that writes it, in every way that the log tells of."""
    desk, officer = Desk(demo), person(demo, "kofi", "officer")
    day = demo.works.database.clock().date()
    claim = NewEvidence("first", officer.id, "prior-learning", "a-body", day, {"title": "A course", "note": ""})
    claimed = do(demo, record_claim, officer, claim)
    do(demo, attach, officer, claimed, [KeptFile("a" * 64, "application/pdf", 10), KeptFile("b" * 64, "image/jpeg", 9)])
    do(demo, rule_on_claim, desk.second, claimed, "accepted", "Seen.")
    do(demo, rule_on_claim, desk.second, claimed, "annulled", "Another's.")
    again = NewEvidence("second", officer.id, "prior-learning", "a-body", day)
    do(demo, take_claim_back, officer, do(demo, record_claim, officer, again))
    do(
        demo,
        hand_in,
        officer,
        NewRequest("asked", "practical", "practice", "case-file", ""),
        [KeptFile("d" * 64, "x", 1)],
    )
    desk.heard(desk.suspend())
    do(demo, decide_appeal, desk.second, KEY, Step.UPHOLD, "reinstate", "Nothing was found.")
    do(demo, file_appeal, officer, "complaint", "Too slow.", COMPLAINT)
    do(demo, acknowledge, desk.first, COMPLAINT, "")
    do(demo, answer_complaint, desk.first, COMPLAINT, "It is.")
    do(demo, file_appeal, officer, "complaint", "Too quick.", TAKEN_BACK)
    do(demo, take_back, officer, TAKEN_BACK)
    for months, answer in ((30, object_to_change), (31, take_change_back), (32, put_in_force)):
        changed(demo, desk, months, answer)
    do(demo, enqueue, "status-lists.publish", {}, "lists")
    demo.work()


def changed(demo: Instance, desk: Desk, months: int, answer: Any) -> None:
    """Propose another validity, and answer it."""
    with demo.works.database.reading() as connection:
        base = versions_of(connection, "cfr-knowledge")[0]
    document = {**base.document, "version": base.number + 1, "valid-months": months}
    key = f"months-{months}".ljust(16, "-")
    do(demo, propose_change, desk.first, base, document, "Fairer.", key)
    given = {object_to_change: (desk.second, key, "No."), take_change_back: (desk.first, key)}
    do(demo, answer, *given.get(answer, (desk.second, key, demo.works.parts["issuer"])))


def one_row(works: Any, table: sa.Table) -> dict[str, Any]:
    """Return a row of a table."""
    with works.database.engine.connect() as connection:
        return dict(connection.execute(sa.select(table).limit(1)).mappings().one())


def only(table: sa.Table, values: dict[str, Any]) -> sa.ColumnElement[bool]:
    """Return what picks rows by these values, as far as they are of the key."""
    return sa.and_(*(column == values[column.name] for column in table.primary_key if column.name in values))


@pytest.mark.parametrize("older", [False, True])
def test_what_was_forged_changed_or_deleted_in_each_table_is_found(demo_on_both: Instance, older: bool) -> None:
    """U3, X6, A23: on both databases, and where entries are older, as far as they tell."""
    works = demo_on_both.works
    everything(demo_on_both)
    if older:
        tell_less(works)
    assert found(works) == []
    tables = {name: Base.metadata.tables[name] for name in ROWS_OF}
    rows = {name: one_row(works, table) for name, table in tables.items()}

    def each(what: str, names: Iterable[str] = ROWS_OF) -> list[tuple[str, str]]:
        return sorted((what, SAID.get(name, name)) for name in names)

    forged = {name: {**rows[name], **other} for name, (_, other, _) in ROWS_OF.items()}
    behind_the_back(works, *(sa.insert(tables[name]).values(row) for name, row in forged.items()))
    assert found(works) == each("forged")
    behind_the_back(works, *(sa.delete(tables[name]).where(only(tables[name], row)) for name, row in forged.items()))
    behind_the_back(works, *(sa.update(tables[name]).where(only(tables[name], rows[name])).values(values)
                             for name, (values, _, _) in ROWS_OF.items()))  # fmt: skip
    noticed = [name for name, (_, _, by_older) in ROWS_OF.items() if by_older or not older]
    assert found(works) == each("changed", noticed)
    changed_rows = {name: {**rows[name], **values} for name, (values, _, _) in ROWS_OF.items()}
    behind_the_back(
        works, *(sa.delete(tables[name]).where(only(tables[name], row)) for name, row in changed_rows.items())
    )
    assert found(works) == each("deleted")


def test_direct_sql_that_changes_or_deletes_is_refused_while_the_guards_stand(demo_on_both: Instance) -> None:
    """U3: of what proves something, rows can only be put beside the others, and those are found."""
    everything(demo_on_both)
    for name, (values, _, _) in ROWS_OF.items():
        table = Base.metadata.tables[name]
        for statement in (sa.update(table).values(values), sa.delete(table)):
            with demo_on_both.works.database.engine.connect() as connection:
                with pytest.raises(sa.exc.DBAPIError, match="insert only"):
                    connection.execute(statement)
                connection.rollback()
