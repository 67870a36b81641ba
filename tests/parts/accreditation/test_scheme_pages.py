"""The pages of schemes: what is asked stands there as sentences, for accreditation staff."""

from __future__ import annotations

from pathlib import Path

from app.accreditation.issuer import Issuer
from app.accreditation.services.scheme_loading import load_schemes
from tests.parts.accreditation.test_recording import write
from tests.plugins.instances import Instance

LEVEL_TWO = """id: practice
title: A scheme with practice
kind: competence
decision: {staff: {approvals: 2}}
valid-months: 24
version: 1
design: alliance
statement: has shown it
requirements:
  all:
    - code-of-conduct: {version: 1}
    - practical: {sheet: scene, at-least: 2}
    - examination-passed: {course: cybercrime-first-responder, quiz: final-examination, cut: 80%}
cut-scores:
  cybercrime-first-responder/final-examination: {cut: 80%, method: modified Angoff, panel: 7, on: 2026-05-04}
renewal:
  opens-months: 6
  grace-days: 90
  requirements:
    contact-hours: {n: 12}
"""


def test_a_scheme_is_shown_as_sentences(demo: Instance, tmp_path: Path) -> None:
    """A33: who decides, how long it holds, what is asked, how its cut score was set, renewal, the sheet."""
    write(tmp_path)
    (tmp_path / "practice.yml").write_text(LEVEL_TWO, encoding="utf-8")
    demo.works.database.write(lambda unit: load_schemes(unit, tmp_path, Issuer("Us", "http://x", demo=True)))
    staff = demo.signed_in("staff")
    assert staff.get("/accreditation/schemes").sees("A scheme with practice")
    shown = staff.get("/accreditation/schemes/practice")
    said = ("2 persons of accreditation staff", "24 months", "Pass the practical exercise", "A room", "12",
            "Accept the code of conduct", "6 months before its end", "Makes people safe", "critical",
            "was set by modified Angoff, by a panel of 7, on 4 May 2026.")  # fmt: skip
    for words in said:
        assert shown.sees(words), words
