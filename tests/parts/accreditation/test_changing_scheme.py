"""A scheme is changed as a copy by two persons; what it would do is counted first, and nothing issued changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.accreditation.domain.scheme import read_scheme
from app.accreditation.domain.scheme_change import changed_document
from app.accreditation.queries import schemes_in_force
from app.accreditation.scheme_change_queries import versions_of
from app.accreditation.scheme_file import scheme_file
from app.accreditation.services.changing_scheme import (
    ChangeAnswered,
    NothingChanged,
    SchemeMovedOn,
    SecondPersonPutsInForce,
    object_to_change,
    propose_change,
    put_in_force,
    take_change_back,
)
from app.accreditation.services.explaining import explain
from app.accreditation.services.foreseeing import Impact, impact_of
from app.accreditation.services.scheme_loading import load_schemes, read_scheme_file
from app.accreditation.statement_queries import statement_of
from app.foundation.errors import NotFound
from app.identity.services.actor import Actor
from app.identity.services.coordinating import confirm_identity
from tests.parts.accreditation.desk import Desk
from tests.parts.learning.classroom import PRACTICE
from tests.plugins.instances import Instance

KEY, OTHER = "k" * 16, "o" * 16
BY_EXAM = """\
id: by-exam
title: By examination
kind: knowledge
decision: automatic
valid-months: 12
version: 1
design: alliance
statement: "has passed"
requirements:
  all:
    - identity-confirmed: {}
    - examination-passed: {course: small-course, quiz: practice, cut: 100%}
"""
GRANTED = (
    "SELECT p.id, v.number FROM credential c JOIN person p ON p.id = c.person_id "
    "JOIN scheme_version v ON v.id = c.scheme_version_id WHERE c.scheme = 'by-exam' ORDER BY c.created_at"
)


def actor(desk: Desk, name: str) -> Actor:
    """Return a member of the desk."""
    return Actor(desk.id(name), "accreditation")


def load(desk: Desk, folder: Path) -> None:
    """Load the scheme that asks for an examination."""
    files = folder / "exam"
    files.mkdir()
    (files / "by-exam.yml").write_text(BY_EXAM)
    desk.do(lambda unit: load_schemes(unit, files, desk.parts()[0]))


def copy_with(desk: Desk, cut: str, days: int = 0) -> tuple[Any, dict[str, Any]]:
    """Return the version in force and a copy with another cut score, with a transition of so many days."""
    base = desk.room.read(versions_of, "by-exam")[0]
    until = (base.number, desk.room.clock().date() + timedelta(days=days)) if days else None
    made = changed_document(base.document, {"r1-cut": cut}, decider="rule", sample="0", number=base.number + 1,
                            transition=until)  # fmt: skip
    return base, made


def change(desk: Desk, cut: str, days: int = 0, key: str = KEY) -> None:
    """Let one propose another cut score, and another put it in force."""
    base, made = copy_with(desk, cut, days)
    desk.do(lambda unit: propose_change(unit, actor(desk, "dora"), base, made, "Fairer.", key))
    desk.do(lambda unit: put_in_force(unit, actor(desk, "emil"), key, desk.parts()[0]))


def foreseen(desk: Desk, cut: str, days: int = 0) -> Impact:
    """Return what another cut score would do."""
    _, made = copy_with(desk, cut, days)
    found = next(one for one in desk.room.read(schemes_in_force) if one.scheme.key == "by-exam")
    now = desk.room.clock()
    return desk.room.read(impact_of, found, read_scheme(made), desk.parts()[0], now)


def sits(desk: Desk, name: str, missed: int) -> None:
    """Let an officer join, be confirmed, and take the quiz with so many items left open."""
    desk.room.join(name)
    by = Actor(desk.id("tom"), "coordinator")
    desk.do(lambda unit: confirm_identity(unit, desk.id(name), "passport", by))
    public_id = desk.room.start(name, PRACTICE)
    items = tuple(desk.room.right(name, public_id))[:missed]
    desk.room.save_form(name, public_id, desk.room.right(name, public_id, items))
    desk.room.hand_in(name, public_id)


def test_a_change_is_foreseen_and_put_in_force_by_another_person(desk: Desk, tmp_path: Path) -> None:
    """A10, A16, U14: counted before; who meets it then is granted under the new version, who held it keeps the old one.

    Decided again from its statement, the old one comes to the same under the rules that it names.
    """
    sits(desk, "ada", missed=1)
    sits(desk, "ben", missed=0)
    load(desk, tmp_path)
    assert foreseen(desk, "10") == Impact(people=2, eligible=1, lose=0)
    assert desk.consider("ben") == 1
    assert foreseen(desk, "10") == Impact(people=2, eligible=1, lose=0)
    hashes = desk.room.ask("SELECT statement, statement_hash FROM credential")
    base, made = copy_with(desk, "10")
    for _ in range(2):
        assert desk.do(lambda unit: propose_change(unit, actor(desk, "dora"), base, made, "Fairer.", KEY)) == KEY
    assert desk.count("scheme_change") == 1
    with pytest.raises(SecondPersonPutsInForce):
        desk.do(lambda unit: put_in_force(unit, actor(desk, "dora"), KEY, desk.parts()[0]))
    desk.do(lambda unit: put_in_force(unit, actor(desk, "emil"), KEY, desk.parts()[0]))
    with pytest.raises(ChangeAnswered):
        desk.do(lambda unit: object_to_change(unit, actor(desk, "fay"), KEY, "Late."))
    assert [one.number for one in desk.room.read(versions_of, "by-exam")] == [2, 1]
    desk.room.work()
    assert [tuple(row) for row in desk.room.ask(GRANTED)] == [(desk.id("ben"), 1), (desk.id("ada"), 2)]
    assert set(hashes) <= set(desk.room.ask("SELECT statement, statement_hash FROM credential"))
    by_exam = desk.room.ask("SELECT number FROM credential WHERE scheme = 'by-exam' ORDER BY created_at")
    old = desk.room.read(statement_of, by_exam[0].number)
    assert old
    explained = explain(old.text, old.hash)
    assert (explained.same, explained.statement["scheme"]["version"]) == (True, 1)
    assert foreseen(desk, "100") == Impact(people=2, eligible=0, lose=0)
    tags = ("scheme-change:proposed", "scheme:changed")
    assert [desk.room.tags(f"accreditation:{tag}") for tag in tags] == [1, 1]


def test_whoever_would_be_eligible_no_longer_is_counted(desk: Desk, tmp_path: Path) -> None:
    """Who meets the version in force and was not granted yet; a transition keeps those who are under way."""
    sits(desk, "ada", missed=1)
    load(desk, tmp_path)
    change(desk, "10")
    assert desk.count("credential", "scheme = 'by-exam'") == 0
    assert foreseen(desk, "100") == Impact(people=1, eligible=0, lose=1)
    desk.room.clock.move(hours=1)
    assert foreseen(desk, "100", days=30) == Impact(people=1, eligible=0, lose=0)


def test_who_was_under_way_is_judged_by_the_version_before_until_its_last_day(desk: Desk, tmp_path: Path) -> None:
    """The file's transition says who and until when; the certificate names the version that was applied (A10)."""
    load(desk, tmp_path)
    change(desk, "10")
    for name in ("ada", "ben"):
        desk.room.join(name)
    desk.room.clock.move(days=1)
    change(desk, "100", days=30, key=OTHER)
    desk.room.clock.move(days=1)
    sits(desk, "ada", missed=1)
    sits(desk, "cleo", missed=1)
    assert [tuple(row) for row in desk.room.ask(GRANTED)] == [(desk.id("ada"), 2)]
    desk.room.clock.move(days=30)
    sits(desk, "ben", missed=1)
    assert desk.consider("ben") == 0
    assert len(desk.room.ask(GRANTED)) == 1


def test_a_change_that_cannot_be_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Nothing different, begun from a version that is no longer in force, or another person's to take back."""
    load(desk, tmp_path)
    base, same = copy_with(desk, "100", days=9)
    with pytest.raises(NothingChanged):
        desk.do(lambda unit: propose_change(unit, actor(desk, "dora"), base, same, "None.", KEY))
    base, made = copy_with(desk, "90")
    desk.do(lambda unit: propose_change(unit, actor(desk, "dora"), base, made, "One.", KEY))
    with pytest.raises(NotFound):
        desk.do(lambda unit: take_change_back(unit, actor(desk, "emil"), KEY))
    change(desk, "80", key=OTHER)
    with pytest.raises(SchemeMovedOn):
        desk.do(lambda unit: put_in_force(unit, actor(desk, "emil"), KEY, desk.parts()[0]))
    with pytest.raises(SchemeMovedOn):
        desk.do(lambda unit: propose_change(unit, actor(desk, "dora"), base, made, "Two.", "t" * 16))
    desk.do(lambda unit: take_change_back(unit, actor(desk, "dora"), KEY))
    assert desk.room.read(versions_of, "by-exam")[0].number == 2


def test_the_file_that_was_loaded_before_a_change_may_be_loaded_again(desk: Desk, tmp_path: Path) -> None:
    """A16: an upgrade that loads the schemes of its folder neither fails on what was changed nor undoes it."""
    load(desk, tmp_path)
    change(desk, "90")
    assert desk.do(lambda unit: load_schemes(unit, tmp_path / "exam", desk.parts()[0])) == ()
    assert desk.room.read(versions_of, "by-exam")[0].number == 2


def test_a_changed_version_is_a_file_that_the_reader_reads_as_it_stands(tmp_path: Path) -> None:
    """With its papers beside it; quotes, percentages and days come back as the values that they were."""
    folder = Path(__file__).parents[3] / "courses" / "schemes"
    for path in sorted(folder.glob("*.yml")):
        _, document = read_scheme_file(path)
        text = scheme_file({**document, "transition": {"from": 1, "until": "2027-06-30"}, "version": 2})
        for papers in ("sheets", "conduct"):
            if (folder / papers).is_dir() and not (tmp_path / papers).exists():
                (tmp_path / papers).symlink_to(folder / papers)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
        _, again = read_scheme_file(tmp_path / path.name)
        assert again == {**document, "transition": {"from": 1, "until": "2027-06-30"}, "version": 2}


def test_staff_change_a_scheme_on_the_pages(demo: Instance) -> None:
    """A33: a copy with other numbers, its effect, proposal and objection; then one that a colleague puts in force."""
    first, second = demo.signed_in("staff"), demo.signed_in("staff2")
    place = "/accreditation/schemes/cfr-knowledge/change"
    assert first.get("/accreditation/schemes/cfr-knowledge").sees("How its cut score was set is not recorded")
    form = {key: one[0] for key, one in first.get(place).form(place).items()}
    wrong = first.post(place, {**form, "r2-cut": "x", "note": "Y" * 501})
    assert wrong.status == 422
    assert wrong.form(place)["note"] == ["Y" * 501]
    assert wrong.sees("Enter a whole number within the bounds")
    assert first.post(place, {**form, "note": "Why"}).sees("Nothing is different from the version in force.")
    unset = first.post(place, {**form, "r2-cut": "70", "note": "Fairer.", "panel": "0", "set-year": "2099"})
    assert [unset.sees(said) for said in ("by which method", "how many experts", "today, or one before")] == [True] * 3
    by = {"method": "modified Angoff", "panel": "7", "set-day": "4", "set-month": "5", "set-year": "2026"}
    given = {
        **form,
        **by,
        "r2-cut": "70",
        "note": "Fairer.",
        "until-day": "1",
        "until-month": "2",
        "until-year": "2099",
    }
    check = first.post(place, given)
    assert check.sees("people would become eligible")
    assert check.sees("0 would be eligible no longer")
    back = first.post(place, {**{key: one[0] for key, one in check.form(place).items()}, "step": "change"})
    assert [back.form(place)[name] for name in ("r2-cut", "method", "set-year")] == [
        ["70"],
        ["modified Angoff"],
        ["2026"],
    ]
    one = first.post(place, {**given, "step": "confirm"})
    assert one.sees("Another person has to put it in force.")
    assert second.get("/accreditation/schemes").sees("Changes that wait for a second person")
    assert second.post(one.path, {"answer": "object"}).status == 422
    assert second.post(one.path, {"answer": "object", "note": "Too low."}).sees("A colleague objected")
    again = first.post(place, {**given, "key": OTHER, "step": "confirm"})
    assert "cut: 70%" in second.get(f"{again.path}/file").text
    assert second.post(again.path, {"answer": "approve"}).sees("Version 3 was put in force")
    shown = first.get("/accreditation/schemes/cfr-knowledge")
    assert shown.sees("at least 70 %")
    assert shown.sees("was set by modified Angoff, by a panel of 7, on 4 May 2026")
    assert shown.sees("may still be judged by version 2 until")
    assert demo.signed_in("rosa").get("/").sees("at least 70 %")
    assert "cut: 80%" in first.get("/accreditation/schemes/cfr-knowledge/versions/2").text
    assert first.get("/accreditation/schemes/cfr-knowledge/versions/x").status == 404
