"""What trainers bring waits for a day for who sent it, is added once, and obeys the rules of every other save."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine

from app.curriculum.domain.question_table import read_question_table
from app.curriculum.domain.table_reading import read_text_table
from app.curriculum.services.bringing import add_questions, forget_brought
from app.curriculum.services.owning import own_course
from tests.domain.curriculum.word_files import WordFile, heading, paragraph, png, text
from tests.page import Browser, Page
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
LESSON = f"modules/{MODULE}/10-two-kinds.md"
PRACTICE = f"modules/{MODULE}/90-practice.quiz.md"
TABLE = "question\tanswer 1\tanswer 2\tright\treason 1\nWhat is first?\tLook\tTouch\t1\tIt changes nothing.\n"


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


def document(described: str = "The front of a machine") -> bytes:
    word = WordFile()
    shown = word.picture(png(), described)
    word.body = heading("Cash machines") + paragraph(text("Look first.")) + paragraph(shown)
    return word.bytes()


def bring(browser: Browser, content: bytes, name: str = "machines.docx") -> Page:
    return browser.post(f"{DESK}/bring-document/{MODULE}", {"file": (io.BytesIO(content), name)})


def bring_table(browser: Browser, table: str = TABLE) -> Page:
    return browser.post(f"{DESK}/bring-questions/{PRACTICE}", {"table": table, "file": (io.BytesIO(b""), "")})


def opened_draft(browser: Browser) -> None:
    """Save a text, so that a draft is open."""
    form = browser.get(f"{DESK}/text/{LESSON}").form("/text/")
    browser.post(f"{DESK}/text/{LESSON}", {**form, "body": f"{form['body'][0]}\n\nOne more line.", "action": "save"})


def files_of(demo: Instance) -> dict[str, bytes]:
    """Return path → bytes of the newest version of the course."""
    newest = (
        "SELECT s.path, s.content FROM source_file s JOIN course_version v ON v.id = s.version_id "
        "JOIN course c ON c.id = v.course_id WHERE c.key = ? AND v.number = (SELECT max(number) FROM course_version x "
        "WHERE x.course_id = c.id)"
    )
    with demo.works.database.reading() as connection:
        return dict(connection.exec_driver_sql(newest, (COURSE,)).all())


def test_nothing_is_written_before_the_lessons_are_added(demo: Instance, trainer: Browser) -> None:
    before = files_of(demo)
    page = bring(trainer, document())
    assert page.h1 == "Look at the lessons"
    assert page.sees("Look first.")
    assert files_of(demo) == before
    added = trainer.post(page.path, page.form("/brought-document/"))
    assert added.sees("Cash machines")
    new = {path: content for path, content in files_of(demo).items() if path not in before}
    (lesson,) = [path for path in new if path.endswith(".md")]
    (picture,) = [path for path in new if "/assets/" in path]
    assert lesson.startswith(f"modules/{MODULE}/")
    assert f"![The front of a machine](assets/{picture.rpartition('/')[2]})".encode() in new[lesson]
    assert b"duration: 1 min" in new[lesson]


def test_a_document_is_added_once(trainer: Browser) -> None:
    page = bring(trainer, document())
    form = page.form("/brought-document/")
    trainer.post(page.path, form)
    again = trainer.post(page.path, form)
    assert again.status == 404
    assert again.sees("it was added already, or a day has passed")


def test_a_picture_needs_a_description_before_it_is_added(demo: Instance, trainer: Browser) -> None:
    """The document says none, so the author does."""
    before = files_of(demo)
    page = bring(trainer, document(""))
    assert page.form("/brought-document/")["picture-1"] == [""]
    refused = trainer.post(page.path, page.form("/brought-document/"))
    assert refused.status == 422
    assert refused.sees("Say what the picture shows")
    assert files_of(demo) == before
    too_long = trainer.post(page.path, {**page.form("/brought-document/"), "picture-1": "x" * 401})
    assert (too_long.status, too_long.form("/brought-document/")["picture-1"]) == (422, ["x" * 401])
    done = trainer.post(page.path, {**page.form("/brought-document/"), "picture-1": "A [slot] & more"})
    assert done.status == 200
    lesson = next(text for text in files_of(demo).values() if b"Look first." in text)
    assert b"![A \\[slot\\] & more](assets/" in lesson


def test_what_was_sent_is_seen_by_who_sent_it_and_for_a_day(demo: Instance, trainer: Browser) -> None:
    page = bring(trainer, document())
    picture = page.tree.xpath("//form//img/@src")[0]
    assert trainer.client.get(picture).mimetype == "image/webp"
    reviewer = demo.signed_in("reviewer")
    with demo.works.database.reading() as connection:
        trainers = set(connection.exec_driver_sql("SELECT person_id FROM role_grant WHERE role = 'trainer'").scalars())
        (other,) = trainers - set(connection.exec_driver_sql("SELECT person_id FROM course_owner").scalars())
    demo.works.database.write(lambda unit: own_course(unit, COURSE, other))
    assert reviewer.get(DESK).status == 200
    for path in (page.path, picture):
        assert reviewer.client.get(path).status_code == 404
    assert reviewer.post(page.path, {"picture-1": "x"}).status == 404
    with time_machine.travel(demo.works.database.clock() + timedelta(hours=25)):
        later = demo.signed_in("trainer")
        assert later.get(page.path).status == 404
        assert demo.works.database.write(forget_brought) == 1
    with demo.works.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM brought_file").scalar() == 0


def test_a_person_has_five_files_waiting_at_most(demo: Instance, trainer: Browser) -> None:
    pages = [bring_table(trainer).path for _ in range(6)]
    assert trainer.get(pages[0]).status == 404
    assert trainer.get(pages[1]).status == 200
    with demo.works.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM brought_file").scalar() == 5


def test_a_course_in_review_takes_nothing_and_what_was_sent_stays(demo: Instance, trainer: Browser) -> None:
    lesson, table = bring(trainer, document()), bring_table(trainer)
    opened_draft(trainer)
    asked = trainer.post(f"{DESK}/ask-for-review")
    assert asked.sees("Another trainer is reviewing this version"), asked.tree.text_content()
    for page, sent in ((lesson, lesson.form("/brought-document/")), (table, {})):
        refused = trainer.post(page.path, sent)
        assert (refused.status, refused.sees("Take it back first")) == (409, True)
        assert trainer.get(page.path).status == 200
    picture = {"picture": (io.BytesIO(png()), "a.png"), "alternative": "A scene", "title": "T", "body": "x"}
    assert trainer.post(f"{DESK}/picture/{LESSON}", picture).status == 409


def test_a_course_cannot_grow_beyond_what_a_folder_may_hold(demo: Instance, trainer: Browser) -> None:
    """A course of more than 20 MB could not be read any more, so a picture too many is refused."""
    opened_draft(trainer)
    left = 20_000_000 - sum(map(len, files_of(demo).values()))
    with demo.works.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO source_file (version_id, path, content, hash) SELECT version_id, 'modules/x/assets/big.png', "
            "zeroblob(?), '' FROM source_file WHERE path = 'course.yml' ORDER BY version_id DESC LIMIT 1",
            (left - 50,),
        )
    picture = {"picture": (io.BytesIO(png(900, 900)), "a.png"), "alternative": "A scene", "title": "T", "body": "x"}
    refused = trainer.post(f"{DESK}/picture/{LESSON}", picture)
    assert (refused.status, refused.sees("larger than 20 MB")) == (422, True)


def test_a_picture_is_put_beside_its_text_and_into_it(demo: Instance, trainer: Browser) -> None:
    """T14: shown at once to its author, to officers only once it is live."""
    form = trainer.get(f"{DESK}/text/{LESSON}").form(f"/text/{LESSON}")
    sent = {**form, "body": "Typed and not saved.", "alternative": "A slot", "picture": (io.BytesIO(png()), "x.jpg")}
    page = trainer.post(f"{DESK}/picture/{LESSON}", sent)
    body = page.form("/text/")["body"][0]
    assert body.startswith("Typed and not saved.\n\n![A slot](assets/a-slot-")
    shown = page.tree.xpath("//section[@id='preview']//img/@src")[0]
    assert trainer.client.get(shown).status_code == 200
    assert demo.signed_in("kwame").client.get(shown).status_code == 404
    assert any("/assets/a-slot-" in path for path in files_of(demo))
    new = trainer.post(f"{DESK}/picture/modules/{MODULE}/99-new.md", {**sent, "picture": (io.BytesIO(png()), "x.jpg")})
    assert new.h1 == "New lesson"
    assert new.form("/new-lesson/")["body"][0].startswith("Typed and not saved.\n\n![A slot]")


def test_a_script_gets_the_picture_as_markdown_and_its_size(trainer: Browser) -> None:
    sent = {"alternative": "A slot", "picture": (io.BytesIO(png()), "x.png")}
    answer = trainer.post(f"{DESK}/picture/{LESSON}", sent, headers={"Accept": "application/json"})
    assert answer.response.json["markdown"].startswith("![A slot](assets/a-slot-")
    assert "KB" in answer.response.json["said"]
    wrong = trainer.post(f"{DESK}/picture/{LESSON}", {"alternative": ""}, headers={"Accept": "application/json"})
    assert wrong.status == 422
    assert set(wrong.response.json["errors"]) == {"alternative", "picture"}


def test_rows_that_are_right_are_added_and_sending_the_table_again_adds_nothing(
    demo: Instance, trainer: Browser
) -> None:
    """T5: a preview of errors by row and column; a repeat adds nothing."""
    page = bring_table(trainer, TABLE + "Wrong?\tA\tB\t7\n")
    assert page.sees("1 question can be added.")
    assert page.sees("Row 3, column right: “7” is no number or letter of an answer in this row.")
    done = trainer.post(page.path, {})
    assert done.sees("Saved.")
    assert files_of(demo)[PRACTICE].count(b"## What is first?") == 1
    again = bring_table(trainer)
    assert again.sees("0 questions can be added.")
    assert again.sees("1 row is left out: its question is there already")
    assert not again.tree.xpath("//form[contains(@action, 'brought-questions')]")


def test_two_windows_that_add_the_same_question_add_it_once(demo: Instance, trainer: Browser) -> None:
    one, two = bring_table(trainer), bring_table(trainer)
    trainer.post(one.path, {})
    trainer.post(two.path, {})
    assert files_of(demo)[PRACTICE].count(b"## What is first?") == 1


def test_a_question_that_came_in_between_is_not_added_a_second_time(demo: Instance, trainer: Browser) -> None:
    """Between the look and the save somebody else may have added the same question."""
    text = files_of(demo)[PRACTICE].decode()
    found = read_question_table(read_text_table(TABLE.encode()), {}, set(), text)
    with demo.works.database.reading() as connection:
        owner = connection.exec_driver_sql("SELECT person_id FROM course_owner LIMIT 1").scalar()
    for _ in range(2):
        demo.works.database.write(
            lambda unit: add_questions(unit, course=COURSE, person_id=owner, path=PRACTICE, questions=found.questions)
        )
    assert files_of(demo)[PRACTICE].count(b"## What is first?") == 1


def test_a_file_says_how_its_letters_were_read(trainer: Browser) -> None:
    content = "question,answer 1,answer 2,right\nOù ?,Café,Thé,1\n".encode("cp1252")
    page = trainer.post(f"{DESK}/bring-questions/{PRACTICE}", {"file": (io.BytesIO(content), "a.csv")})
    assert page.sees("It was read as Windows-1252: check accents")
    assert page.sees("Café")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_table_to_start_from_comes_back_as_questions(trainer: Browser, ending: str) -> None:
    template = trainer.client.get(f"/authoring/question-table.{ending}")
    assert template.headers["Content-Disposition"] == f'attachment; filename="questions.{ending}"'
    page = trainer.post(f"{DESK}/bring-questions/{PRACTICE}", {"file": (io.BytesIO(template.data), "q")})
    assert page.sees("3 questions can be added.")


@pytest.mark.parametrize("typed", [{"title": ""}, {"title": "x" * 201}])
def test_a_bank_needs_a_title(trainer: Browser, typed: dict[str, str]) -> None:
    page = trainer.post(f"{DESK}/new-bank", {"examination": "1", **typed})
    assert (page.status, page.sees("Enter a title")) == (422, True)
    assert page.tree.xpath("//input[@name='examination'][@checked]")


@pytest.mark.parametrize("body", ["[]", '{"html": 1}', "nothing", '{"html": "' + "x" * 1_000_001 + '"}'])
def test_what_is_no_paste_is_refused(trainer: Browser, body: str) -> None:
    headers = {"X-CSRF-Token": trainer.token(), "Content-Type": "application/json"}
    answer = trainer.client.post("/authoring/paste", data=body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_input")


def test_a_paste_is_answered_with_markdown_and_with_what_was_left_out(trainer: Browser) -> None:
    html = "<h1>A</h1><p><b>x</b><img src='https://example.org/y.png'></p>"
    for sent in (html, html + "<p>y</p>" * 20_000):
        found = trainer.json("/authoring/paste", {"html": sent}).response.json
        assert found["markdown"].startswith("## A\n\n**x**")
        assert "Add pictures below the text." in found["said"]
