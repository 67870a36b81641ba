"""What every format of question files keeps, present or still to come: it never fails and drops nothing silently."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.interchange.formats as folder
from app.assessment.domain.known_types import TYPES
from app.assessment.domain.unreadable import UnreadableResponse
from app.interchange.domain.question_file import Level
from app.interchange.known_formats import FORMATS, UnknownFormat, format_of

EVERY_FORMAT = pytest.mark.parametrize("form", list(FORMATS.values()), ids=list(FORMATS))
BY_A_PERSON = {"essay", "upload"}
ANYTHING = st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))


def test_each_file_of_the_folder_is_one_format() -> None:
    files = {path.stem for path in Path(folder.__file__).parent.glob("*.py") if path.stem != "__init__"}
    assert len(files) == len(FORMATS) > 0
    assert issubclass(UnknownFormat, Exception)
    assert not issubclass(UnknownFormat, UnreadableResponse)


@EVERY_FORMAT
@settings(max_examples=150, deadline=None, database=None)
@given(raw=ANYTHING)
def test_whatever_bytes_come_in_are_answered_with_items_and_findings(form, raw) -> None:
    found = form.read("some-file", raw)
    assert found.format == form.name
    for item in found.items:
        assert item.type in TYPES or item.type in BY_A_PERSON
        assert (item.question is None) == (item.type in BY_A_PERSON)
    for one in found.findings:
        assert one.level in get_args(Level)
        assert one.reason
        assert one.where.startswith("some-file")


def test_a_file_of_no_known_format_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormat) as refusal:
        format_of("photo.jpg", b"\xff\xd8\xff\xe0")
    assert "photo.jpg" in refusal.value.message % refusal.value.values
