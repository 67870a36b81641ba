"""A course goes out as a folder and comes in again without loss; nobody's work is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.assessment.services.starting import start_attempt
from app.curriculum.domain.course_state import STATE
from app.curriculum.domain.folder import read_folder
from app.curriculum.domain.writing.folder import canonical_folder
from app.curriculum.models import SourceRevision
from app.curriculum.queries import outline_of, source_files, versions_of
from app.curriculum.services import replacing
from app.curriculum.services.editing import edit_text, whole
from app.curriculum.services.identities import IdOfAnotherType
from app.curriculum.services.reviewing import ask_for_review
from app.foundation.crypto import Keyring
from app.foundation.transaction import Database
from app.learning.services.enrolling import join_course
from tests.parts.curriculum.conftest import COURSE, FILES, LESSON, QUIZ, Staff
from tests.parts.curriculum.folders import command_line, found, put, run

SHIPPED = sorted(path.parent for path in (Path(__file__).parents[3] / "courses").glob("*/course.yml"))
MORE = FILES[LESSON] + b"\nAnd then act.\n"


def newest(database: Database, state: str) -> dict[str, bytes]:
    """Return the files of the version of the small course that is in this state."""
    with database.reading() as connection:
        version = next(one for one in versions_of(connection, COURSE) if one.state == state)
        return source_files(connection, version.id)


def test_every_shipped_course_comes_out_byte_for_byte_as_it_is_written(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """T15: load, export, compare; the zip holds the same."""
    line = command_line(database, keyring)
    for folder in SHIPPED:
        files, _ = read_folder(folder)
        assert run(line, "load", folder) == 0
        assert run(line, "export", folder.name, tmp_path / folder.name, "--zip", tmp_path / "a.zip", "--draft") == 0
        out = found(tmp_path / folder.name)
        assert out.pop(STATE).startswith(b"# Where")
        assert out == canonical_folder(files)
        assert run(line, "load", tmp_path / "a.zip", "--dry-run") == 1, "it waits in review"


def test_what_was_taken_out_and_not_changed_changes_nothing(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = command_line(database, keyring)
    assert run(line, "export", COURSE, tmp_path / "out") == 0
    assert run(line, "load", tmp_path / "out") == 0
    assert "nothing was changed" in capsys.readouterr().out
    spaced = put(tmp_path / "spaced", {**FILES, LESSON: FILES[LESSON].replace(b"\n", b"\r\n") + b"\n\n"})
    assert run(line, "load", spaced) == 0
    assert "nothing was changed" in capsys.readouterr().out


def test_a_course_that_is_written_loosely_comes_out_as_fmt_writes_it(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path
) -> None:
    """T15: whatever line ends and empty lines the source has: load and export are what fmt does to it."""
    line = command_line(database, keyring)
    tight = FILES[LESSON] + b"\n- One\n- Two\n\nAnd then act.\n"
    loose = {**FILES, LESSON: tight.replace(b"\n", b"\r\n") + b"\r\n\r\n"}
    assert run(line, "load", put(tmp_path / "loose", loose)) == 0
    assert run(line, "export", COURSE, tmp_path / "out", "--draft") == 0
    out = found(tmp_path / "out")
    del out[STATE]
    assert out == canonical_folder(loose)
    assert out[LESSON] != loose[LESSON]
    assert b"\r" not in out[LESSON]


def test_equal_courses_give_equal_archives(database: Database, keyring: Keyring, staff: Staff, tmp_path: Path) -> None:
    line = command_line(database, keyring)
    for name in ("a.zip", "b.zip"):
        assert run(line, "export", COURSE, "--zip", tmp_path / name) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_folder_is_loaded_for_review_and_its_author_is_named(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """T4: whose work it is stands in the version, so that somebody else reviews it."""
    line = command_line(database, keyring)
    assert run(line, "load", put(tmp_path / "in", {**FILES, LESSON: MORE}), "--by", "author") == 0
    assert "a trainer reviews and publishes it" in capsys.readouterr().out
    with database.reading() as connection:
        (version, *_) = versions_of(connection, COURSE)
        assert (version.state, version.author_id) == ("in_review", staff.author)


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.reading() as connection:
        version_id = versions_of(connection, COURSE)[0].id
        outline = outline_of(connection, version_id)
    assert outline
    database.write(lambda unit: join_course(unit, person_id=staff.reviewer, course=COURSE))
    quiz_id = outline.activities[1].quiz_id
    database.write(lambda unit: start_attempt(unit, person_id=staff.reviewer, quiz_version_id=quiz_id, seed="s"))
    quiz = FILES[QUIZ].replace(b"{#light for=see}", b"{#lamp for=see}").replace(b"Touch\n", b"Take\n")
    before = newest(database, "live")
    assert run(command_line(database, keyring), "load", put(tmp_path / "in", {**FILES, QUIZ: quiz}), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "added    question lamp: The light is on." in said
    assert "changed  quiz     practice: Practice" in said
    assert "changed  question what-first: What comes first?" in said
    assert "retired  question light: The light is on." in said
    assert "Ids: 1 added, 2 changed, 1 retired. 1 files differ." in said
    assert "1 officers are under way and stay on the version they began." in said
    assert "1 attempts asked what changes; 1 of them are open." in said
    assert newest(database, "live") == before
    with database.reading() as connection:
        assert len(versions_of(connection, COURSE)) == 1


def test_a_folder_taken_before_somebody_saved_is_refused_with_both_texts_shown(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An upload onto a draft that has changed since it was taken is refused; there is no silent merge."""
    line = command_line(database, keyring)
    run(line, "export", COURSE, tmp_path / "mine")
    (tmp_path / "mine" / LESSON).write_bytes(MORE)
    theirs = FILES[LESSON].decode() + "\nNobody touches.\n"
    database.write(
        lambda unit: edit_text(unit, course=COURSE, person_id=staff.colleague, path=LESSON, edit=whole(theirs))
    )
    assert run(line, "load", tmp_path / "mine", "--dry-run", "--by", "author") == 1
    assert run(line, "load", tmp_path / "mine", "--by", "author") == 1
    said = capsys.readouterr()
    assert "- Nobody touches." in said.out
    assert "+ And then act." in said.out
    assert "Export that version, put your changes into it, and load that." in said.err
    assert newest(database, "draft")[LESSON] == theirs.encode()


def test_a_folder_taken_from_the_draft_takes_its_place_and_each_change_is_kept(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = command_line(database, keyring)
    database.write(
        lambda unit: edit_text(unit, course=COURSE, person_id=staff.colleague, path=LESSON, edit=whole(MORE.decode()))
    )
    run(line, "export", COURSE, tmp_path / "mine", "--draft")
    (tmp_path / "mine" / LESSON).write_bytes(FILES[LESSON] + b"\nMine.\n")
    (tmp_path / "mine" / "README.md").write_bytes(b"How this came about.\n")
    assert run(line, "load", tmp_path / "mine") == 1, "nobody is named"
    assert run(line, "load", tmp_path / "mine", "--by", "reviewer") == 1, "they do not own it"
    assert newest(database, "draft")[LESSON] == MORE
    assert run(line, "load", tmp_path / "mine", "--by", "author") == 0
    held = newest(database, "in_review")
    assert held[LESSON].endswith(b"\nMine.\n")
    assert "README.md" in held
    with database.reading() as connection:
        rows = connection.execute(sa.select(SourceRevision.path, SourceRevision.person_id)).all()
    assert (LESSON, staff.author) in [tuple(row) for row in rows]


def test_a_load_that_fails_in_the_middle_changes_nothing(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Import is one transaction."""
    line = command_line(database, keyring)
    database.write(
        lambda unit: edit_text(unit, course=COURSE, person_id=staff.author, path=LESSON, edit=whole(MORE.decode()))
    )
    run(line, "export", COURSE, tmp_path / "mine", "--draft")
    changed = {LESSON: FILES[LESSON], QUIZ: FILES[QUIZ].replace(b"Touch\n", b"Take\n")}
    put(tmp_path / "mine", changed)
    before = newest(database, "draft")
    saved: list[str] = []

    def fails_at_the_second(unit, **values):  # type: ignore[no-untyped-def]
        saved.append(values["path"])
        if len(saved) > 1:
            raise OSError("the disk is full")
        return real(unit, **values)

    real = replacing.edit_file
    monkeypatch.setattr(replacing, "edit_file", fails_at_the_second)
    with pytest.raises(OSError, match="disk is full"):
        run(line, "load", tmp_path / "mine", "--by", "author")
    assert newest(database, "draft") == before


def answered(database: Database, staff: Staff) -> None:
    """Let somebody begin the practice quiz."""
    with database.reading() as connection:
        outline = outline_of(connection, versions_of(connection, COURSE)[0].id)
    assert outline
    quiz_id = outline.activities[1].quiz_id
    database.write(lambda unit: start_attempt(unit, person_id=staff.reviewer, quiz_version_id=quiz_id, seed="s"))


OTHER_TYPE = FILES[QUIZ].replace(b"= true\n  > true: Right.\n", b"= 3\n")


def test_an_id_that_was_answered_never_comes_to_mean_another_type(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = command_line(database, keyring)
    folder = put(tmp_path / "in", {**FILES, QUIZ: OTHER_TYPE})
    assert run(line, "load", folder, "--dry-run") == 0, "before anybody has answered, it may"
    answered(database, staff)
    assert run(line, "load", folder, "--dry-run") == 1
    assert "light (truefalse, now number)" in capsys.readouterr().out
    assert run(line, "load", folder) == 1
    assert "Give what is new an id of its own." in capsys.readouterr().err
    lesson = FILES[LESSON].replace(b"id: first", b"id: practice")
    quiz = FILES[QUIZ].replace(b"id: practice", b"id: trial")
    put(tmp_path / "in", {LESSON: lesson, QUIZ: quiz})
    assert run(line, "load", folder) == 1
    assert "practice (quiz, now lesson)" in capsys.readouterr().err


def test_an_id_that_was_answered_is_retired_not_freed(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken out in one version, it may come back as what it was, and as nothing else."""
    answered(database, staff)
    line = command_line(database, keyring, demo=True)
    without = FILES[QUIZ].split(b"## The light")[0]
    assert run(line, "load", put(tmp_path / "in", {**FILES, QUIZ: without})) == 0
    assert run(line, "load", put(tmp_path / "in", {QUIZ: OTHER_TYPE})) == 1
    assert run(line, "load", put(tmp_path / "in", {QUIZ: FILES[QUIZ]}), "--dry-run") == 0
    assert "light: The light is on. (it stood in an earlier version)" in capsys.readouterr().out
    assert run(line, "load", tmp_path / "in") == 0


def test_in_the_browser_too_no_answered_id_changes_its_type(database: Database, staff: Staff) -> None:
    answered(database, staff)
    database.write(
        lambda unit: edit_text(unit, course=COURSE, person_id=staff.author, path=QUIZ, edit=whole(OTHER_TYPE.decode()))
    )
    with pytest.raises(IdOfAnotherType):
        database.write(lambda unit: ask_for_review(unit, COURSE, staff.author))


def test_an_export_writes_over_an_earlier_one_and_over_nothing_else(
    database: Database, keyring: Keyring, staff: Staff, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = command_line(database, keyring)
    assert run(line, "export", "no-such-course", tmp_path / "none") == 1
    assert run(line, "export", COURSE, tmp_path / "none", "--draft") == 1
    assert not (tmp_path / "none").exists()
    run(line, "export", COURSE, tmp_path / "out")
    put(tmp_path / "out", {"modules/01-one/20-gone.md": b"x", ".git/config": b"kept"})
    assert run(line, "export", COURSE, tmp_path / "out") == 0
    assert "modules/01-one/20-gone.md" not in found(tmp_path / "out")
    assert found(tmp_path / "out")[".git/config"] == b"kept"
    put(tmp_path / "other", {"letter.txt": b"mine"})
    assert run(line, "export", COURSE, tmp_path / "other") == 1
    assert found(tmp_path / "other") == {"letter.txt": b"mine"}
    assert "Name an empty folder" in capsys.readouterr().err


def test_an_archive_with_something_wrong_is_not_loaded(
    database: Database, keyring: Keyring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 and nothing more")
    assert run(command_line(database, keyring), "load", tmp_path / "bad.zip") == 1
    assert capsys.readouterr().out.startswith("bad.zip:1:1: F21 ")
