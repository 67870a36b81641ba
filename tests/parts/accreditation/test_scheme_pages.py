"""The pages of schemes: what is asked stands there as sentences, for accreditation staff."""

from __future__ import annotations

from pathlib import Path

from app.accreditation.issuer import Issuer
from app.accreditation.services.scheme_loading import load_schemes
from tests.page import Page
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
renewal:
  opens-months: 6
  grace-days: 90
  requirements:
    contact-hours: {n: 12}
"""


def test_a_scheme_is_shown_as_sentences(demo: Instance, tmp_path: Path) -> None:
    """Who decides, how long it holds, what is asked, how it is renewed, and the assessor's sheet with its marks."""
    write(tmp_path)
    (tmp_path / "practice.yml").write_text(LEVEL_TWO, encoding="utf-8")
    demo.works.database.write(lambda unit: load_schemes(unit, tmp_path, Issuer("Us", "http://x", demo=True)))
    staff = Page(demo, "maria")
    assert "A scheme with practice" in staff.get("/accreditation/schemes").text
    shown = staff.get("/accreditation/schemes/practice").text
    for words in (
        "2 persons of accreditation staff", "24 months", "Pass the practical exercise", "A room",
        "Accept the code of conduct", "6 months before its end", "12", "Makes people safe", "critical",
    ):  # fmt: skip
        assert words in shown, words
