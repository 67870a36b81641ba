"""How a cohort is named by a list, and that a stored reason says what was said (A14)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.accreditation.domain.cohort import (
    MOST,
    Hindrance,
    TooMany,
    Why,
    hindrance_record,
    read_hindrance,
    read_list,
)
from app.accreditation.domain.judged import Judged
from app.accreditation.domain.parting import Bar

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
LISTS = [
    ("", ()),
    (" \n\n", ()),
    ("GH-1", ("GH-1",)),
    ("GH-1, GH-2;GH-3\tGH-4", ("GH-1", "GH-2", "GH-3", "GH-4")),
    ("GH-1\nGH-2\n\nGH-1\n", ("GH-1", "GH-2")),
    ("service_number,name\nGH-1,Ama\nGH-2,Kojo", ("GH-1", "GH-2")),
    ('\ufeffService number;Name\r\n"GH 1";Ama\r\n', ("GH 1",)),
    ("x" * 5_000, ("x" * 100,)),
]


@pytest.mark.parametrize(("text", "named"), LISTS)
def test_a_list_is_read_line_by_line_and_each_once(text: str, named: tuple[str, ...]) -> None:
    """A14: pasted from a letter or from a table."""
    assert read_list(text) == named


def test_more_than_five_hundred_are_too_many() -> None:
    assert len(read_list("\n".join(map(str, range(MOST))))) == MOST
    with pytest.raises(TooMany):
        read_list("\n".join(map(str, range(MOST + 1))))


def test_a_stored_reason_says_what_was_said() -> None:
    """Days and moments too: the table of results is read years later, in another language."""
    missing = Judged("examination-passed", "not-met", "Pass", "At %(at)s", {"at": AT, "on": date(2026, 1, 2), "n": 3})
    one = Hindrance(Why.NOT_MET, "PRV-1", (missing,), (Bar("part", "trainer", until=AT), Bar("own-case")))
    assert read_hindrance(hindrance_record(one)) == one
