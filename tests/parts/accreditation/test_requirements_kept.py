"""A list of requirements is kept while the records are the same, and weighed anew after any change of them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from app.accreditation import panels
from app.accreditation.queries import holding_of
from app.assessment.models import Attempt
from app.assessment.queries import released_attempts
from tests.plugins.instances import Instance

ONE = Attempt.__table__
CHANGES: dict[str, Any] = {
    "regraded": {"score": "1/7"},
    "passed no more": {"passed": sa.not_(ONE.c.passed)},
    "a red line crossed": {"redlines_right": sa.not_(ONE.c.redlines_right)},
    "other shares in the outcomes": {"result": {"outcomes": {"measure": ["1", "3"]}}},
    "another time": {"submitted_at": ONE.c.opened_at},
    "another quiz": {"quiz": "another/quiz"},
    "voided": {"state": "voided"},
}


def test_the_mark_of_finished_attempts_changes_with_all_that_is_evidence_in_them(demo_on_both: Instance) -> None:
    """Else a page would show what was true before a regrade."""
    with demo_on_both.works.database.engine.connect() as connection:
        person, attempt = connection.execute(
            sa.select(Attempt.person_id, Attempt.id).where(Attempt.state == "released").order_by(Attempt.id).limit(1)
        ).one()
        before, mark = released_attempts(connection, person), holding_of(connection, person).released
        assert before
        assert holding_of(connection, person).released == mark
        for what, values in CHANGES.items():
            point = connection.begin_nested()
            connection.execute(sa.update(ONE).where(ONE.c.id == attempt).values(**values))
            assert released_attempts(connection, person) != before, what
            assert holding_of(connection, person).released != mark, what
            point.rollback()
        connection.rollback()


def test_what_did_not_change_is_not_weighed_again(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same officer on the same day: three statements, no judgement; after an attempt changed, it is judged anew."""
    judged: list[object] = []
    judge = panels.judge
    monkeypatch.setattr(panels, "judge", lambda *given: judged.append(given) or judge(*given))
    browser = demo.signed_in("kofi")
    browser.get("/")
    judged.clear()
    assert len(browser.get("/").statements) == 3
    assert judged == []
    with demo.works.database.engine.begin() as connection:
        connection.execute(sa.update(ONE).values(score="1/7").where(ONE.c.state == "released"))
    browser.get("/")
    assert judged
