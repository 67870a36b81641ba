"""`simulate`: made-up officers who say that they are, whose record is what the services would have left."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from app.cli.commands import CommandLine
from app.cli.demo_past import PAST
from app.cli.simulating import simulate
from app.insight.domain.measures import REACHED
from app.insight.queries import exact_of
from tests.plugins.instances import Instance

OFFICERS = 60
ROWS = {
    "enrolled": "SELECT count(*) FROM enrolment",
    "started": "SELECT count(DISTINCT enrolment_id) FROM progress",
    "finished": "SELECT count(*) FROM enrolment WHERE state = 'completed'",
    "sat": "SELECT count(DISTINCT person_id) FROM attempt WHERE quiz LIKE '%final-examination'",
    "passed": "SELECT count(DISTINCT person_id) FROM attempt WHERE quiz LIKE '%final-examination' AND passed",
    "certified": "SELECT count(DISTINCT person_id) FROM credential",
}


def _run(demo: Instance, *arguments: str, demonstration: bool = True) -> int:
    settings = replace(demo.works.settings, demo=demonstration)
    line = CommandLine(settings=lambda: settings, works=lambda: demo.works, app=lambda: demo.app)
    return simulate(line, list(arguments))


def _rows(demo: Instance, statement: str) -> list[Any]:
    with demo.works.database.reading() as connection:
        return list(connection.execute(sa.text(statement)))


def test_simulated_officers_are_counted_as_their_rows_are_and_their_certificates_can_be_explained(
    demo: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    """The issue: the same state as the services leave, marked as simulated, with progress; the same seed only once."""
    assert _run(demo, str(OFFICERS), "--seed", "3") == 0
    assert f"{OFFICERS} of {OFFICERS} officers" in capsys.readouterr().out
    with demo.works.database.reading() as connection:
        exact = exact_of(connection, PAST.partner)
    for place, measure in enumerate(REACHED):
        past = sum(row[1 + place] for row in PAST.totals)
        counted = sum(exact.counts[PAST.course, measure].values())
        assert counted - past == _rows(demo, ROWS[measure])[0][0], measure
    statements = demo.signed_in("staff")
    held = _rows(demo, "SELECT number, statement_hash FROM credential")
    assert len(held) > OFFICERS // 5
    record = json.loads(statements.get(f"/accreditation/register/{held[-1][0]}/record.json").text)
    assert record["decision_follows"] is True
    people = _rows(demo, "SELECT demo FROM person")
    assert all(row[0] for row in people)
    assert _run(demo, "5", "--seed", "3") == 1
    assert "another seed" in capsys.readouterr().err


def test_officers_are_simulated_in_a_demonstration_only(demo: Instance, capsys: pytest.CaptureFixture[str]) -> None:
    """The issue: refused outside demonstration instances."""
    before = _rows(demo, "SELECT count(*) FROM person")
    assert _run(demo, "5", demonstration=False) == 1
    assert "in a demonstration only" in capsys.readouterr().err
    assert _rows(demo, "SELECT count(*) FROM person") == before
