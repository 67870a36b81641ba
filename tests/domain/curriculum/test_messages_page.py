"""Each remark has a page with a wrong and a right example, and both are true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.curriculum.domain.course_archive import read_archive
from app.curriculum.domain.course_reading import read_course
from app.curriculum.domain.folder import check_folder
from app.curriculum.domain.message_examples import EXAMPLES
from app.curriculum.domain.messages import MESSAGES
from app.curriculum.domain.messages_page import messages_page
from app.curriculum.domain.text_reading import forget_readings
from tests.domain.curriculum.archives import course_with, packed, with_flag, with_size
from tests.domain.curriculum.films import CAPTIONS, FILM, TELEPHONE
from tests.domain.curriculum.small_course import FIGURE, FILES, LESSON, small_course
from tests.parts.curriculum.folders import put

SHOWN = [code for code, example in EXAMPLES.items() if not example.told]
PAGE = Path(__file__).parents[3] / "docs" / "course-messages.md"


def _course(path: str, content: bytes | None) -> list[str]:
    files = {name: raw for name, raw in {**small_course(), path: content}.items() if raw is not None}
    return [finding.code for finding in read_course(files).findings]


def _lesson(body: bytes) -> list[str]:
    return _course(LESSON, FILES[LESSON].encode() + body)


def _video(label: str = "CLEAR", **files: bytes) -> list[str]:
    """The codes of a lesson with a video of whose files some are others, its minutes aside."""
    block = b"\n::: video {src=assets/film.mp4 captions=assets/film.vtt minutes=1 transcript=Look}\n:::\n"
    held = {
        f"{FIGURE.rpartition('/')[0]}/film.{end}": raw for end, raw in {"mp4": FILM, "vtt": CAPTIONS, **files}.items()
    }
    head = FILES["course.yml"].replace("minutes: 3}", f"minutes: 4, tlp: {label}}}").encode()
    course = {**small_course(), **held, LESSON: FILES[LESSON].encode() + block, "course.yml": head}
    return [finding.code for finding in read_course(course).findings]


def _archive(content: bytes) -> list[str]:
    return [finding.code for finding in read_archive(content).findings]


def _long_module() -> list[str]:
    """A module of 2,000 words that states its minutes honestly."""
    head = FILES["course.yml"].replace("minutes: 3}", "minutes: 15}").encode()
    files = {**small_course(), "course.yml": head, LESSON: FILES[LESSON].encode() + b"\nLook now.\n" * 1000}
    return [finding.code for finding in read_course(files).findings]


TOLD: dict[str, Callable[[], list[str]]] = {
    "F01": lambda: _lesson(b"\n\xe9t\xe9\n"),
    "F02": lambda: _lesson(b"\n\0\n"),
    "F12": lambda: _lesson(b"\n" + b"a" * 5_000 + b"\n"),
    "F14": lambda: [
        finding.code for finding in read_course({f"banks/{n}.quiz.md": b"" for n in range(2_001)}).findings
    ],
    "F17": lambda: _lesson(b"\n" * 500_000),
    "F21": lambda: _archive(course_with()[:-40]),
    "F22": lambda: _archive(with_flag(1)),
    "F23": lambda: _archive(course_with(("Course.yml", b""))),
    "F24": lambda: _archive(course_with(("old-version.zip", packed([("x", b"")])))),
    "F25": lambda: _archive(with_size(10)),
    "F26": lambda: _archive(course_with(("assets/facade.svg", b"")).replace(b"assets/facade", b"assets/fa\x87ade")),
    "C01": lambda: _course("course.yml", None),
    "A10": lambda: _course(FIGURE.replace("svg", "png"), b"\xff\xd8\xff\xe0"),
    "A11": lambda: _course(FIGURE, small_course()[FIGURE] + b" " * 3_000_000),
    "A12": lambda: _video(vtt=b"Leave the phone on."),
    "A13": lambda: _video(mp4=TELEPHONE),
    "A15": lambda: _video("AMBER"),
    "X15": _long_module,
}
"""Code → what the reader says to bytes as the example tells of them."""


def test_every_remark_has_an_example() -> None:
    assert set(EXAMPLES) == set(MESSAGES)
    assert {code for code, example in EXAMPLES.items() if example.told} == {*TOLD, "F19", "L15"}


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_gives_its_remark_and_the_right_one_none(code: str) -> None:
    example = EXAMPLES[code]
    assert example.whole or example.right in example.files(wrong=False)[example.file].decode()
    assert [str(finding) for finding in read_course(example.files(wrong=False)).findings] == []
    found = {finding.code for finding in read_course(example.files(wrong=True)).findings}
    assert found == {code, *example.along}


@pytest.mark.parametrize("code", TOLD)
def test_what_is_told_of_gives_its_remark(code: str) -> None:
    assert set(TOLD[code]()) == {code}


def test_a_file_that_nobody_may_read_gives_its_remark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F19; who runs this may be root, for whom no file is closed."""
    put(tmp_path, small_course())

    def closed(_path: object) -> object:
        raise PermissionError

    monkeypatch.setattr("app.curriculum.domain.folder.os.scandir", closed)
    assert "F19" in {finding.code for finding in check_folder(tmp_path)}


def test_the_page_in_the_documents_is_the_one_that_the_command_prints() -> None:
    """Made anew by: ./provost courses messages > docs/course-messages.md"""
    assert PAGE.read_text() == messages_page()
    assert [code for code in MESSAGES if f'<a id="{code}">' not in messages_page()] == []


def test_a_text_that_the_parser_cannot_follow_gives_its_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    """L15 is the last resort: the parser's own limits stop all that we could think of before it."""

    def lost(*_arguments: object) -> None:
        raise RecursionError

    monkeypatch.setattr("app.foundation.markdown.BlockPass.run", lost)
    forget_readings()  # neither what was read before, nor afterwards what is read now
    found = [finding.code for finding in read_course(small_course()).findings if finding.file == LESSON]
    forget_readings()
    assert "L15" in found
