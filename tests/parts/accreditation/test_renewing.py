"""Renewal: a new number for the next cycle, linked to the old one, both kept; by the shorter path, in its window."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.accreditation.models import Application, SchemeVersion
from app.accreditation.queries import credentials_of
from app.accreditation.services.considering import consider, is_due
from app.accreditation.services.deciding import in_hand
from app.cli.certificates import explain_number
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from tests.parts.accreditation.holders import Holder, add_events, grant_to_somebody
from tests.plugins.instances import Instance

SHORTER = {"opens-months": 6, "grace-days": 90, "requirements": {"identity-confirmed": {}}}
_CONFIRMED = sa.text("UPDATE person SET identity_confirmed_at = :at, identity_confirmed_by = :id WHERE id = :id")


def renewable(instance: Instance, decision: str = "automatic") -> Holder:
    """Give somebody a certificate of a scheme whose newest version can be renewed by a confirmed identity alone."""
    works = instance.works
    holder = grant_to_somebody(works, seed=51)

    def work(unit: Unit) -> None:
        old = unit.session.scalars(sa.select(SchemeVersion).where(SchemeVersion.scheme == "cfr-knowledge")).one()
        document = {**old.document, "version": old.number + 1, "renewal": SHORTER, "decision": decision}
        unit.session.add(SchemeVersion(id=new_id(), scheme=old.scheme, number=old.number + 1, hash="0" * 64,
                                       document=document, created_at=unit.now))  # fmt: skip
        unit.connection.execute(_CONFIRMED, {"at": unit.now.replace(tzinfo=None), "id": holder.person_id})

    works.database.write(work)
    return holder


def on(instance: Instance, day: date) -> None:
    """Let it be noon of a day."""
    instance.works.database.clock = lambda: datetime.combine(day, time(12), UTC)


def held(instance: Instance, holder: Holder) -> tuple[Any, ...]:
    with instance.works.database.reading() as connection:
        return credentials_of(connection, holder.person_id)


def considered(instance: Instance, holder: Holder) -> int:
    works = instance.works
    issuer, keyring = works.parts["issuer"], works.keyring
    with works.database.reading() as connection:
        due = is_due(connection, holder.person_id, issuer, keyring, works.database.clock().date())
    granted = works.database.write(lambda unit: consider(unit, holder.person_id, issuer, keyring))
    assert due == bool(granted)
    return granted


def test_a_renewal_is_a_new_number_linked_to_the_old_one(demo_on_both: Instance) -> None:
    """A9, O30, A15: in the window, once; both are kept and valid, and no day of validity is lost."""
    demo, holder = demo_on_both, renewable(demo_on_both)
    (old,) = held(demo, holder)
    assert considered(demo, holder) == 0
    on(demo, old.valid_until - timedelta(days=100))
    assert [considered(demo, holder) for _ in range(3)] == [1, 0, 0]
    new, same = held(demo, holder)
    assert same.number == old.number
    assert (new.cycle, new.edition, new.follows_id) == (2, 1, old.id)
    assert new.number != old.number
    assert new.valid_until > old.valid_until + timedelta(days=900)
    today = demo.works.database.clock().date()
    assert [one.state(today).value for one in (old, new)] == ["valid", "valid"]
    code, answer = explain_number(demo.works.database, new.number)
    assert (code, answer["same"], answer["renews"]) == (0, True, old.number)
    assert [one["requirement"] for one in answer["requirements"]] == ["identity-confirmed"]


@pytest.mark.parametrize(("after", "granted"), [(-200, 0), (0, 1), (90, 1), (91, 0)])
def test_the_shorter_path_is_open_in_the_window_and_the_grace(demo: Instance, after: int, granted: int) -> None:
    """O30: too early and too late it is not; too late means all requirements again."""
    holder = renewable(demo)
    (old,) = held(demo, holder)
    on(demo, old.valid_until + timedelta(days=after))
    assert considered(demo, holder) == granted


def test_staff_decide_a_renewal_by_the_shorter_path(demo: Instance) -> None:
    """O30: where the scheme is decided by staff, the case that comes before the desk asks what the renewal asks."""
    holder = renewable(demo, "staff")
    (old,) = held(demo, holder)
    on(demo, old.valid_until - timedelta(days=10))
    works = demo.works
    works.database.write(lambda unit: consider(unit, holder.person_id, works.parts["issuer"], works.keyring))

    def look(unit: Unit) -> tuple[Any, ...]:
        case = unit.session.scalars(sa.select(Application).where(Application.person_id == holder.person_id)).one()
        hand = in_hand(unit.connection, case, unit.now.date())
        return case.reason, case.cycle, [leaf.kind for leaf in hand.judgement.leaves], hand.renews

    reason, cycle, asked, renews = works.database.write(look)
    assert (reason, cycle, asked) == ("renewal", 2, ["identity-confirmed"])
    assert renews.number == old.number


@pytest.mark.parametrize("events", [("suspended",), ("withdrawn",)])
def test_what_is_suspended_or_withdrawn_is_not_renewed(demo: Instance, events: tuple[str, ...]) -> None:
    """O30, A5: not before the suspension is lifted; never after a withdrawal."""
    holder = renewable(demo)
    (old,) = held(demo, holder)
    add_events(demo.works, holder.number, *events)
    on(demo, old.valid_until - timedelta(days=10))
    assert considered(demo, holder) == 0


def test_the_holder_sees_when_it_opens_and_what_it_asks(demo: Instance) -> None:
    """O30, O29: the day, the days left, the shorter list; and a line at home as long as it is open."""
    renewable(demo)
    works = demo.works
    amara = works.keyring.search_hash("person.sign_in_name", "amara")
    with works.database.reading() as connection:
        person = connection.scalar(sa.text("SELECT id FROM person WHERE sign_in_hash = :h"), {"h": amara})
        (own, *_) = credentials_of(connection, person)
    officer = demo.signed_in("amara")
    assert officer.get("/certificates").sees("It can be renewed from")
    statement = sa.text("UPDATE person SET identity_confirmed_at = NULL, identity_confirmed_by = NULL WHERE id = :p")
    works.database.write(lambda unit: unit.connection.execute(statement, {"p": person}))
    on(demo, own.valid_until - timedelta(days=20))
    officer = demo.signed_in("amara")
    page = officer.get("/certificates")
    assert page.sees("Renewal is open")
    assert page.sees("20 days left")
    assert page.sees("Identity and service confirmed by your agency")
    assert officer.get("/").sees("It can be renewed now")
