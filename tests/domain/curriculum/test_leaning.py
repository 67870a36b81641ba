"""A reading is kept while what its text leans on is the same: what was kept never says anything else than a new one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.curriculum.domain import text_reading
from app.curriculum.domain.course_reading import read_course, read_draft
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.leaning import Around, Readings
from app.curriculum.domain.text_reading import forget_readings
from tests.domain.curriculum.small_course import sample_course

FOLDER = "modules/01-reading-the-card"
LESSON = f"{FOLDER}/10-what-the-digits-say.md"
OTHER = f"{FOLDER}/15-more.md"
FIGURE = f"{FOLDER}/assets/card.svg"
LINKED = b"\nSee [the other lesson](15-more.md).\n"
MORE = b"---\nid: more\ntitle: More\nduration: 1 min\n---\n\nA word.\n"


def linking() -> dict[str, bytes]:
    """A course with a lesson that leans on another one."""
    files = sample_course()
    return {**files, LESSON: files[LESSON] + LINKED, OTHER: MORE}


def without(files: Mapping[str, bytes], path: str) -> dict[str, bytes]:
    """The files but one."""
    return {name: content for name, content in files.items() if name != path}


def said(files: Mapping[str, bytes]) -> tuple[object, ...]:
    """What the reader makes of a course, and of its lessons where it makes no course."""
    findings = Findings()
    draft = read_draft(files, findings, "warning")
    assert draft is not None
    return read_course(files, live=False).course, draft.modules, draft.translated, findings.sorted()


EDITS = {
    "the linked lesson goes": lambda files: without(files, OTHER),
    "the linked lesson gets another id": lambda files: {
        **without(files, OTHER), f"{FOLDER}/15-most.md": MORE,
    },
    "the figure goes": lambda files: without(files, FIGURE),
    "the figure is another one": lambda files: {
        **files, FIGURE: files[FIGURE].replace(b"</svg>", b"<path d='M0 0h1'/></svg>"),
    },
    "a figure comes whose name is near": lambda files: {
        **without(files, FIGURE), FIGURE.replace("card", "cart"): files[FIGURE],
    },
    "a lesson comes": lambda files: {**files, f"{FOLDER}/17-new.md": MORE.replace(b"ore", b"uch")},
    "the source says something else": lambda files: {**files, LESSON: files[LESSON].replace(b"digits", b"numbers")},
    "nothing": dict,
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_kept_says_the_same_as_what_is_read_anew(edit: str) -> None:
    """T1 T4: there and back, so that every reading is found among others that are kept."""
    forget_readings()
    before, after = linking(), EDITS[edit](linking())
    assert said(before)[0]
    kept = [said(files) for files in (before, after, before, after)]
    for files, found in zip((before, after, before, after), kept, strict=True):
        forget_readings()
        assert said(files) == found


def test_a_lesson_more_has_no_text_read_again_that_does_not_lean_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An author who adds a lesson does not wait for the whole course."""
    read: list[str] = []
    true = text_reading._split

    def noted(text: text_reading.TextPath, *rest: object) -> object:
        read.append(text.path)
        return true(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(text_reading, "_split", noted)
    forget_readings()
    read_course(without(linking(), OTHER))
    assert LESSON in read
    read.clear()
    read_course(linking())
    assert sorted(read) == [LESSON.replace(".md", ".fr.md"), LESSON, OTHER]


def test_no_more_is_kept_than_so_many_bytes_of_text() -> None:
    """A trainer who works on a long text fills no process: what was used longest ago is read again."""
    kept, around, read = Readings[str](100), Around({}, {}, {}), list[str]()

    def reading(key: str, size: int) -> str:
        return kept.get(key, size, around, lambda _among: read.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        reading(key, 40)
    assert read == ["a", "b", "c", "b"]
    assert [reading("too long", 101) for _time in range(2)] == ["too long"] * 2
    assert read[4:] == ["too long"] * 2
