"""A copied database, read without the data key: no column of any table tells who has a cover name (X7, S12)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.accreditation.services.proving import salt_bare
from app.foundation import triggers
from app.foundation.transaction import Unit
from app.identity.services.actor import SYSTEM
from app.identity.services.covering import cover, note_quietly
from app.identity.services.people import NewPerson, add_agency, add_person
from tests.parts.accreditation.holders import grant_to
from tests.plugins.instances import Instance

NAMES = ("Abla Mansa", "Esi Baidoo", "Efe Aboah", "Yaw Antwi", "Aba Kuffo", "Kojo Essel")
"""Every second one gets a cover name; as many words each, so that nothing but the cover could tell them apart."""
HINTS = {
    ("person_name_token", "(rows)"): "the words of both names are there to be found by",
    ("certificate_file", "size"): "a signed page is as large as what is printed on it",
}
"""What may hint at a cover name, as docs/decisions/0009-whom-a-cover-name-hides.md says, and why it is left."""
DRAWN = {("credential_proof", "status_index")}
"""Drawn by lot before anything of the holder is looked at: one time in ten the lot sorts six numbers by itself."""
Looks = dict[tuple[str, str], dict[bool, list[Any]]]


def holders(unit: Unit, demo: Instance) -> dict[str, bool]:
    """Add people who are granted the same on the same evidence, turn about under a cover name; return id → covered."""
    keyring, made = demo.works.keyring, {}
    agency = add_agency(unit, name="North", country="GH", kind="police")
    for place, name in enumerate(NAMES):
        person_id = add_person(unit, keyring, NewPerson(agency, f"officer{place}", name, demo=True))
        covered = made[person_id] = place % 2 == 1
        if covered:
            cover(unit, keyring, person_id, "Grace Obeng", SYSTEM)
        else:
            note_quietly(unit, person_id, SYSTEM)  # the pages of all officers are opened now and then
        grant_to(unit, demo.works, person_id)
    return made


def test_no_column_of_any_table_tells_the_covered_from_the_others(demo_on_both: Instance) -> None:
    """X7 S12: empty or filled, how long, which of few words, how large, how many rows: of each there are both kinds."""
    demo = demo_on_both
    people = demo.works.database.write(lambda unit: holders(unit, demo))
    demo.work()
    with demo.works.database.reading() as connection:
        looks = _looks(connection, people)
    assert {"person", "credential", "credential_proof", "badge_file", "certificate_file"} <= {one for one, _ in looks}
    told = {place for place, seen in looks.items() if _tells(seen[True], seen[False])}
    assert told <= set(HINTS) | DRAWN


def test_certificates_of_before_get_a_salt_at_night(demo_on_both: Instance) -> None:
    """X7: what is drawn for them looks like that of the protected, whose salts stay as they are; the guard stands."""
    works = demo_on_both.works
    demo_on_both.work()
    before = _salts(demo_on_both)
    kept, bare = sorted(before)[0], sorted(before)[1:]
    _edit(demo_on_both, f"UPDATE credential_proof SET salt = NULL WHERE credential_id <> '{kept}'")  # noqa: S608
    assert works.database.write(salt_bare) == len(bare) > 0
    assert works.database.write(salt_bare) == 0
    after = _salts(demo_on_both)
    assert after[kept] == before[kept]
    assert {len(one) for one in after.values()} == {len(before[kept])}
    with pytest.raises(DBAPIError, match="insert only"):
        works.database.write(lambda unit: unit.connection.execute(sa.text("UPDATE credential_proof SET salt = NULL")))


def _salts(demo: Instance) -> dict[str, bytes]:
    with demo.works.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT credential_id, salt FROM credential_proof").all()
    return {row[0]: bytes(row[1]) for row in rows}


def _edit(demo: Instance, statement: str) -> None:
    def work(unit: Unit) -> None:
        with triggers.lifted(unit.connection, "credential_proof"):
            unit.connection.execute(sa.text(statement))

    demo.works.database.write(work)


def _looks(connection: sa.Connection, people: dict[str, bool]) -> Looks:
    """Return (table, column) → covered → what a reader without the key sees in the rows that lead to these people."""
    found: Looks = {}
    for table, rows in _rows_of(connection, people).items():
        for column in rows[0][1]:
            seen = found.setdefault((table, column), {True: [], False: []})
            whose = Counter(value for _, value in {(person, _plain(row[column])) for person, row in rows})
            repeated = {value for value, people_with_it in whose.items() if people_with_it > 1}
            for person_id, row in rows:
                seen[people[person_id]].append(_look(_plain(row[column]), repeated))
        counts = Counter(person_id for person_id, _ in rows)
        found[table, "(rows)"] = {kind: [counts[one] for one, is_ in people.items() if is_ is kind]
                                  for kind in (True, False)}  # fmt: skip
    return found


def _rows_of(connection: sa.Connection, people: dict[str, bool]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return table → rows with the person they lead to: by the person's id, or by a row that leads to one."""
    schema = sa.MetaData()
    schema.reflect(connection)
    leads, rows = dict(zip(people, people, strict=True)), defaultdict(list)
    for _step in range(3):  # person, then what is the person's, then what hangs on that
        rows.clear()
        for table in schema.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                whose = next(_led(row, leads), None)
                if whose:
                    rows[table.name].append((whose, dict(row)))
        leads |= {str(row["id"]): whose for found in rows.values() for whose, row in found if "id" in row}
    return rows


def _led(row: Any, leads: dict[str, str]) -> Iterator[str]:
    for value in row.values():
        if isinstance(value, str):
            yield from (leads[part] for part in value.split(":") if part in leads)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dict | list) else bytes(value) if isinstance(value, memoryview) else value


def _look(value: Any, repeated: set[Any]) -> Any:
    """A value that others have too is seen as it is; of one's own, a number or time as it is, of a text its length."""
    if value in repeated or value is None or isinstance(value, bool | int | float | date | datetime):
        return value
    return f"{type(value).__name__} of {len(value)}"


def _tells(covered: list[Any], others: list[Any]) -> bool:
    """Whether a rule sorts the two apart: no look is of both, and where looks have an order, a limit stands between."""
    if not covered or not others:
        return bool(covered or others)
    if set(covered) & set(others):
        return False
    numbers = all(isinstance(one, int | float | datetime | date) for one in (*covered, *others))
    return not numbers or max(covered) < min(others) or max(others) < min(covered)
