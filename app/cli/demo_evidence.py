"""The demonstration's practice: a code accepted, cases and hours that wait, a practical asked for, one not passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from app.accreditation.services.asking import NewRequest, ask
from app.accreditation.services.assessing import FilledSheet, appoint, record_practical
from app.accreditation.services.recording import NewEvidence, accept_code, record_claim
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor

SCHEME, SHEET = "cfr-1", "scene-exercise"
MET = (True, True, True, False, True, True, True, False, True, True, False, True, True, True)
"""The sheet of the practical that was not passed: a critical criterion was missed, and two others."""


def tell_evidence(do: Callable[[Callable[[Unit], Any]], Any], people: dict[str, str], today: date) -> None:
    """Tell it, one unit each; what is granted in the story stays as it was."""
    for name, work in _story(people, today):
        actor = Actor(people[name], "officer")
        do(lambda unit, work=work, actor=actor: work(unit, actor))  # type: ignore[misc]
    staff, assessor = Actor(people["staff"], "accreditation"), Actor(people["reviewer"], "trainer")
    do(lambda unit: appoint(unit, staff, people["reviewer"], SCHEME))
    filled = FilledSheet("demosheet0000001", people["youssef"], SCHEME, SHEET, today, "Training house (demo)",
                         "A colleague (demo)", "", MET)  # fmt: skip
    do(lambda unit: record_practical(unit, assessor, filled))


def _story(people: dict[str, str], today: date) -> list[tuple[str, Callable[[Unit, Actor], Any]]]:
    return [
        ("youssef", lambda unit, actor: accept_code(unit, actor, "1", "democode00000001")),
        ("kofi", lambda unit, actor: accept_code(unit, actor, "1", "democode00000002")),
        ("kofi", lambda unit, actor: ask(unit, actor, NewRequest("demoasked0000001", "practical", SCHEME, SHEET,
                                                                 "Any day after two in the afternoon (demo)"))),
        ("kwame", lambda unit, actor: record_claim(unit, actor, NewEvidence(
            "democase00000001", people["kwame"], "logged-case", "seizure", today - timedelta(days=9),
            {"title": "", "note": "Two telephones and a router taken from a shop, packed and labelled (demo)."}))),
        ("kofi", lambda unit, actor: record_claim(unit, actor, NewEvidence(
            "demohours0000001", people["kofi"], "contact-hours", "training", today - timedelta(days=20),
            {"title": "Day on telephones (demo)", "note": ""}, minutes=360))),
        ("fatima", lambda unit, actor: record_claim(unit, actor, NewEvidence(
            "demohours0000002", people["fatima"], "contact-hours", "training", today - timedelta(days=30),
            {"title": "Seminar on evidence (demo)", "note": ""}, minutes=150))),
    ]  # fmt: skip
