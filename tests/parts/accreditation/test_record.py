"""The whole record of one certificate: on its page, to take away, and nowhere a way to delete it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.accreditation.export_routes import COLUMNS
from app.cli.commands import COMMANDS
from tests.parts.accreditation.holders import Holder, add_events, entries, grant_to_somebody
from tests.plugins.instances import Instance

ROOT = Path(__file__).parents[3]
PROOF = ("credential", "credential_event", "certificate_file", "decision")


@pytest.fixture
def holder(demo: Instance) -> Holder:
    return grant_to_somebody(demo.works, seed=41)


def test_the_record_is_taken_away_as_json_and_csv(demo: Instance, holder: Holder) -> None:
    """A13: every event, actor, time in UTC and hash; nobody's name; the look is in the log (A30)."""
    add_events(demo.works, holder.number, "suspended", "reinstated")
    visitor = demo.signed_in("staff")
    place = f"/accreditation/register/{holder.number}/record"
    answer = visitor.get(place + ".json").response
    record = answer.json
    assert (record["state"], record["decision_follows"], record["log_holds"]) == ("valid", True, True)
    events = [row["what"] for row in record["record"] if row["source"] == "event"]
    assert events == ["issued", "suspended", "reinstated"]
    assert all(row["at"].endswith("+00:00") for row in record["record"])
    other = visitor.get(place + ".csv").response
    text = other.get_data(as_text=True)
    answer.close()
    other.close()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert not [word for word in holder.words if word in text + str(record)]
    assert len(entries(demo.works, "accreditation:register:looked-up-by-number")) == 2
    assert visitor.get(place + ".pdf").status == 404


def test_a_changed_entry_of_the_log_is_named_on_the_page(demo: Instance, holder: Holder) -> None:
    """A13: what somebody changed behind the program's back shows in red, with what to do."""
    visitor = demo.signed_in("staff")
    assert visitor.get(f"/accreditation/register/{holder.number}").sees(
        "Every entry has the hash that it was sealed with"
    )
    engine = demo.works.database.engine
    with engine.begin() as connection:
        for trigger in connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
        ).scalars():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql(
            "UPDATE audit_event SET actor = 'another' WHERE tag = 'accreditation:credential:granted' AND subject = "
            f"(SELECT id FROM credential WHERE number = '{holder.number}')"
        )
    page = visitor.get(f"/accreditation/register/{holder.number}")
    assert page.sees("An entry of the log was changed")


@pytest.mark.parametrize("table", PROOF)
def test_the_database_deletes_nothing_that_proves_something(demo_on_both: Instance, table: str) -> None:
    """A5, U3: not even by plain SQL."""
    grant_to_somebody(demo_on_both.works, seed=42)
    demo_on_both.work()
    with demo_on_both.works.database.engine.begin() as connection, pytest.raises(DatabaseError):
        connection.execute(sa.text(f"DELETE FROM {table}"))


def test_no_address_and_no_command_deletes(demo: Instance) -> None:
    """A5: no route is asked by DELETE or names it, no command does; what is wrong is withdrawn or corrected."""
    word = re.compile(r"delete|destroy|erase|purge|remove")
    rules = list(demo.app.url_map.iter_rules())
    assert [rule.rule for rule in rules if "DELETE" in (rule.methods or set())] == []
    about = [rule.rule for rule in rules if rule.rule.startswith(("/accreditation", "/certificates", "/appeals"))]
    assert [rule for rule in about if word.search(rule)] == []
    # Names of people who left without a certificate are erased after their period (A31); what proves something is not.
    assert [name for name, one in COMMANDS.items() if word.search(name + one.does)] == ["retention"]


def test_no_statement_of_accreditation_deletes_what_proves_something() -> None:
    """A5: looks that no longer count are all that this part ever deletes."""
    deletes = re.compile(r"sa\.delete\((\w+)|session\.delete|DELETE FROM (\w+)")
    found = {
        f"{path.stem}: {match.group(0)}"
        for path in (ROOT / "app" / "accreditation").rglob("*.py")
        for match in deletes.finditer(path.read_text())
    }
    plans = {"training_together: session.delete", "practical_days: session.delete"}  # who is to come, not who came
    assert found <= {"looking_up: sa.delete(VerificationLook", *plans}
