"""A partner holds no other role: refused with a sentence by the service, and by the database itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.foundation.db import UtcDateTime
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity import triggers
from app.identity.policy import ROLE_PERMISSIONS, in_subtree, subtree_range
from app.identity.services.people import PartnerStandsAlone, end_role, grant_role
from tests.parts.identity.conftest import House

OTHERS = sorted(set(ROLE_PERMISSIONS) - {"partner"})
_INSERT = sa.text(
    "INSERT INTO role_grant (id, person_id, role, scope, valid_from, valid_until) "
    "VALUES (:id, :person, :role, '', :valid_from, :valid_until)"
).bindparams(sa.bindparam("valid_from", type_=UtcDateTime), sa.bindparam("valid_until", type_=UtcDateTime))


def _insert(house: House, person: str, role: str, start: int = 0, end: int | None = None) -> None:
    values: dict[str, Any] = {
        "id": new_id(),
        "person": person,
        "role": role,
        "valid_from": house.clock.now + timedelta(days=start),
        "valid_until": None if end is None else house.clock.now + timedelta(days=end),
    }
    with house.works.database.engine.begin() as connection:
        connection.execute(_INSERT, values)


@pytest.mark.parametrize("other", OTHERS)
def test_the_service_says_that_a_partner_stands_alone(house: House, other: str) -> None:
    """P8, X6"""
    one, two = house.person("one", "partner"), house.person("two", other)
    with pytest.raises(PartnerStandsAlone):
        house.do(lambda unit: grant_role(unit, one, other))
    with pytest.raises(PartnerStandsAlone):
        house.do(lambda unit: grant_role(unit, two, "partner"))


@pytest.mark.parametrize("other", OTHERS)
def test_the_database_refuses_a_second_role_of_a_partner(house_on_both: House, other: str) -> None:
    """P8, X6, U13: in either order, and by changing a row."""
    house = house_on_both
    one, two = house.person("one", "partner"), house.person("two", other)
    for person, role in ((one, other), (two, "partner")):
        with pytest.raises(IntegrityError, match="a partner holds no other role"):
            _insert(house, person, role)
    second = next(role for role in OTHERS if role != other)
    house.do(lambda unit: grant_role(unit, two, second))
    change = sa.text("UPDATE role_grant SET role='partner' WHERE person_id=:person AND role=:role")
    with (
        pytest.raises(IntegrityError, match="a partner holds no other role"),
        house.works.database.engine.begin() as connection,
    ):
        connection.execute(change, {"person": two, "role": second})


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ((0, None), (0, None), True),
        ((0, 30), (10, None), True),
        ((0, 30), (10, 20), True),
        ((10, None), (0, 20), True),
        ((0, 30), (30, None), False),
        ((30, None), (0, 30), False),
    ],
)
def test_only_roles_at_the_same_time_clash(
    house_on_both: House, first: tuple[int, int | None], second: tuple[int, int | None], refused: bool
) -> None:
    """P8, X6: someone who was a trainer may become a partner the day after, not the day before."""
    person = house_on_both.person("one")
    _insert(house_on_both, person, "trainer", *first)
    if refused:
        with pytest.raises(IntegrityError):
            _insert(house_on_both, person, "partner", *second)
    else:
        _insert(house_on_both, person, "partner", *second)


def test_other_roles_stand_side_by_side(house_on_both: House) -> None:
    """X6"""
    person = house_on_both.person("one", *OTHERS)
    assert house_on_both.scalar("SELECT count(*) FROM role_grant WHERE person_id=:id", id=person) == len(OTHERS)


def test_a_partner_changes_sides_by_ending_the_one_role_first(house: House) -> None:
    """P8"""
    person = house.person("one", "partner")
    house.clock.move(hours=1)
    assert house.do(lambda unit: end_role(unit, person, "partner"))
    house.do(lambda unit: grant_role(unit, person, "trainer"))
    assert house.tags(2) == ["identity:role:granted", "identity:role:ended"]


def test_two_grants_at_once_do_not_slip_past_each_other(house_on_both: House) -> None:
    """P8, X6"""
    house = house_on_both
    people = [house.person(f"p{number}") for number in range(10)]

    def grant(pair: tuple[str, str]) -> bool:
        def work(unit: Unit) -> bool:
            grant_role(unit, *pair)
            return True

        try:
            return house.do(work)
        except PartnerStandsAlone:
            return False

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(grant, [(person, role) for person in people for role in ("partner", "trainer")]))
    assert sum(done) == len(people)


def test_the_triggers_stand_in_the_database(house_on_both: House) -> None:
    """P8: a rebuild of the table on SQLite drops triggers silently."""
    dialect = house_on_both.works.database.engine.dialect.name
    listing = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type='trigger' AND name=:name",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname=:name AND tgenabled='O'",
    }[dialect]
    assert [house_on_both.scalar(listing, name=name) for name in triggers.names(dialect)] == [1, 1]


@pytest.mark.parametrize(
    ("own", "other", "inside"),
    [
        ("/a/", "/a/", True),
        ("/a/", "/a/b/", True),
        ("/a/", "/ab/", False),
        ("/a/b/", "/a/", False),
        ("/a/", "/b/a/", False),
    ],
)
def test_the_question_and_the_query_draw_the_same_subtree(own: str, other: str, inside: bool) -> None:
    """X1"""
    low, high = subtree_range(own)
    assert in_subtree(own, other) is inside
    assert (low <= other < high) is inside
