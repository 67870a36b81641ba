"""What an officer may add follows from the schemes in force: each kind and key once, renewals included."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.accreditation.domain.asked import assessors_asked, recordable
from app.accreditation.domain.scheme import Scheme
from app.accreditation.services.scheme_loading import read_scheme_file

SCHEMES = {path.stem: read_scheme_file(path)[0] for path in
           sorted((Path(__file__).parents[3] / "courses" / "schemes").glob("*.yml"))}  # fmt: skip


def test_each_kind_and_key_stands_once_under_the_first_scheme_that_asks() -> None:
    """O33: hours and the code are asked by several schemes, and offered once."""
    found = [(one.kind, one.key, one.scheme) for one in recordable(SCHEMES.values())]
    assert found == [
        ("code-of-conduct", "1", "cfr-1"),
        ("practical", "scene-exercise", "cfr-1"),
        ("contact-hours", "training", "cfr-1"),
        ("logged-case", "seizure", "cfr-1"),
        ("logged-case", "acquisition", "deo-2"),
        ("practical", "acquisition-and-court", "deo-2"),
        ("practical", "case-file", "fci-2"),
        ("interview", "case-interview", "fci-2"),
        ("logged-case", "request-pack", "fci-2"),
    ]


@pytest.mark.parametrize(
    ("scheme", "sheet", "asked", "criteria", "critical", "months"),
    [
        ("cfr-1", "scene-exercise", 1, 14, 5, 36),
        ("deo-2", "acquisition-and-court", 2, 16, 5, 24),
        ("fci-2", "case-file", 1, 12, 3, 24),
        ("fci-2", "case-interview", 2, 7, 2, 24),
    ],
)
def test_the_schemes_that_ship_ask_what_they_were_written_to_ask(
    scheme: str, sheet: str, asked: int, criteria: int, critical: int, months: int
) -> None:
    """A10: assessors, criteria, critical ones, validity."""
    found: Scheme = SCHEMES[scheme]
    lines = found.sheets[sheet].criteria
    assert (assessors_asked(found, sheet), len(lines), sum(line.critical for line in lines), found.valid_months) == (
        asked, criteria, critical, months)  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_that_ships_says_itself_in_the_languages_of_the_certificates(scheme: str) -> None:
    """A10: title and statement, so that a certificate can be made in each."""
    found = SCHEMES[scheme]
    assert set(found.titles) == set(found.statements) == {"en", "fr", "es", "ar"}
