"""Appeals and complaints: filed once, answered in time, heard by persons who had no other part, with what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.accreditation.appeal_queries import appealable
from app.accreditation.domain.appeal import Step
from app.accreditation.domain.evidence import Evidence, ExaminationEvidence
from app.accreditation.domain.requirements import judge
from app.accreditation.domain.statement import evidence_record
from app.accreditation.models import Decision, SchemeVersion
from app.accreditation.queries import schemes_in_force
from app.accreditation.services.appealing import StepNotPossible, TooLateToAppeal, file_appeal, take_back
from app.accreditation.services.applications import open_case
from app.accreditation.services.finding_gaps import gaps_of
from app.accreditation.services.hearing import (
    NotOnPanel,
    OutcomeNotPossible,
    PanelNeeded,
    acknowledge,
    answer_complaint,
    decide_appeal,
    name_panel,
)
from app.accreditation.services.lives import Grounds
from app.accreditation.services.parting import Barred, involve
from app.accreditation.services.suspending import suspend
from app.foundation.errors import NotFound
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.models import Person
from app.identity.services.actor import Actor
from tests.parts.accreditation.holders import entries, scalar
from tests.plugins.instances import Instance

KEY, OTHER = "a" * 16, "b" * 16
EXAM = "cybercrime-first-responder/final-examination"
SHARES = {"first-outcome": Fraction(2, 5), "second-outcome": Fraction(9, 10)}
WEAK = Evidence(
    examinations={EXAM: (ExaminationEvidence("a", Fraction(7, 10), True, datetime(2026, 11, 1, tzinfo=UTC), SHARES),)}
)
WHY = Grounds("under-review", "A letter came.")


def person(instance: Instance, name: str, role: str) -> Actor:
    hashed = instance.works.keyring.search_hash("person.sign_in_name", name)
    return Actor(str(scalar(instance.works, "SELECT id FROM person WHERE sign_in_hash = :h", h=hashed)), role)


def do(instance: Instance, act: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    return instance.works.database.write(lambda unit: act(unit, *arguments, **more))


class Desk:
    """An officer, Amara, and two members of staff, the first of whom suspended her certificate or refused her."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.amara = person(instance, "amara", "officer")
        self.first, self.second = (person(instance, one, "accreditation") for one in ("staff", "staff2"))
        number = "SELECT number FROM credential WHERE person_id = :p"
        self.number = str(scalar(instance.works, number, p=self.amara.id))

    def suspend(self) -> str:
        """Suspend the certificate and return how a form names that."""
        do(self.instance, suspend, self.number, self.first, WHY, condition=None, ends_on=None)
        return f"certificate-{self.number}"

    def refuse(self) -> str:
        """Refuse a further case of hers and return how a form names that."""

        def work(unit: Unit) -> str:
            found = next(one for one in schemes_in_force(unit.connection) if one.scheme.key == "cfr-knowledge")
            case = open_case(unit, self.amara.id, found, "0" * 64, cycle=7)
            involvement = involve(unit, self.amara.id, self.first.id, "decider", f"application:{case.id}")
            case.state = "decided"
            gaps = gaps_of(unit.connection, found.scheme, judge(found.scheme.requirements, WEAK), WEAK)
            reasons = {"reasons": ["requirement-not-met"], "text": "", "gaps": gaps}
            unit.session.add(
                Decision(id=new_id(), person_id=self.amara.id, scheme_version_id=found.version_id, outcome="refuse",
                         decider=self.first.id, grounds=evidence_record(WEAK), at=unit.now, reasons=reasons,
                         application_id=case.id, involvement_id=involvement)
            )  # fmt: skip
            return f"case-{case.public_id}"

        return str(self.instance.works.database.write(work))

    def heard(self, about: str) -> None:
        """File it, acknowledge it, and let the second member of staff hear it."""
        do(self.instance, file_appeal, self.amara, about, "It was not me.", KEY)
        do(self.instance, acknowledge, self.first, KEY, "We look at it.")
        do(self.instance, name_panel, self.first, KEY, [self.second.id])


@pytest.fixture
def desk(demo: Instance) -> Desk:
    return Desk(demo)


def test_a_suspension_is_lifted_by_a_panel_that_had_no_part_in_it(demo_on_both: Instance) -> None:
    """A23, O31, A12: filed, acknowledged, heard by another, upheld; the suspension is lifted with it."""
    desk = Desk(demo_on_both)
    desk.heard(desk.suspend())
    with pytest.raises(NotOnPanel):
        do(demo_on_both, decide_appeal, desk.first, KEY, Step.UPHOLD, "reinstate", "No.")
    do(demo_on_both, decide_appeal, desk.second, KEY, Step.UPHOLD, "reinstate", "Nothing was found.")
    newest = (
        "SELECT e.kind FROM credential_event e JOIN credential c ON c.id = e.credential_id "
        "WHERE number = :n ORDER BY position DESC LIMIT 1"
    )
    assert scalar(demo_on_both.works, newest, n=desk.number) == "reinstated"
    with pytest.raises(StepNotPossible):
        do(demo_on_both, take_back, desk.amara, KEY)
    tags = ("filed", "acknowledged", "panel-named", "answered")
    assert [len(entries(demo_on_both.works, f"accreditation:appeal:{tag}")) for tag in tags] == [1, 1, 1, 1]
    page = demo_on_both.signed_in("staff").get(f"/accreditation/register/{desk.number}")
    assert all(page.sees(f"accreditation:appeal:{tag}") for tag in tags)


def test_who_decided_does_not_hear_the_appeal(desk: Desk) -> None:
    """A23, U3: by rule, before the database refuses it too."""
    about = desk.suspend()
    do(desk.instance, file_appeal, desk.amara, about, "It was not me.", KEY)
    do(desk.instance, acknowledge, desk.second, KEY, "")
    with pytest.raises(Barred):
        do(desk.instance, name_panel, desk.second, KEY, [desk.first.id])
    with pytest.raises(PanelNeeded):
        do(desk.instance, name_panel, desk.second, KEY, [])


def test_who_heard_an_appeal_decides_nothing_about_the_person_later(desk: Desk) -> None:
    """A23: the panel and the deciders stay apart."""
    desk.heard(desk.suspend())
    with pytest.raises(Barred):
        do(desk.instance, involve, desk.amara.id, desk.second.id, "decider", "later")


def test_a_refused_case_comes_before_the_desk_again(desk: Desk) -> None:
    """A23: decide again is a further turn of the same case; who decided it first is kept out, and so is the panel."""
    desk.heard(desk.refuse())
    do(desk.instance, decide_appeal, desk.second, KEY, Step.UPHOLD, "decide-again", "The log was overlooked.")
    turns = "SELECT count(*) FROM application WHERE person_id = :p AND cycle = 7"
    newest = "SELECT reason FROM application WHERE person_id = :p AND cycle = 7 AND turn = 2"
    assert scalar(desk.instance.works, turns, p=desk.amara.id) == 2
    assert scalar(desk.instance.works, newest, p=desk.amara.id) == "appeal"
    again = "SELECT id, public_id FROM application WHERE person_id = :p AND cycle = 7 AND turn = 2"
    case_id = scalar(desk.instance.works, again, p=desk.amara.id)
    for actor in (desk.first, desk.second):
        for part in ("decider", "approver"):
            with pytest.raises(Barred):
                do(desk.instance, involve, desk.amara.id, actor.id, part, f"application:{case_id}")
    do(desk.instance, involve, desk.amara.id, desk.first.id, "decider", "application:another")
    kwame = person(desk.instance, "kwame", "officer")
    assert do(desk.instance, involve, desk.amara.id, kwame.id, "decider", f"application:{case_id}")
    public_id = scalar(desk.instance.works, "SELECT public_id FROM application WHERE id = :i", i=case_id)
    page = desk.instance.signed_in("staff").get(f"/accreditation/cases/{public_id}")
    assert page.sees("Decided what is decided again here, after an appeal.")
    assert page.sees("The desk cannot decide this case")
    assert page.link(KEY) == f"/accreditation/appeals/{KEY}"
    appeal_page = desk.instance.signed_in("staff2").get(f"/accreditation/appeals/{KEY}")
    assert appeal_page.link("Open the case") == f"/accreditation/cases/{public_id}"
    assert desk.instance.signed_in("amara").get(f"/appeals/{KEY}").sees("It waits for a decision.")


def test_a_refusal_tells_what_was_missing_outcome_by_outcome_and_until_when_to_appeal(desk: Desk) -> None:
    """O31: as it was frozen with the decision, with the day on which the days of the scheme end."""
    works = desk.instance.works

    def shorten(unit: Unit) -> None:
        old = next(one for one in schemes_in_force(unit.connection) if one.scheme.key == "cfr-knowledge")
        row = unit.session.get_one(SchemeVersion, old.version_id)
        document = {**row.document, "version": row.number + 1, "appeal-days": 5}
        unit.session.add(SchemeVersion(id=new_id(), scheme=row.scheme, number=row.number + 1, hash="0" * 64,
                                       document=document, created_at=unit.now))  # fmt: skip

    works.database.write(shorten)
    about, now = desk.refuse(), works.database.clock()
    page = desk.instance.signed_in("amara").get("/certificates")
    assert page.sees("with at least 80 %: Best so far: 70 %")
    assert page.sees(": 40 %, where 80 % is asked")
    assert not page.sees(": 90 %")
    assert page.sees("You may appeal until")
    for days, possible in ((5, True), (6, False)):
        with works.database.reading() as connection:
            matters = appealable(connection, desk.amara.id, (now + timedelta(days=days)).date())
        assert [one.key for one in matters] == ([about] if possible else [])


def test_each_step_is_told_by_a_letter_that_names_no_matter(desk: Desk) -> None:
    """A23, X5: received, acknowledged, panel named, decided; each once, in the language of the reader."""
    works = desk.instance.works

    def address(unit: Unit) -> None:
        unit.session.get_one(Person, desk.amara.id).email = "amara@police.example"

    works.database.write(address)
    desk.heard(desk.suspend())
    do(desk.instance, decide_appeal, desk.second, KEY, Step.UPHOLD, "reinstate", "Nothing was found.")
    while desk.instance.work():
        pass
    letters = [path.read_text() for path in Path(works.settings.mail_url).glob("*.eml")]
    own = [one for one in letters if "amara@police.example" in one]
    assert len(own) == 4
    for words in ("suspen", "appeal:", desk.number, KEY, "Amara", "Nothing was found"):
        assert not any(words in one for one in own), words
    assert sum("within 5 working days" in one for one in own) == 1


@pytest.mark.parametrize(("kind", "outcome"), [(Step.UPHOLD, "none"), (Step.DISMISS, "reinstate"),
                                               (Step.UPHOLD, "reinstate"), (Step.UPHOLD, "examine-again"),
                                               (Step.UPHOLD, "mark-again")])  # fmt: skip
def test_an_outcome_fits_what_it_follows_from(desk: Desk, kind: Step, outcome: str) -> None:
    """A23: upheld means that something follows; a refused case has no suspension to lift, and to examine or mark again
    takes a paper that the panel names. Nothing is half done.
    """
    desk.heard(desk.refuse())
    with pytest.raises(OutcomeNotPossible):
        do(desk.instance, decide_appeal, desk.second, KEY, kind, outcome, "x")
    assert scalar(desk.instance.works, "SELECT count(*) FROM appeal_event WHERE kind IN ('upheld', 'dismissed')") == 0


def test_an_appeal_is_filed_once_by_its_person_within_its_days(desk: Desk) -> None:
    """A23, O31: sending twice files once; another's matter, or an old one, is no matter of an appeal."""
    about = desk.suspend()
    kwame = person(desk.instance, "kwame", "officer")
    with pytest.raises(TooLateToAppeal):
        do(desk.instance, file_appeal, kwame, about, "x", OTHER)
    for _ in range(2):
        do(desk.instance, file_appeal, desk.amara, about, "It was not me.", KEY)
    assert scalar(desk.instance.works, "SELECT count(*) FROM appeal") == 1
    with pytest.raises(NotFound):
        do(desk.instance, take_back, kwame, KEY)
    now = desk.instance.works.database.clock()
    desk.instance.works.database.clock = lambda: now + timedelta(days=31)
    with pytest.raises(TooLateToAppeal):
        do(desk.instance, file_appeal, desk.amara, about, "x", OTHER)


def test_a_complaint_needs_no_panel(desk: Desk) -> None:
    """A23, O31: acknowledged, then answered."""
    do(desk.instance, file_appeal, desk.amara, "complaint", "The room was too loud.", KEY)
    do(desk.instance, acknowledge, desk.first, KEY, "")
    do(desk.instance, answer_complaint, desk.second, KEY, "Another room is used from now on.")
    assert scalar(desk.instance.works, "SELECT count(*) FROM appeal_event") == 2


def test_the_log_holds_no_word_of_an_appeal(desk: Desk) -> None:
    """X5: what was written is sealed, and stands in no entry of the log."""
    desk.heard(desk.suspend())
    with desk.instance.works.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT data FROM audit_event").all()
        sealed = connection.exec_driver_sql("SELECT grounds FROM appeal").all()
    assert "not me" not in str(rows)
    assert "not me" not in str(sealed)


def test_officer_and_staff_go_through_it_on_the_pages(desk: Desk) -> None:
    """O31, A23: receipt with its days; the colleague who decided is named as barred, with the reason."""
    desk.suspend()
    assert desk.instance.signed_in("amara").get("/certificates").sees("Reason: A matter is being looked into.")
    officer, first, second = (desk.instance.signed_in(name) for name in ("amara", "staff", "staff2"))
    assert officer.post("/appeals/new", {"about": "", "grounds": "", "key": KEY}).status == 422
    new = officer.get("/appeals/new")
    values = {key: one[0] for key, one in new.form("/appeals/new").items()}
    about = new.tree.xpath("//input[@name='about']/@value")[0]
    receipt = officer.post("/appeals/new", {**values, "about": about, "grounds": "It was not me."})
    assert receipt.sees("It has been received")
    public_id = receipt.path.rsplit("/", 1)[1]
    place = f"/accreditation/appeals/{public_id}"
    assert first.get("/accreditation/appeals").link(public_id) == place
    naming = first.post(place, {"step": "acknowledged", "text": "We look at it."})
    assert naming.sees("Who may not, and why:")
    assert naming.sees("decided about this person")
    assert first.post(place, {"step": "panel-named"}).status == 422
    member = naming.tree.xpath("//input[@name='panel']/@value")
    assert len(member) == 1
    assert first.post(place, {"step": "panel-named", "panel": member}).sees("The panel decides")
    assert second.post(place, {"step": "upheld", "outcome": "", "text": "Yes."}).status == 422
    assert second.post(place, {"step": "upheld", "outcome": "reinstate", "text": "Nothing was found."}).sees("Upheld")
    followed = officer.get(f"/appeals/{public_id}")
    assert followed.sees("Nothing was found.")
    assert followed.sees("The suspension is lifted")
    assert followed.sees("What this opened")
    assert officer.get("/appeals").link("Appeal") == f"/appeals/{public_id}"


def test_a_small_body_is_told_that_nobody_may_hear_it(desk: Desk) -> None:
    """A23: with what to do, before anybody runs into the gate."""
    about = desk.suspend()
    do(desk.instance, involve, desk.amara.id, desk.second.id, "marker", "attempt")
    do(desk.instance, file_appeal, desk.amara, about, "It was not me.", KEY)
    do(desk.instance, acknowledge, desk.first, KEY, "")
    page = desk.instance.signed_in("staff").get(f"/accreditation/appeals/{KEY}")
    assert page.sees("Nobody of your staff may hear this appeal")
    assert page.sees("marked this person’s work")
