"""A desk whose schemes rest on the examination, an officer who failed it, and a panel that had no part in anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.accreditation.appeal_queries import AppealRecord, appeal
from app.accreditation.domain.appeal import Step
from app.accreditation.services.appealing import file_appeal
from app.accreditation.services.hearing import acknowledge, decide_appeal, name_panel
from app.accreditation.services.scheme_loading import load_schemes
from app.assessment.queries import AttemptRecord
from app.identity.services.actor import Actor
from tests.parts.accreditation.desk import make_desk
from tests.parts.learning.classroom import EXAM

SCHEME = """\
id: {key}
title: Scheme {key}
kind: knowledge
decision: {decision}
valid-months: 12
version: 1
design: alliance
statement: "has passed"
requirements:
  all:
    - examination-passed: {{course: small-course, quiz: final, cut: {cut}}}
"""
SCHEMES = {"by-exam": ("automatic", "80%"), "lenient": ("staff", "50%")}
KEY = "a" * 16


class Hearing:
    """`ada` sat the examination; `dora` acknowledges, `emil` hears."""

    def __init__(self, folder: Path, url: str) -> None:
        self.desk = make_desk(folder, url, ())
        self.room = self.desk.room
        files = folder / "examined"
        files.mkdir()
        for key, (decision, cut) in SCHEMES.items():
            (files / f"{key}.yml").write_text(SCHEME.format(key=key, decision=decision, cut=cut))
        self.desk.do(lambda unit: load_schemes(unit, files, self.desk.parts()[0]))
        self.room.join("ada")

    def actor(self, name: str, role: str = "accreditation") -> Actor:
        """Return somebody as who acts."""
        return Actor(self.desk.id(name), role)

    def sit(self, answers: dict[str, tuple[str, ...]], seed: str = "seed") -> AttemptRecord:
        """Let ada sit the examination: right but for these answers."""
        public_id = self.room.start("ada", EXAM, seed)
        self.room.save_form("ada", public_id, {**self.room.right("ada", public_id), **answers})
        return self.room.hand_in("ada", public_id)

    def hear(self, about: str, key: str = KEY) -> None:
        """File it and give it to the panel."""
        self.desk.do(lambda unit: file_appeal(unit, self.actor("ada", "officer"), about, "Look again.", key))
        self.desk.do(lambda unit: acknowledge(unit, self.actor("dora"), key, ""))
        self.desk.do(lambda unit: name_panel(unit, self.actor("dora"), key, [self.desk.id("emil")]))

    def uphold(self, outcome: str, paper: str, key: str = KEY, who: str = "emil") -> None:
        """Uphold it."""
        panel = self.actor(who)
        self.desk.do(lambda unit: decide_appeal(unit, panel, key, Step.UPHOLD, outcome, "Right.", paper))

    def found(self, key: str = KEY) -> AppealRecord:
        """Return the appeal as it stands."""
        one = self.room.read(appeal, key)
        assert one
        return one

    def one(self, statement: str, **values: Any) -> Any:
        """Return the one value of a statement."""
        return self.room.ask(statement, **values)[0][0]
