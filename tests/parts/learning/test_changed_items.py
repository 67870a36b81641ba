"""An item is changed after it was asked: who was asked the old one keeps it, with its marks and its reasons (T3)."""

from __future__ import annotations

import pytest

from app.learning.papers import paper_of, result_items
from tests.domain.curriculum.small_course import QUIZ, small_course
from tests.parts.learning.classroom import PRACTICE, Classroom

TURNED = [
    (b"## What is first?", b"## What do you do first?"),
    (b"- (x) Looking\n  > Right. Looking changes nothing.", b"- ( ) Looking\n  > No. There is no time to look."),
    (b"- ( ) Touching\n  > No. Touching changes the scene.", b"- (x) Touching\n  > Right. Somebody is in danger."),
]


def turned() -> dict[str, bytes]:
    """The course with another stem, another key and other reasons of one practice item; the other item stays."""
    files = small_course()
    for old, new in TURNED:
        assert old in files[QUIZ]
        files[QUIZ] = files[QUIZ].replace(old, new)
    return files


def shown(room: Classroom, name: str, public_id: str) -> tuple[object, ...]:
    """Return all that the person is shown of an attempt: its paper, its marks, and why."""
    attempt = room.attempt(name, public_id)
    return attempt, room.read(paper_of, attempt), room.read(result_items, attempt)


@pytest.fixture
def begun(room: Classroom) -> Classroom:
    """Ada and Ben are on the first version of the course, and have read its lesson."""
    for name in ("ada", "ben"):
        room.join(name)
        room.finish_lesson(name)
    return room


def test_an_attempt_keeps_its_paper_its_marks_and_its_reasons_when_an_item_changes(begun: Classroom) -> None:
    """T3: handed in before the change, read after it: not a word and not a mark is another one."""
    room = begun
    public_id = room.sit("ada").public_id
    before = shown(room, "ada", public_id)
    room.publish(turned())
    assert shown(room, "ada", public_id) == before
    _, paper, items = before
    said = str(paper) + str(items)
    assert "What is first?" in said
    assert "Looking changes nothing." in said
    assert "Somebody is in danger." not in said


def test_an_attempt_under_way_is_marked_by_the_key_it_was_asked_with(begun: Classroom) -> None:
    """T3: begun before the change and handed in after it, full marks for what was right then."""
    room = begun
    public_id = room.start("ben")
    answers = room.right("ben", public_id)
    room.publish(turned())
    room.save_form("ben", public_id, answers)
    done = room.hand_in("ben", public_id)
    assert done.score == 1
    assert "Looking changes nothing." in str(shown(room, "ben", public_id)[2])


def test_a_new_attempt_gets_the_new_version_of_the_item_alone(begun: Classroom) -> None:
    """T3: another version of the item that changed, the same version of the one that did not; marked by the new key."""
    room = begun
    old = room.sit("ada")
    room.publish(turned())
    room.join("cleo")
    room.finish_lesson("cleo")
    public_id = room.start("cleo")
    versions = [{one.key: one.version_id for one in form} for form in (old.form, room.attempt("cleo", public_id).form)]
    assert versions[0]["first"] != versions[1]["first"]
    assert versions[0]["hands"] == versions[1]["hands"]
    new_key = room.right("cleo", public_id)
    room.save_form("cleo", public_id, {**new_key, "first": room.right("ada", old.public_id)["first"]})
    assert room.hand_in("cleo", public_id).score == 0.5, "what was right before is wrong now"
    said = str(shown(room, "cleo", public_id)[1:])
    assert "What do you do first?" in said
    assert "There is no time to look." in said
    assert room.sit("cleo", PRACTICE).score == 1
    states = room.ask("SELECT count(*) FROM item_version v JOIN item i ON i.id = v.item_id WHERE i.key = 'first'")
    assert states[0][0] == 2
