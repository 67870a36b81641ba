"""Rules that must never break stand in the database: each is tried with SQL, behind the program's back (model.md)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.schema import METADATA
from tests.migrations.conftest import Tried

LATER = datetime(2026, 5, 5, tzinfo=UTC)
Case = tuple[str, dict[str, Any], dict[str, Any]]

REFUSED: dict[str, Case] = {
    "one open attempt per person and quiz": ("attempt", {"state": "in_progress"}, {"number": 2}),
    "an attempt has one number per person and quiz": ("attempt", {"state": "released", "submitted_at": LATER}, {}),
    "one open enrolment per person and course": ("enrolment", {"state": "active"}, {"state": "completed"}),
    "one credential per person, scheme, cycle and edition": ("credential", {}, {"number": "another"}),
    "one credential per number": ("credential", {}, {"cycle": 9, "edition": 2, "follows_id": "1id"}),
    "one credential per decision and edition": ("credential", {}, {"number": "another", "cycle": 9}),
    "one place in the life of a credential": ("credential_event", {}, {"kind": "withdrawn"}),
    "one certificate per credential and language": ("certificate_file", {}, {"sha256": "another"}),
    "one certificate per content": ("certificate_file", {}, {"locale": "fr"}),
    "one number per version of a scheme": ("scheme_version", {}, {"hash": "another"}),
    "one version of a course under way": ("course_version", {"state": "draft"}, {"number": 9, "state": "in_review"}),
    "one number per version of a course": ("course_version", {"state": "retired"}, {}),
    "one save of a window per number": ("response_event", {}, {"item": "another"}),
    "one item version per content": ("item_version", {}, {}),
    "one table per period, audience and statistic": ("published_table", {}, {"table": {"another": 1}}),
    "one person per sign-in name": ("person", {}, {"public_id": "another"}),
    "one open grant per person and role": ("role_grant", {}, {"scope": "another"}),
    "one password per person": ("authenticator", {"kind": "password"}, {}),
    "one second factor per person": ("authenticator", {"kind": "totp"}, {}),
    "one job per key": ("outbox", {}, {"name": "another"}),
}
"""Rule → table, what stands there, and how the second row differs that must be refused."""

ALLOWED: dict[str, Case] = {
    "a second attempt after the first was closed": (
        "attempt",
        {"state": "released", "submitted_at": LATER},
        {"number": 2, "state": "in_progress", "submitted_at": None},
    ),
    "another window's save of the same number": ("response_event", {}, {"writer": "another"}),
    "a course joined again after it was left": ("enrolment", {"state": "withdrawn"}, {"state": "active"}),
    "a corrected edition of a credential": ("credential", {}, {"number": "another", "edition": 2, "follows_id": "1id"}),
    "a role granted again after it was ended": ("role_grant", {"valid_until": LATER}, {"valid_until": None}),
    "many recovery codes": ("authenticator", {"kind": "recovery"}, {}),
    "a new draft beside the live version": ("course_version", {"state": "live"}, {"number": 9, "state": "draft"}),
}
"""What the same rules must let through."""

IMPOSSIBLE: dict[str, tuple[str, dict[str, Any]]] = {
    "who wrote a version does not review it": ("course_version", {"author_id": "one", "reviewer_id": "one"}),
    "a submitted attempt has its time": ("attempt", {"state": "submitted", "submitted_at": None}),
    "an open attempt has no time of submission": ("attempt", {"state": "in_progress", "submitted_at": LATER}),
    "an identity is confirmed by somebody": ("person", {"identity_confirmed_at": LATER}),
    "a confirmation has its time": ("person", {"identity_confirmed_by": "somebody"}),
    "a running job has a lease": ("outbox", {"state": "running", "lease_until": None}),
    "a waiting job has no lease": ("outbox", {"state": "queued", "lease_until": LATER}),
    "a job is at most done": ("outbox", {"progress": 101}),
}
"""Rule → table, and a row that must be refused by itself."""


MENDED: dict[str, dict[str, Any]] = {
    "a running job has a lease": {"lease_until": LATER},
    "a waiting job has no lease": {"lease_until": None},
    "a submitted attempt has its time": {"submitted_at": LATER},
    "an open attempt has no time of submission": {"submitted_at": None},
    "who wrote a version does not review it": {"reviewer_id": "another"},
    "an identity is confirmed by somebody": {"identity_confirmed_by": "somebody"},
    "a confirmation has its time": {"identity_confirmed_at": LATER},
    "a job is at most done": {"progress": 100},
}
"""The change that makes the impossible row possible, so that the refusal is known to be about that and nothing else."""

WORDS = [
    (table.name, found.group(1))
    for table in METADATA.sorted_tables
    for check in table.constraints
    if isinstance(check, sa.CheckConstraint) and (found := re.match(r"(\w+) IN", str(check.sqltext)))
]
POINTERS = [
    (table.name, column.name) for table in METADATA.sorted_tables for column in table.columns if column.foreign_keys
]


def parents(name: str) -> set[str]:
    """Return the tables that a row of `name` rests on."""
    above = {key.column.table.name for key in METADATA.tables[name].foreign_keys} - {name}
    return above.union(*(parents(one) for one in above))


@pytest.mark.parametrize("rule", REFUSED)
def test_only_one(tried: Tried, rule: str) -> None:
    """The rules of model.md that say unique."""
    table, first, second = REFUSED[rule]
    tried.fill(parents(table))
    tried.add(table, values=first)
    with pytest.raises(IntegrityError):
        tried.add(table, second=True, values={**first, **second})


@pytest.mark.parametrize("rule", ALLOWED)
def test_another_one_is_taken(tried: Tried, rule: str) -> None:
    """And no more than they say."""
    table, first, second = ALLOWED[rule]
    tried.fill(parents(table))
    tried.add(table, values=first)
    tried.add(table, second=True, values={**first, **second})


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_an_impossible_row_is_refused(tried: Tried, rule: str) -> None:
    table, values = IMPOSSIBLE[rule]
    tried.fill(parents(table))
    with pytest.raises(IntegrityError):
        tried.add(table, values=values)
    tried.add(table, values={**values, **MENDED[rule]})


@pytest.mark.parametrize(("table", "column"), WORDS)
def test_a_word_outside_the_list_is_refused(tried: Tried, table: str, column: str) -> None:
    """States, kinds, roles, outcomes and numbers: every list that a model names, later ones too."""
    tried.fill(parents(table))
    is_number = isinstance(METADATA.tables[table].c[column].type, sa.Integer)
    with pytest.raises(IntegrityError):
        tried.add(table, values={column: 99 if is_number else "neither"})


@pytest.mark.parametrize(("table", "column"), POINTERS)
def test_a_row_that_points_at_nothing_is_refused(tried: Tried, table: str, column: str) -> None:
    tried.fill(parents(table))
    with pytest.raises(IntegrityError):
        tried.add(table, values={column: "nowhere"})


@pytest.mark.parametrize(("first", "second"), [("partner", "accreditation"), ("operator", "partner")])
def test_a_partner_stands_alone(tried: Tried, first: str, second: str) -> None:
    """P8, X6, U13: whichever role comes first, and also when one is turned into the other."""
    tried.fill(parents("role_grant"))
    tried.add("role_grant", values={"role": first})
    assert tried.refusal(lambda: tried.add("role_grant", second=True, values={"role": second}))
    tried.run("UPDATE role_grant SET valid_until = valid_from")
    tried.add("role_grant", second=True, values={"role": second})
    assert tried.refusal(lambda: tried.run("UPDATE role_grant SET valid_until = NULL"))
    assert tried.refusal(lambda: tried.run("UPDATE role_grant SET role = 'officer', valid_until = NULL"))


def test_who_edited_a_version_does_not_review_it(tried: Tried) -> None:
    """T4: one saved text is enough, whoever opened the version."""
    tried.fill(parents("source_revision") | {"source_revision"})
    editor = "(SELECT person_id FROM source_revision WHERE version_id = '1id')"
    assert tried.refusal(lambda: tried.run(f"UPDATE course_version SET reviewer_id = {editor} WHERE id = '1id'"))
    tried.run("UPDATE course_version SET reviewer_id = 'another' WHERE id = '1id'")


def test_there_are_lists_and_pointers_to_try() -> None:
    assert len(WORDS) >= 11
    assert len(POINTERS) >= 20
