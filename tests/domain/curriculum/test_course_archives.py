"""A zip is the folder and nothing else: equal courses give equal bytes, and whatever else comes is refused unread."""

from __future__ import annotations

import io
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.domain.course_archive import read_archive, write_archive
from app.curriculum.domain.course_reading import course_hash
from app.curriculum.domain.course_state import STATE, revision_of, state_text, taken_from
from tests.domain.curriculum.archives import (
    course_with,
    few_said,
    link,
    many_entries,
    packed,
    with_flag,
    with_method,
    with_mode,
    with_name,
    with_size,
)
from tests.domain.curriculum.hostile import tried
from tests.domain.curriculum.small_course import LESSON, small_course

COURSE = small_course()
ZEROS = b"\0" * 21_000_000

WRONG: list[tuple[str, Callable[[], bytes], list[str]]] = [
    ("nothing", lambda: b"", ["F21"]),
    ("no zip", lambda: b"%PDF-1.7", ["F21"]),
    ("an empty zip", lambda: packed([]), ["F21"]),
    ("cut off", lambda: course_with()[:-30], ["F21"]),
    ("cut in the middle", lambda: course_with()[:400] + course_with()[-600:], ["F25"] * 7),
    ("something before it", lambda: b"MZ" + course_with(), ["F21"]),
    ("a name that climbs", lambda: course_with(("../../outside.md", b"x")), ["F15"]),
    ("a name that climbs inside", lambda: course_with(("modules/../../outside.md", b"x")), ["F15"]),
    ("an absolute name", lambda: course_with(("/etc/outside.md", b"x")), ["F15"]),
    ("a drive", lambda: course_with(("C:/outside.md", b"x")), ["F15"]),
    ("backslashes", lambda: course_with(("modules\\..\\outside.md", b"x")), ["F15"]),
    ("a dot in between", lambda: course_with(("modules/./outside.md", b"x")), ["F15"]),
    ("an empty name", lambda: course_with(("/", b"")), ["F15"]),
    ("a link", lambda: link("modules/link.md"), ["F15"]),
    ("a link that is hidden", lambda: link(".course-state"), ["F15"]),
    ("a pipe", lambda: with_mode("modules/pipe.md", stat.S_IFIFO), ["F15"]),
    ("a device", lambda: with_mode("modules/device.md", stat.S_IFCHR), ["F15"]),
    ("a name twice", lambda: course_with(("course.yml", b"")), ["F23"]),
    ("a file where a folder is", lambda: course_with(("banks", b"")), ["F23"]),
    ("names that differ by capitals", lambda: course_with(("Course.YML", b"x")), ["F23"]),
    ("capitals of a folder", lambda: course_with(("MODULES/01-first-steps/10-look.md", b"")), ["F23"]),
    ("a folder and a file of one name", lambda: course_with(("sources.yml/", b"")), ["F23"]),
    ("a zip inside", lambda: course_with(("modules/more.zip", course_with())), ["F24"]),
    ("a zip inside by another name", lambda: course_with(("modules/01-first-steps/20-x.md", course_with())), ["F24"]),
    ("a gzip inside", lambda: course_with(("x.tar", b"\x1f\x8b\x08\0")), ["F24"]),
    ("a bomb that says so", lambda: course_with(("assets/a.svg", ZEROS)), ["F14"]),
    ("many small bombs", lambda: course_with(*((f"assets/{n}.svg", ZEROS[:3_000_000]) for n in range(7))), ["F14"]),
    ("a bomb that says it is small", lambda: with_size(10), ["F25"]),
    ("an entry that says it is large", lambda: with_size(4_000), ["F25"]),
    ("a size of four gigabytes", lambda: with_size(0xFFFFFFF0), ["F14"]),
    ("encrypted", lambda: with_flag(0x1), ["F22"]),
    ("encrypted strongly", lambda: with_flag(0x41), ["F22"]),
    ("its list encrypted", lambda: with_flag(0x2000), ["F22"]),
    ("packed in another way", lambda: with_method(14), ["F21"]),
    ("packed in a way that nobody knows", lambda: with_method(99), ["F21"]),
    ("100,000 entries", lambda: many_entries(100_000), ["F21"]),
    ("100,000 entries that say they are three", lambda: few_said(many_entries(100_000)), ["F21"]),
    ("2,001 files", lambda: packed((f"assets/{n}.svg", b"") for n in range(2_001)), ["F14"]),
    ("a name that is no UTF-8", lambda: course_with(("assets/é.svg", b"")).replace(b"\xc3\xa9", b"\xff\xff"), ["F26"]),
    ("a name of another code page", lambda: with_name(b"banks/pool", b"banks/po\xe9l"), ["F26"]),
    ("a name that hides its ending", lambda: course_with(("a\u202esvg.md", b"")), ["F26"]),
    ("a name in pieces", lambda: course_with(("assets/e\u0301.svg", b"")), ["F26"]),
    ("a control sign in a name", lambda: course_with(("assets/a\x1b[2J.svg", b"")), ["F26"]),
    ("a NUL in a name", lambda: with_name(b"banks/pool", b"banks\0pool"), ["F26"]),
]  # fmt: skip


@pytest.mark.parametrize(("make", "codes"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_archive_is_refused_unread(make: Callable[[], bytes], codes: list[str]) -> None:
    """Security, class E: nothing of it is read, nothing is written anywhere, and it is said why."""
    read = read_archive(make())
    assert [finding.code for finding in read.findings] == codes
    assert (read.files, read.state) == ({}, "")
    for finding in read.findings:
        assert finding.file.isprintable()
        assert finding.text.isprintable()


def test_a_folder_packed_is_the_folder_read() -> None:
    assert read_archive(write_archive(COURSE)).files == COURSE
    assert read_archive(course_with()).files == COURSE


def test_equal_courses_give_equal_bytes() -> None:
    turned = dict(reversed(COURSE.items()))
    assert write_archive(turned) == write_archive(COURSE)
    with zipfile.ZipFile(io.BytesIO(write_archive(COURSE))) as archive:
        assert [entry.filename for entry in archive.infolist()] == sorted(COURSE)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_folder_packed_with_its_name_around_it_is_read_from_its_root() -> None:
    inside = [(f"my-course/{path}", raw) for path, raw in COURSE.items()]
    made_by_a_system = [("my-course/", b""), ("__MACOSX/my-course/._course.yml", b"x"), ("my-course/.DS_Store", b"x")]
    assert read_archive(packed([*made_by_a_system, *inside])).files == COURSE


def test_hidden_files_are_passed_over_but_for_where_the_folder_was_taken_from() -> None:
    state = state_text("small-course", COURSE)
    read = read_archive(course_with((STATE, state.encode()), (".git/config", b"x"), ("modules/.hidden.md", b"x")))
    assert (read.files, read.state) == (COURSE, state)
    assert taken_from(read.state) == revision_of(COURSE) == course_hash(COURSE)
    assert taken_from("revision: short") == taken_from("") == ""


def test_where_a_folder_was_taken_from_does_not_hang_on_its_white_space() -> None:
    assert revision_of({**COURSE, LESSON: COURSE[LESSON] + b"\n\n\n"}) == revision_of(COURSE)
    assert revision_of({**COURSE, LESSON: COURSE[LESSON] + b"\n\n\nMore."}) != revision_of(COURSE)


@tried(100)
@given(st.binary(max_size=200), st.integers(0, 3_000), st.integers(0, 60))
def test_any_bytes_in_an_archive_are_answered_with_findings(new: bytes, at: int, gone: int) -> None:
    content = course_with()
    read = read_archive(content[:at] + new + content[at + gone :])
    assert bool(read.findings) != bool(read.files)


@pytest.mark.slow
def test_the_worst_archives_are_refused_within_256_megabytes_and_five_seconds(tmp_path: Path) -> None:
    """Security, class E."""
    worst = [
        many_entries(100_000),
        few_said(many_entries(100_000)),
        course_with(("assets/a.svg", ZEROS)),
        with_size(10),
    ]
    for number, content in enumerate(worst):
        (tmp_path / f"{number}.zip").write_bytes(content)
    code = """
import sys, time
from pathlib import Path
from app.curriculum.domain.course_archive import read_archive
begun = time.process_time()
assert all(read_archive(Path(name).read_bytes()).findings for name in sys.argv[1:])
assert time.process_time() - begun < 5
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
assert peak < 256 * 1024, peak
"""
    paths = sorted(map(str, tmp_path.glob("*.zip")))
    done = subprocess.run([sys.executable, "-c", code, *paths], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
