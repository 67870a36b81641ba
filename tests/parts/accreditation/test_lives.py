"""What happens to a certificate after its grant: suspended, reinstated, withdrawn by two persons, corrected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.accreditation.models import Involvement
from app.accreditation.queries import credential_by_number, history_of
from app.accreditation.services.correcting import HolderWriting, NothingToCorrect, correct
from app.accreditation.services.explaining import explain
from app.accreditation.services.lives import ActNotPossible, Grounds, OwnCredential
from app.accreditation.services.parting import Barred
from app.accreditation.services.reinstating import reinstate
from app.accreditation.services.suspending import suspend
from app.accreditation.services.withdrawing import (
    SecondPersonNeeded,
    WithdrawalProposed,
    confirm_withdrawal,
    object_to_withdrawal,
    propose_withdrawal,
    take_back_withdrawal,
)
from app.accreditation.statement_queries import statement_of
from app.foundation.errors import NotFound
from app.identity.services.actor import Actor
from tests.page import Browser, Page
from tests.parts.accreditation.holders import Holder, entries, grant_to_somebody, scalar
from tests.plugins.instances import Instance

WHY = Grounds("under-review", "A letter came.")
ERROR = Grounds("issued-in-error", "The wrong scheme.")


@pytest.fixture
def holder(demo: Instance) -> Holder:
    return grant_to_somebody(demo.works, seed=21)


def staff(instance: Instance, name: str = "staff") -> Actor:
    hashed = instance.works.keyring.search_hash("person.sign_in_name", name)
    return Actor(
        str(scalar(instance.works, "SELECT id FROM person WHERE sign_in_hash = :h", h=hashed)), "accreditation"
    )


def do(instance: Instance, act: Any, *arguments: Any, **more: Any) -> Any:
    return instance.works.database.write(lambda unit: act(unit, *arguments, **more))


def state(instance: Instance, number: str) -> str:
    with instance.works.database.reading() as connection:
        found = credential_by_number(connection, number)
    assert found
    return found.state(instance.works.database.clock().date()).value


def test_a_suspension_and_its_end_stand_in_the_history(demo_on_both: Instance) -> None:
    """A6: both are states of their own, with class of the reason, words, condition; each is in the log once."""
    demo, holder = demo_on_both, grant_to_somebody(demo_on_both.works, seed=22)
    do(demo, suspend, holder.number, staff(demo), WHY, condition="A new examination", ends_on=None)
    assert state(demo, holder.number) == "suspended"
    with pytest.raises(ActNotPossible):
        do(demo, suspend, holder.number, staff(demo), WHY, condition=None, ends_on=None)
    do(demo, reinstate, holder.number, staff(demo), Grounds("condition-met", "Passed."))
    assert state(demo, holder.number) == "valid"
    with demo.works.database.reading() as connection:
        found = credential_by_number(connection, holder.number)
        assert found
        life = history_of(connection, found.id)
    assert [(one.kind, one.grounds, one.condition) for one in life] == [
        ("issued", None, None),
        ("suspended", "under-review", "A new examination"),
        ("reinstated", "condition-met", None),
    ]
    assert [len(entries(demo.works, f"accreditation:credential:{kind}")) for kind in ("suspended", "reinstated")] == [
        1,
        1,
    ]


def test_two_persons_withdraw(demo_on_both: Instance) -> None:
    """A5, A12: the first proposes, another confirms; the database asks for two persons too; then it is final."""
    demo, holder = demo_on_both, grant_to_somebody(demo_on_both.works, seed=23)
    first, second = staff(demo), staff(demo, "staff2")
    proposal = do(demo, propose_withdrawal, holder.number, first, ERROR)
    assert state(demo, holder.number) == "valid"
    with pytest.raises(WithdrawalProposed):
        do(demo, propose_withdrawal, holder.number, second, ERROR)
    with pytest.raises(SecondPersonNeeded):
        do(demo, confirm_withdrawal, proposal, first, "")
    do(demo, confirm_withdrawal, proposal, second, "Seen.")
    assert state(demo, holder.number) == "withdrawn"
    with pytest.raises(NotFound):
        do(demo, confirm_withdrawal, proposal, second, "")
    with pytest.raises(ActNotPossible):
        do(demo, correct, holder.number, first, HolderWriting("A", "", ""), "x", demo.works.parts["issuer"],
           demo.works.keyring)  # fmt: skip


def test_a_withdrawal_can_be_objected_to_or_taken_back(demo: Instance, holder: Holder) -> None:
    """A5: until it is confirmed nothing changes for the holder."""
    first, second = staff(demo), staff(demo, "staff2")
    proposal = do(demo, propose_withdrawal, holder.number, first, ERROR)
    do(demo, object_to_withdrawal, proposal, second, "The scheme was right.")
    again = do(demo, propose_withdrawal, holder.number, first, ERROR)
    with pytest.raises(NotFound):
        do(demo, take_back_withdrawal, again, second)
    do(demo, take_back_withdrawal, again, first)
    assert state(demo, holder.number) == "valid"
    tags = ("proposed", "objected-to", "taken-back")
    assert [len(entries(demo.works, f"accreditation:withdrawal:{tag}")) for tag in tags] == [2, 1, 1]


def test_a_correction_is_a_new_edition_and_renders_nothing_again(demo_on_both: Instance) -> None:
    """A9, A13, U14: new number, same cycle, dates, rules and evidence; only the new one is printed; both explain."""
    demo, holder = demo_on_both, grant_to_somebody(demo_on_both.works, seed=24)
    demo.work()
    parts, works = demo.works.parts, demo.works
    files = scalar(works, "SELECT count(*) FROM certificate_file")
    writing = HolderWriting("Ama Owusu", "", "Inspector")
    number = do(
        demo, correct, holder.number, staff(demo), writing, "As on the passport.", parts["issuer"], works.keyring
    )
    assert (state(demo, holder.number), state(demo, number)) == ("superseded", "valid")
    demo.work()
    assert scalar(works, "SELECT count(*) FROM certificate_file") == files + 1
    with works.database.reading() as connection:
        old, new = (credential_by_number(connection, one) for one in (holder.number, number))
        before, after = (statement_of(connection, one) for one in (holder.number, number))
    assert old
    assert new
    assert before
    assert after
    assert (new.cycle, new.edition, new.follows_id) == (old.cycle, old.edition + 1, old.id)
    assert (new.issued_on, new.valid_until) == (old.issued_on, old.valid_until)
    assert explain(before.text, before.hash).same
    assert explain(after.text, after.hash).same
    changed = {key for key, value in json.loads(after.text).items() if json.loads(before.text).get(key) != value}
    assert changed == {"number", "verify_url", "holder", "corrects"}
    with pytest.raises(NothingToCorrect):
        do(demo, correct, number, staff(demo), writing, "Again.", parts["issuer"], works.keyring)


def test_nobody_acts_on_a_certificate_of_their_own(demo: Instance, holder: Holder) -> None:
    """A12: not even where the person holds the role."""
    with pytest.raises(OwnCredential):
        do(demo, suspend, holder.number, Actor(holder.person_id, "accreditation"), WHY, condition=None, ends_on=None)


def test_who_assessed_the_holder_does_not_decide_about_the_certificate(demo: Instance, holder: Holder) -> None:
    """U3: the gate holds for suspensions as for grants."""
    actor = staff(demo)
    part = {"id": "i", "candidate_id": holder.person_id, "actor_id": actor.id, "part": "assessor", "source": "s"}
    demo.works.database.write(lambda unit: unit.session.add(Involvement(at=unit.now, **part)))
    with pytest.raises(Barred):
        do(demo, suspend, holder.number, actor, WHY, condition=None, ends_on=None)


def send(visitor: Browser, number: str, act: str, **values: str) -> Page:
    """Fill the form, pass the check, and return the page that says it is done."""
    path = f"/accreditation/register/{number}/{act}"
    given = visitor.get(path).form(act)
    check = visitor.post(path, {**{key: one[0] for key, one in given.items()}, **values})
    assert check.h1.startswith("Check:"), check.text
    sent = {key: one[0] for key, one in check.form(act).items()}
    return visitor.post(path, {**sent, "step": "confirm"})


def test_staff_suspend_and_lift_on_the_pages(demo: Instance, holder: Holder) -> None:
    """A6, U1: form, check, done; the public reads the class of the reason and never the words of staff."""
    visitor = demo.signed_in("staff")
    done = send(visitor, holder.number, "suspend", grounds="under-review", reason="A letter came in.",
                condition="Sit the examination again", **{"ends_on-day": "3", "ends_on-month": "March",
                                                          "ends_on-year": "2031"})  # fmt: skip
    assert done.h1 == "The certificate is suspended"
    public = demo.visitor().get(f"/verify/{holder.number}")
    assert public.sees("Reason: A matter is being looked into.")
    assert not public.sees("A letter came in")
    entry = visitor.get(f"/accreditation/register/{holder.number}")
    assert entry.sees("Condition: Sit the examination again")
    assert entry.sees("To be looked at again on 3 March 2031")
    done = send(visitor, holder.number, "reinstate", grounds="condition-met", reason="Passed.")
    assert done.h1 == "The suspension is lifted"
    assert demo.visitor().get(f"/verify/{holder.number}").sees("Valid today")


def test_a_suspension_whose_day_has_come_is_listed_and_stands(demo: Instance, holder: Holder) -> None:
    """A6: it does not lift itself."""
    today = demo.works.database.clock().date()
    do(demo, suspend, holder.number, staff(demo), WHY, condition=None, ends_on=today)
    assert demo.signed_in("staff").get("/accreditation/withdrawals").link(holder.number)
    assert state(demo, holder.number) == "suspended"


def test_two_members_of_staff_withdraw_on_the_pages(demo: Instance, holder: Holder) -> None:
    """A5: the first cannot confirm; the second finds it from the register and does."""
    first, second = demo.signed_in("staff"), demo.signed_in("staff2")
    done = send(first, holder.number, "withdraw", grounds="rules-broken", reason="Copied answers.")
    place = done.link("Open the proposal")
    assert first.get(place).sees("Another person has to confirm it")
    assert first.post(place, {"answer": "confirm"}).status == 409
    assert second.get(place).form(place)["note"] == [""]
    assert second.get("/accreditation/register").sees("1 certificate waits for a second look")
    assert second.post(place, {"answer": "object"}).status == 422
    page = second.post(place, {"answer": "confirm", "note": "Agreed."})
    assert page.sees("The certificate is withdrawn")
    public = demo.visitor().get(f"/verify/{holder.number}")
    assert public.sees("Withdrawn on")
    assert public.sees("Reason: The rules of the accreditation were broken.")


def test_staff_correct_a_misspelt_name_on_the_pages(demo: Instance, holder: Holder) -> None:
    """A9: old and new are shown side by side before, and linked after."""
    visitor = demo.signed_in("staff")
    done = send(visitor, holder.number, "correct", name="Ama Owusu", reason="As on the passport.")
    new = done.link("Open the certificate")
    page = visitor.get(new)
    assert page.sees("Ama Owusu")
    assert page.sees("Correction 1")
    assert page.link(holder.number) == f"/accreditation/register/{holder.number}"
    assert demo.visitor().get(f"/verify/{holder.number}").sees("Replaced on")


@pytest.mark.parametrize(("values", "field"), [
    ({"reason": "x"}, "grounds"),
    ({"grounds": "rules-broken", "reason": "x"}, "grounds"),
    ({"grounds": "under-review"}, "reason"),
    ({"grounds": "under-review", "reason": "x" * 201}, "reason"),
    ({"grounds": "under-review", "reason": "x", "ends_on-day": "31", "ends_on-month": "2", "ends_on-year": "2031"},
     "ends_on"),
    ({"grounds": "under-review", "reason": "x", "ends_on-day": "1", "ends_on-month": "2", "ends_on-year": "2020"},
     "ends_on"),
])  # fmt: skip
def test_what_is_missing_or_wrong_is_said_at_its_field(
    demo: Instance, holder: Holder, values: dict[str, str], field: str
) -> None:
    """A6: nothing that was typed is lost, and nothing is done."""
    page = demo.signed_in("staff").post(f"/accreditation/register/{holder.number}/suspend", values)
    assert page.status == 422
    assert page.tree.xpath(f"//*[@id='f-{field}-error']")
    assert state(demo, holder.number) == "valid"
