"""`after:` in course.yml (T11): what it may name, what keeps it, and what is said where it changes."""

from __future__ import annotations

import pytest

from app.curriculum.domain.course_archive import read_archive, write_archive
from app.curriculum.domain.course_file import read_course_file
from app.curriculum.domain.course_reading import read_course
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.module_list import ModuleHead, entries_of, module_changed
from app.curriculum.domain.opening_order import MoveBreaksTheOrder, module_moved, opening_changes
from app.curriculum.domain.translations import head_hash
from app.curriculum.domain.wording import is_wording_alone
from app.curriculum.domain.writing.folder import canonical_folder
from tests.domain.curriculum.small_course import FILES, changed, small_course

C = "course.yml"
AFTER = ", after: first-steps}"
LISTED = """modules:
  - 01-one: {title: One, minutes: 5}
  - 02-two: {title: Two, minutes: 5, after: 01-one}
  - 03-three: {title: "Three: last", minutes: 5, after: one}
"""


@pytest.mark.parametrize(
    ("named", "key", "codes"),
    [
        ("", "", []),
        (", after: first-steps", "first-steps", []),
        (", after: 01-first-steps", "first-steps", []),
        (", after: first-step", "", ["C08"]),
        (", after: 02-final", "", ["C08"]),
        (", after: [first-steps]", "", ["F10"]),
    ],
)
def test_a_module_opens_after_an_earlier_one_named_by_folder_or_key(named: str, key: str, codes: list[str]) -> None:
    reading = read_course(changed(C, AFTER, f"{named}}}"))
    assert [finding.code for finding in reading.findings] == codes
    assert codes or (reading.course and [module.after for module in reading.course.modules] == ["", key])
    later = read_course(changed(C, "minutes: 3}", "minutes: 3, after: final}"))
    assert [(finding.code, finding.line) for finding in later.findings] == [("C08", 11)]


def test_what_opens_a_module_is_kept_by_whatever_writes_the_course() -> None:
    """`fmt`, the zip, and a module whose title is changed in the browser; translations stay current."""
    files = small_course()
    assert canonical_folder(files) == files == read_archive(write_archive(files)).files
    after = module_changed(FILES[C], "02-final", ModuleHead("End", "10", after="01-first-steps"))
    assert "  - 02-final: {title: End, minutes: 10, after: 01-first-steps}" in after
    heads = [read_course_file(text, Findings()) for text in (FILES[C], FILES[C].replace(AFTER, "}"))]
    assert len({head_hash(head) for head in heads if head}) == 1


@pytest.mark.parametrize(
    ("folder", "by", "order"),
    [
        ("02-two", -1, None),
        ("01-one", 1, None),
        ("03-three", -1, "132"),
        ("02-two", 1, "132"),
        ("01-one", -1, "123"),
        ("03-three", 1, "123"),
        ("04-none", 1, "123"),
    ],
)
def test_a_move_that_would_break_the_order_is_refused_and_any_other_made(
    folder: str, by: int, order: str | None
) -> None:
    if order is None:
        with pytest.raises(MoveBreaksTheOrder) as refused:
            module_moved(LISTED, folder, by)
        assert refused.value.values == {"title": "Two", "other": "One"}
    else:
        assert [entry.folder[1] for entry in entries_of(module_moved(LISTED, folder, by))] == list(order)


def test_a_change_of_what_opens_a_module_is_said_in_words_and_is_no_change_of_wording() -> None:
    before, after = changed(C, AFTER, "}"), small_course()
    assert [(one.title, one.after) for one in opening_changes(before, after)] == [("Final", "First steps")]
    assert [(one.title, one.after) for one in opening_changes(after, before)] == [("Final", "")]
    assert opening_changes(after, changed(C, "first-steps}", "01-first-steps}")) == ()
    assert [one.title for one in opening_changes({}, after)] == ["Final"]
    assert not is_wording_alone(before, after)
