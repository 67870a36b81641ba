"""Loading schemes: what changed becomes a version, what cannot be certified on is refused, and all stand or fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.accreditation.issuer import Issuer
from app.accreditation.queries import schemes_in_force
from app.accreditation.services.scheme_loading import (
    CoursesNotReady,
    SchemeNotReadable,
    SchemeNumberNotRaised,
    load_schemes,
)
from app.foundation.errors import Refusal
from tests.parts.accreditation.holders import COURSE, entries, scalar
from tests.plugins.instances import Instance

SCHEMES = Path(__file__).parents[3] / "courses" / "schemes"
DEMO, REAL = Issuer("Us", "http://localhost", demo=True), Issuer("Us", "https://x.example", demo=False)
TEXT = f"""id: first
title: A scheme
kind: knowledge
decision: automatic
valid-months: 24
version: 1
design: alliance
statement: "has shown it"
requirements:
  all:
    - identity-confirmed: {{}}
    - examination-passed: {{course: {COURSE}, quiz: final-examination, cut: 80%}}
"""


def load(demo: Instance, folder: Path, issuer: Issuer = DEMO, **more: bool) -> list[str]:
    found = demo.works.database.write(lambda unit: load_schemes(unit, folder, issuer, **more))
    return [f"{scheme.key} {scheme.number}" for scheme in found]


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "schemes"


def test_loading_again_changes_nothing(demo: Instance) -> None:
    """A16: the schemes whose course is there are in force already, once; the others wait for their courses."""
    assert load(demo, SCHEMES, ready_only=True) == []
    loaded = [one["scheme"] for one in entries(demo.works, "accreditation:scheme:loaded")]
    assert loaded == ["cfr-1", "cfr-knowledge"]
    with pytest.raises(CoursesNotReady):
        load(demo, SCHEMES)


def test_a_changed_scheme_with_a_higher_number_comes_into_force(demo: Instance, folder: Path) -> None:
    """A10: the earlier version stays, since certificates name it."""
    write(folder, "first", TEXT)
    assert load(demo, folder) == ["first 1"]
    write(folder, "first", "# only a remark\n" + TEXT)
    assert load(demo, folder) == []
    write(folder, "first", TEXT.replace("version: 1", "version: 3").replace("24", "36"))
    assert load(demo, folder) == ["first 3"]
    with demo.works.database.reading() as connection:
        in_force = {one.scheme.key: one.scheme for one in schemes_in_force(connection)}
    assert (in_force["first"].number, in_force["first"].valid_months) == (3, 36)
    assert scalar(demo.works, "SELECT count(*) FROM scheme_version WHERE scheme = 'first'") == 2


@pytest.mark.parametrize("number", [1, 2])
def test_a_change_under_a_used_number_is_refused(demo: Instance, folder: Path, number: int) -> None:
    """A10: a number means one text."""
    write(folder, "first", TEXT.replace("version: 1", "version: 2"))
    load(demo, folder)
    write(folder, "first", TEXT.replace("version: 1", f"version: {number}").replace("24", "12"))
    with pytest.raises(SchemeNumberNotRaised) as refused:
        load(demo, folder)
    assert refused.value.values == {"file": "first.yml", "number": 2}


def test_unreviewed_courses_certify_nobody_outside_a_demonstration(demo: Instance, folder: Path) -> None:
    """A10, T4: the refusal names the courses; a demonstration may, and says so on the paper."""
    write(folder, "first", TEXT)
    with pytest.raises(CoursesNotReady) as refused:
        load(demo, folder, REAL)
    assert refused.value.values["courses"] == COURSE
    assert load(demo, folder, DEMO) == ["first 1"]


def test_a_course_that_is_not_live_is_refused_everywhere(demo: Instance, folder: Path) -> None:
    """A10: such a scheme could never be met."""
    write(folder, "first", TEXT.replace(COURSE, "no-such-course"))
    with pytest.raises(CoursesNotReady):
        load(demo, folder, DEMO)


BAD = {
    "a tab": TEXT.replace("  all:", "\tall:"),
    "empty": "",
    "a list": "- a\n- b\n",
    "missing key": TEXT.replace("design: alliance\n", ""),
    "unknown key": TEXT + "surprise: 1\n",
    "unknown requirement": TEXT.replace("identity-confirmed", "friend-of-the-chief"),
    "cut without sign": TEXT.replace("80%", "80"),
    "no course": TEXT.replace(f"course: {COURSE}, ", ""),
    "another id": TEXT.replace("id: first", "id: second"),
    "validity of no length": TEXT.replace("24", "0"),
    "a date": TEXT.replace('"has shown it"', "2026-01-01\nsurprise: 2026-01-01"),
    "an empty list": TEXT.split("  all:")[0] + "  all: []\n",
    "a tree that is a word": TEXT.split("requirements:")[0] + "requirements: yes\n",
    "code": TEXT.replace('"has shown it"', "!!python/object/apply:os.getcwd []"),
    "twice the same key": TEXT + "title: Another\n",
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_says_no_scheme_is_named_with_its_reason(demo: Instance, folder: Path, kind: str) -> None:
    """A10: never a traceback; nothing of the folder is stored."""
    write(folder, "a-good-one", TEXT.replace("id: first", "id: a-good-one"))
    write(folder, "first", BAD[kind])
    with pytest.raises(SchemeNotReadable) as refused:
        load(demo, folder)
    assert isinstance(refused.value, Refusal)
    assert refused.value.values["file"] == "first.yml"
    assert refused.value.values["reason"]
    assert scalar(demo.works, "SELECT count(*) FROM scheme_version WHERE scheme = 'a-good-one'") == 0
