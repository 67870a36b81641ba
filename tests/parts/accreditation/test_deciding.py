"""Cases are decided by the right persons, once, on evidence that they saw (A11, A13, A15)."""

from __future__ import annotations

import pytest

from app.accreditation.case_queries import scheme_version
from app.accreditation.domain.case import marks
from app.accreditation.domain.requirements import judge
from app.accreditation.queries import credential_by_number
from app.accreditation.register_entry import register_entry
from app.accreditation.services import claiming, deciding
from app.accreditation.services.deciding import Draft
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.parting import Barred
from app.identity.queries import person_card
from app.identity.services.actor import Actor
from tests.parts.accreditation.desk import Desk

GRANT = Draft("grant")


def case(desk: Desk, scheme: str, name: str = "ada") -> str:
    """Let an officer meet a scheme; return the public id of the case."""
    desk.room.confirm(name)
    desk.consider(name)
    found = "SELECT public_id FROM application WHERE scheme = :s AND person_id = :p ORDER BY turn DESC"
    return str(desk.room.ask(found, s=scheme, p=desk.id(name))[0][0])


def seen(desk: Desk, public_id: str) -> str:
    """What the page of the case shows now."""
    row = desk.room.ask("SELECT person_id, scheme_version_id FROM application WHERE public_id = :p", p=public_id)[0]
    card = desk.room.read(person_card, row.person_id)
    assert card
    evidence = desk.room.read(gather_evidence, card.id, card.identity_confirmed_at, desk.room.clock().date())
    return marks(judge(desk.room.read(scheme_version, row.scheme_version_id).scheme.requirements, evidence))


def decide(desk: Desk, public_id: str, who: str, draft: Draft = GRANT, marked: str | None = None) -> str:
    """Decide as a member of the desk who saw the case as it is."""
    shown = seen(desk, public_id) if marked is None else marked
    house, actor = deciding.Desk(*desk.parts()), Actor(desk.id(who), "accreditation")
    return desk.do(lambda unit: deciding.decide(unit, house, public_id, actor, draft, shown))


def approve(desk: Desk, public_id: str, who: str) -> None:
    """Agree as a member of the desk."""
    house, actor = deciding.Desk(*desk.parts()), Actor(desk.id(who), "accreditation")
    desk.do(lambda unit: deciding.approve(unit, house, public_id, actor))


def granted(desk: Desk, scheme: str) -> int:
    """How many credentials of a scheme there are."""
    return desk.count("credential", f"scheme = '{scheme}'")


def test_one_of_staff_decides_and_the_evidence_is_frozen_with_it(desk: Desk) -> None:
    """A11, A13: decider, involvement and the whole evidence stand with the decision; sent twice it is one."""
    public_id = case(desk, "by-one")
    assert decide(desk, public_id, "dora") == "decided"
    with pytest.raises(deciding.AlreadyDecided):
        decide(desk, public_id, "dora")
    row = desk.room.ask(
        "SELECT decider, approver, grounds, involvement_id FROM decision WHERE application_id IS NOT NULL"
    )
    assert (len(row), row[0].decider, row[0].approver) == (1, desk.id("dora"), None)
    assert "identity_confirmed_at" in str(row[0].grounds)
    assert granted(desk, "by-one") == 1
    number = desk.room.ask("SELECT number FROM credential WHERE scheme = 'by-one'")[0].number
    credential = desk.room.read(credential_by_number, number)
    assert credential
    log = {one.tag for one in desk.room.read(register_entry, credential).log}
    assert {"accreditation:case:opened", "accreditation:decision:made", "accreditation:credential:granted"} <= log
    assert desk.room.ask("SELECT state FROM application WHERE public_id = :p", p=public_id)[0][0] == "decided"


def test_two_persons_where_the_scheme_says_two(desk: Desk) -> None:
    """U3: nothing is granted before the second person; the first cannot be the second."""
    public_id = case(desk, "by-two")
    assert decide(desk, public_id, "dora") == "proposed"
    assert decide(desk, public_id, "dora") == "proposed"
    assert (granted(desk, "by-two"), desk.count("proposal")) == (0, 1)
    with pytest.raises(deciding.SamePerson):
        approve(desk, public_id, "dora")
    with pytest.raises(deciding.AlreadyProposed):
        decide(desk, public_id, "emil")
    approve(desk, public_id, "emil")
    row = desk.room.ask("SELECT decider, approver FROM decision WHERE approver IS NOT NULL")[0]
    assert tuple(row) == (desk.id("dora"), desk.id("emil"))
    assert granted(desk, "by-two") == 1
    with pytest.raises(deciding.AlreadyDecided):
        approve(desk, public_id, "fay")


def test_an_objection_or_taking_back_lets_the_case_wait_again(desk: Desk) -> None:
    """The second person is no formality."""
    public_id = case(desk, "by-two")
    decide(desk, public_id, "dora")
    desk.do(lambda unit: deciding.object_to(unit, public_id, Actor(desk.id("emil")), "The date is wrong."))
    decide(desk, public_id, "fay")
    with pytest.raises(deciding.NothingProposed):
        desk.do(lambda unit: deciding.take_back(unit, public_id, Actor(desk.id("emil"))))
    desk.do(lambda unit: deciding.take_back(unit, public_id, Actor(desk.id("fay"))))
    assert (granted(desk, "by-two"), desk.count("proposal_answer")) == (0, 2)
    decide(desk, public_id, "fay")
    approve(desk, public_id, "dora")
    assert granted(desk, "by-two") == 1


@pytest.mark.parametrize("part", ["assessor", "marker", "supervisor", "panel"])
def test_who_had_another_part_neither_decides_nor_approves(desk: Desk, part: str) -> None:
    """A11, U3, X6: the gate stands before each half of a decision, and before claiming."""
    one, two = case(desk, "by-one"), case(desk, "by-two")
    desk.involve("ada", "dora", part)
    with pytest.raises(Barred):
        desk.do(lambda unit: claiming.claim(unit, one, Actor(desk.id("dora"))))
    with pytest.raises(Barred):
        decide(desk, one, "dora")
    decide(desk, two, "emil")
    with pytest.raises(Barred):
        approve(desk, two, "dora")
    assert granted(desk, "by-one") + granted(desk, "by-two") == 0


def test_evidence_that_changed_since_it_was_read_is_noticed(desk: Desk) -> None:
    """A13: what the decider saw is what is decided on."""
    public_id = case(desk, "by-one")
    with pytest.raises(deciding.EvidenceChanged) as refused:
        decide(desk, public_id, "dora", marked="00000000")
    assert [leaf.kind for leaf in refused.value.changed] == ["identity-confirmed"]
    assert desk.count("decision", "application_id IS NOT NULL") == 0


def test_asking_for_more_and_refusing_are_told_with_their_reasons(desk: Desk) -> None:
    """ISO 17024, 9.4: the reasons stand in the record; asked again without new evidence, nothing happens."""
    one, sample = case(desk, "by-one"), case(desk, "by-sample")
    decide(desk, one, "dora", Draft("defer", text="A clearer photograph."))
    decide(desk, sample, "dora", Draft("refuse", ("integrity-finding",), ("Chain of custody",), "As found."))
    desk.consider("ada")
    rows = desk.room.ask("SELECT scheme, state FROM application WHERE scheme <> 'by-two' ORDER BY scheme")
    assert [tuple(row) for row in rows] == [("by-one", "deferred"), ("by-sample", "decided")]
    assert granted(desk, "by-one") + granted(desk, "by-sample") == 0
    assert decide(desk, one, "dora") == "decided"


def test_a_claim_keeps_colleagues_out_until_it_is_given_back_or_left_lying(desk: Desk) -> None:
    """Two of the desk do not do the same work twice, and nobody's absence stops a case."""
    public_id = case(desk, "by-one")
    dora, emil = Actor(desk.id("dora")), Actor(desk.id("emil"))
    desk.do(lambda unit: claiming.claim(unit, public_id, dora))
    for act in (lambda: desk.do(lambda unit: claiming.claim(unit, public_id, emil)),
                lambda: decide(desk, public_id, "emil")):  # fmt: skip
        with pytest.raises(deciding.ClaimedByColleague):
            act()
    desk.do(lambda unit: claiming.release(unit, public_id, emil))
    with pytest.raises(deciding.ClaimedByColleague):
        decide(desk, public_id, "emil")
    desk.room.clock.move(hours=13)
    desk.do(lambda unit: claiming.claim(unit, public_id, emil))
    desk.do(lambda unit: claiming.release(unit, public_id, emil))
    assert decide(desk, public_id, "dora") == "decided"
