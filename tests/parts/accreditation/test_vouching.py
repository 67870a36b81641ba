"""Tables compared with the log: what was forged, changed or taken out with the guards lifted is found (U3, X6)."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from app.accreditation.domain.imported import ImportRow
from app.accreditation.services.correcting import HolderWriting, correct
from app.accreditation.services.deciding import Draft
from app.accreditation.services.importing import import_rows
from app.accreditation.services.lives import Grounds
from app.accreditation.services.reinstating import reinstate
from app.accreditation.services.suspending import suspend
from app.accreditation.services.withdrawing import confirm_withdrawal, propose_withdrawal
from app.accreditation.triggers import EVERY_GUARD, INSERT_ONLY, drop_statements
from app.accreditation.vouching import ROWS
from app.audit.comparing import compare
from app.cli.auditing import audit
from app.cli.commands import CommandLine
from app.cli.simulating import simulate
from app.foundation.db import Base
from app.foundation.triggers import drop
from app.wiring import COMPARED
from tests.parts.accreditation.desk import Desk
from tests.parts.accreditation.holders import grant_to_somebody, scalar
from tests.parts.accreditation.test_deciding import approve, case, decide
from tests.parts.accreditation.test_lives import do, staff
from tests.plugins.instances import Instance

WHY, ERROR = Grounds("under-review", "A letter came."), Grounds("issued-in-error", "The wrong scheme.")
TABLES = {
    name: Base.metadata.tables[name]
    for name in ("decision", "credential", "credential_event", "certificate_file", "badge_file")
}
LOG = Base.metadata.tables["audit_event"]
CHANGED: dict[str, dict[str, Any]] = {
    "decision": {"person_id": "somebody"},
    "credential": {"title": "Commissioner"},
    "credential_event": {"reason": "Another."},
    "certificate_file": {"storage_key": "elsewhere"},
    "badge_file": {"sha256": "changed"},
}
FORGED: dict[str, dict[str, Any]] = {
    "decision": {"id": "forged"},
    "credential": {"id": "forged", "number": "PRV-FORGED", "cycle": 7, "edition": 2},
    "credential_event": {"id": "forged", "position": 2},
    "certificate_file": {"locale": "xx", "sha256": "forged", "original": False},
    "badge_file": {"credential_id": "another", "sha256": "forged"},
}


def found(works: Any) -> list[tuple[str, str]]:
    """What the comparison finds, as what and in which table."""
    with works.database.reading() as connection:
        return sorted((one.what.value, one.table) for one in compare(connection, COMPARED))


def behind_the_back(works: Any, *statements: Any) -> None:
    """Lift every guard and the keys that tie tables together, and run these."""
    dialect = works.database.engine.dialect.name
    lifted = [
        *drop_statements(dialect, EVERY_GUARD),
        *(one for table in (*TABLES, *INSERT_ONLY, "scheme_version", LOG.name) for one in drop(table, dialect)),
    ]
    with works.database.engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=OFF" if dialect == "sqlite" else "SET session_replication_role = replica")
        for statement in lifted:
            raw.execute(statement)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.invalidate()  # the next one has its keys again


def own_rows(works: Any, number: str) -> dict[str, sa.ColumnElement[bool]]:
    """Return table → what picks the one row that belongs to the certificate."""
    credential = str(scalar(works, "SELECT id FROM credential WHERE number = :n", n=number))
    decision = str(scalar(works, "SELECT decision_id FROM credential WHERE number = :n", n=number))
    return {
        name: own.c.id == decision
        if name == "decision"
        else (own.c.id if name == "credential" else own.c.credential_id) == credential
        for name, own in TABLES.items()
    }


def forged(works: Any, table: str, picked: sa.ColumnElement[bool]) -> Any:
    """Return what enters another row beside the one that stands."""
    with works.database.engine.connect() as connection:
        row = connection.execute(sa.select(TABLES[table]).where(picked)).mappings().one()
    return sa.insert(TABLES[table]).values({**row, **FORGED[table]})


def tell_less(works: Any) -> None:
    """Take from the entries what older versions did not write."""
    with works.database.engine.connect() as connection:
        told = list(connection.execute(sa.select(LOG.c.sequence, LOG.c.data)))
    less = [(one.sequence, {key: value for key, value in one.data.items() if key != ROWS}) for one in told]
    behind_the_back(works, *(LOG.update().where(LOG.c.sequence == number).values(data=data) for number, data in less))


@pytest.mark.parametrize("older", [False, True])
def test_what_services_do_is_as_the_log_tells(demo_on_both: Instance, older: bool) -> None:
    """U3: granted, printed, suspended, reinstated, corrected, withdrawn, imported: nothing differs, in old logs too."""
    demo, one, two = demo_on_both, staff(demo_on_both), staff(demo_on_both, "staff2")
    issuer, keyring = demo.works.parts["issuer"], demo.works.keyring
    first, second, third = (grant_to_somebody(demo.works, seed=seed).number for seed in (61, 62, 63))
    do(demo, suspend, first, one, WHY, condition="Shown again.", ends_on=None)
    do(demo, reinstate, first, one, Grounds("condition-met", "Passed."))
    do(demo, confirm_withdrawal, do(demo, propose_withdrawal, second, one, ERROR), two, "Seen.")
    do(demo, correct, third, one, HolderWriting("Ama Owusu", "", "Inspector"), "As on the passport.", issuer, keyring)
    today = demo.works.database.clock().date()
    until = today.replace(year=today.year + 1, day=1)
    row = ImportRow(1, "OLD-1", "rosa", "cfr-knowledge", "Rosa Huaman", "", today, until, ())
    assert [plan.outcome for plan in do(demo, import_rows, [row], one, issuer, keyring)] == ["new"]
    demo.work()
    if older:
        tell_less(demo.works)
    assert found(demo.works) == []


@pytest.mark.parametrize("older", [False, True])
def test_what_the_desk_decides_is_as_the_log_tells(desk: Desk, older: bool) -> None:
    """U3: decided by the rule, by one, by two, deferred and refused; a decision that is gone is found."""
    one, two = case(desk, "by-one"), case(desk, "by-two")
    decide(desk, one, "dora", Draft("defer", text="More."))
    decide(desk, one, "dora")
    decide(desk, two, "dora")
    approve(desk, two, "emil")
    decide(desk, case(desk, "by-one", "ben"), "fay", Draft("refuse", ("other",), (), "Words."))
    if older:
        tell_less(desk.room.works)
    assert found(desk.room.works) == []
    decision = TABLES["decision"]
    behind_the_back(desk.room.works, sa.delete(decision).where(decision.c.outcome == "refuse"))
    assert found(desk.room.works) == [("deleted", "decision")]


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_compared_both_ways(demo_on_both: Instance, table: str) -> None:
    """U3, X6: a forged, a changed and a deleted row of each are found, on a known certificate or on none."""
    works, number = demo_on_both.works, grant_to_somebody(demo_on_both.works, seed=64).number
    demo_on_both.work()
    picked = own_rows(works, number)[table]
    assert found(works) == []
    behind_the_back(works, forged(works, table, picked))
    assert found(works) == [("forged", table)]
    behind_the_back(works, sa.update(TABLES[table]).where(picked).values(CHANGED[table]))
    assert found(works) == [("changed", table), ("forged", table)]
    behind_the_back(works, sa.delete(TABLES[table]).where(picked))
    assert ("deleted", table) in found(works)
    assert ("changed", table) not in found(works)


def test_a_changed_statement_is_found_though_its_hash_was_left(demo_on_both: Instance) -> None:
    """A13: what the seal holds is compared, not only the hash that stands beside it."""
    works, one = demo_on_both.works, TABLES["credential"]
    grant_to_somebody(works, seed=65)
    statement = str(scalar(works, "SELECT count(*) FROM credential"))
    behind_the_back(works, sa.update(one).values(statement=statement))
    assert {what for what, _ in found(works)} == {"changed"}
    behind_the_back(works, sa.update(one).values({sa.type_coerce(one.c.statement, sa.LargeBinary): b"junk"}))
    assert {what for what, _ in found(works)} == {"changed"}


def test_a_forged_decision_on_a_case_is_found(desk: Desk) -> None:
    """U3: of a case that nobody decided the log tells nothing."""
    decide(desk, case(desk, "by-one"), "dora")
    own = TABLES["decision"]
    forged_row = forged(desk.room.works, "decision", own.c.decider == desk.id("dora"))
    behind_the_back(desk.room.works, forged_row.values(application_id="another"))
    assert found(desk.room.works) == [("forged", "decision")]


def run(demo: Instance, *arguments: str) -> int:
    return audit(CommandLine(lambda: demo.works.settings, lambda: demo.works, lambda: demo.app), list(arguments))


def test_the_command_says_what_it_found(demo: Instance, capsys: pytest.CaptureFixture[str]) -> None:
    """U3: simulated officers pass too; each finding is a line with the number, and the exit code is 1."""
    line = CommandLine(lambda: demo.works.settings, lambda: demo.works, lambda: demo.app)
    assert simulate(line, ["60", "--seed", "3"]) == 0
    assert run(demo, "verify") == 0
    assert "The tables are as the log tells of them." in capsys.readouterr().out
    number = grant_to_somebody(demo.works, seed=66).number
    picked = own_rows(demo.works, number)["credential"]
    behind_the_back(demo.works, forged(demo.works, "credential", picked))
    behind_the_back(demo.works, sa.update(TABLES["credential"]).where(picked).values(title="Commissioner"))
    assert run(demo, "verify") == 1
    said = capsys.readouterr().out
    assert f"changed: credential {number} is not as entry" in said
    assert "forged: credential PRV-FORGED stands in its table" in said
    assert run(demo, "verify", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["first_broken"], len(told["differences"])) == (False, None, 2)
