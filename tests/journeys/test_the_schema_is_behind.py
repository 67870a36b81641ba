"""The program is newer than the database: pages say that an update is not finished, the log says what to run."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from structlog.testing import CapturingLogger

from tests.plugins.instances import Instance

CHANGES = {
    "a table is missing": "ALTER TABLE enrolment RENAME TO enrolment_of_before",
    "a column is missing": "ALTER TABLE enrolment RENAME COLUMN last_activity TO last_activity_of_before",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_the_database_lacks_is_no_matter_of_trying_again(
    demo_on_both: Instance, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10: not "busy": nobody waits for seconds that mend nothing, and the operator reads the command."""
    officer = demo_on_both.signed_in("kofi")
    demo_on_both.works.database.write(lambda unit: unit.connection.execute(sa.text(CHANGES[change])))
    log = CapturingLogger()
    monkeypatch.setattr("app.web.errors._log", log)
    page = officer.get("/")
    assert page.status == 503
    assert page.sees("the update is not finished")
    assert not page.sees("busy")
    assert ["./provost migrate" in call.args[0] for call in log.calls] == [True]
