"""What a move makes evidence of (T13, A10): nothing that was not sat, nothing unreviewed, nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from app.accreditation.domain.evidence import CourseEvidence, Evidence, ExaminationEvidence
from app.accreditation.domain.scheme import read_scheme
from app.accreditation.issuer import Issuer
from app.accreditation.services.considering import may_rest_on
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.transcript import transcript_values
from app.assessment.facts import AttemptGraded, AttemptRegraded
from app.curriculum.queries import outline_of
from app.curriculum.services.identities import IdOfAnotherType
from app.foundation.fixed import Fixed
from app.insight.services.learnt import learnt
from app.learning.facts import CourseCompleted, LearningBegun
from app.learning.pages import next_step
from app.learning.release import why_locked
from app.learning.services.progressing import mark_lesson_done, note_attempt_graded
from tests.domain.curriculum.small_course import LESSON as LESSON_FILE
from tests.domain.curriculum.small_course import small_course
from tests.parts.learning.classroom import COURSE, LESSON, PRACTICE, Classroom
from tests.parts.learning.test_moving import PRACTICE_LOOK, facts, finish, move, standing, with_note, without_lesson

SAT = "modules/01-first-steps/90-practice.quiz.md"
REVIEWED = b"reviewed: {by: A Reviewer (demo), on: 2026-11-01}\n"


def reviewed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The course as an expert has reviewed it."""
    return {**files, "course.yml": files["course.yml"] + REVIEWED}


def evidence(room: Classroom, name: str = "ada") -> Evidence:
    """What certificates look at."""
    return room.read(gather_evidence, room.people[name], None, room.clock.now.date())


def test_a_practice_that_was_passed_never_becomes_an_examination(room: Classroom) -> None:
    """A4: an id that officers have answered under cannot bear a quiz of another kind."""
    finish(room)
    unseen = {path: text for path, text in with_note().items() if path != LESSON_FILE}  # it shows one of the questions
    for kind, files in {b"examination": unseen, b"pre-test": small_course(), b"post-test": small_course()}.items():
        with pytest.raises(IdOfAnotherType):
            room.publish({**files, SAT: files[SAT].replace(b"title: Practice", b"title: Practice\nkind: " + kind)})
    files = small_course()
    room.publish({**files, SAT: files[SAT].replace(b"title: Practice", b"title: Practice, again")})


def test_a_version_that_adds_a_review_alone_is_completed_with_the_one_before(room: Classroom) -> None:
    """A10: whoever learnt the same words is not shut out for ever because the review came later."""
    finish(room)
    assert not evidence(room).courses[COURSE].reviewed
    room.publish(reviewed(small_course()))
    move(room)
    found = evidence(room).courses[COURSE]
    assert (standing(room).earlier, found.version, found.reviewed) == ("", 2, True)


def always(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The course with other words in its lesson."""
    return {**files, LESSON_FILE: files[LESSON_FILE].replace(b"Look before", b"Always look before")}


def without(files: Mapping[str, bytes], part: str) -> dict[str, bytes]:
    """The course without a file."""
    return {path: text for path, text in files.items() if part not in path}


def test_who_reads_again_what_a_reviewed_version_changed_has_completed_it(room: Classroom) -> None:
    """A10: an expert's review changes words, and whoever learnt the ones before may earn the certificate after all."""
    finish(room)
    completed = facts(room, CourseCompleted)
    files = always(reviewed(small_course()))
    room.publish({**files, SAT: files[SAT].replace(b"pass: 60%", b"pass: 70%")})
    first = standing(room)
    move(room)
    room.clock.move(days=1)
    assert [standing(room).is_changed(key) for key in (LESSON, PRACTICE)] == [True, True]
    assert (standing(room).completed_at, standing(room).earlier) == (first.completed_at, first.version_id)
    assert not evidence(room).courses[COURSE].reviewed
    step = next_step(room.outline(), standing(room), room.clock.now)
    assert step
    assert step.activity.key == LESSON, "before the examination, which is open"
    room.finish_lesson("ada")
    found = evidence(room).courses[COURSE]
    assert (found.completed_at, found.version, found.reviewed) == (room.clock.now, 2, True)
    assert [(one.version_id, one.again) for one in completed] == [(standing(room).version_id, True)]
    again = standing(room)
    room.clock.move(days=1)
    room.sit("ada")
    assert (standing(room).completed_at, len(completed)) == (again.completed_at, 1)


def test_who_left_one_part_open_reads_again_what_changed_too(room: Classroom) -> None:
    """A10: what was learnt of an unreviewed version is nothing learnt of the reviewed one."""
    room.join("ada")
    room.finish_lesson("ada")
    room.publish(always(reviewed(small_course())))
    move(room)
    room.sit("ada")
    found = evidence(room).courses[COURSE]
    assert (found.completed_at, found.done, found.modules["first-steps"]) == (None, 1, False)
    room.finish_lesson("ada")
    found = evidence(room).courses[COURSE]
    assert (found.completed_at, found.done, found.modules["first-steps"]) == (room.clock.now, 2, True)


def test_a_module_of_an_unreviewed_version_is_no_module_of_the_reviewed_one_before(room: Classroom) -> None:
    """A10: until the newer version is completed, the evidence is what was completed, and nothing beside it."""
    room.publish(reviewed(small_course()))
    finish(room)
    head = small_course()["course.yml"].replace(
        b"after: first-steps}\n", b"after: first-steps}\n  - 03-more: {title: More, minutes: 5}\n"
    )
    more = {"course.yml": head, "modules/03-more/10-more.md": b"---\nid: more-text\ntitle: More\n---\n\nMore.\n"}
    room.publish({**with_note(), **more})
    move(room, number=room.outline().number)
    room.do(lambda unit: mark_lesson_done(unit, person_id=room.people["ada"], course=COURSE, lesson="more-text"))
    found = evidence(room).courses[COURSE]
    assert (found.reviewed, "more" in found.modules) == (True, False)
    room.do(lambda unit: mark_lesson_done(unit, person_id=room.people["ada"], course=COURSE, lesson="write-down"))
    found = evidence(room).courses[COURSE]
    assert (found.reviewed, found.modules["more"]) == (False, True)


WAYS = {
    # versions after the one that was completed → whether the last of them is completed by moving to it
    "it only drops a lesson": ([lambda: without(reviewed(small_course()), LESSON_FILE)], True),
    "it only drops an examination": ([lambda: without(with_note(), "20-note"), lambda: reviewed(small_course())], True),
    "it drops what the one between changed": (
        [lambda: always(small_course()), lambda: without(reviewed(small_course()), LESSON_FILE)], True),
    "it drops what the one between added": ([with_note, lambda: reviewed(small_course())], True),
    "it drops that and changes a lesson": ([with_note, lambda: always(reviewed(small_course()))], False),
    "it changes a lesson": ([lambda: always(reviewed(small_course()))], False),
}  # fmt: skip


@pytest.mark.parametrize(("versions", "completed"), WAYS.values(), ids=list(WAYS))
def test_a_version_is_completed_by_moving_to_it_where_nothing_is_left_to_learn(
    room: Classroom, versions: list[Callable[[], dict[str, bytes]]], *, completed: bool
) -> None:
    """A10: by whatever versions one came; by moving alone no completion is younger than the learning."""
    finish(room)
    first = standing(room)
    told = facts(room, CourseCompleted)
    for number, files in enumerate(versions, 2):
        room.publish(files())
        room.clock.move(days=200)
        move(room, number=number)
    now = standing(room)
    assert (now.state, now.completed_at, told) == ("completed" if completed else "active", first.completed_at, [])
    assert now.earlier == ("" if completed else first.version_id)
    assert evidence(room).courses[COURSE].reviewed is completed
    if not completed:
        room.finish_lesson("ada")
        assert (standing(room).earlier, standing(room).completed_at) == ("", room.clock.now)


def test_a_reviewed_completion_is_not_lost_by_moving_to_a_version_without_review(room: Classroom) -> None:
    """A10: nothing is learnt by moving, so what an expert vouches for stays the evidence."""
    room.publish(reviewed(small_course()))
    finish(room)
    first = standing(room)
    for files, version, found in ((small_course(), 3, 2), (reviewed(small_course()), 4, 4)):
        room.publish(files)
        move(room, number=version)
        now = evidence(room).courses[COURSE]
        assert (standing(room).state, now.completed_at) == ("completed", first.completed_at)
        assert (now.version, now.reviewed) == (found, True)


def test_what_is_to_be_read_again_is_not_learnt(room: Classroom) -> None:
    """T13 T12: for who has completed no version neither post-test nor examination is open, and no module is done."""
    folder = "modules/01-first-steps"
    files = {
        **small_course(),
        f"{folder}/05-before.quiz.md": measure("before", "pre-test"),
        f"{folder}/95-after.quiz.md": measure("after", "post-test"),
    }
    room.publish(files)
    room.join("ada")
    room.sit("ada", "before")
    room.finish_lesson("ada")
    room.publish(always(files))
    move(room, number=room.outline().number)
    room.sit("ada")
    outline, now = room.outline(), standing(room)
    examination = outline.by_key("final")
    step = next_step(outline, now, room.clock.now)
    assert examination
    assert step
    assert (now.completed_at, step.activity.key) == (None, LESSON)
    assert why_locked(outline, now, examination, room.clock.now)
    assert [one["state"] for one in transcript(room)[0]["modules"]] == ["open", "done"]
    room.finish_lesson("ada")
    assert not why_locked(outline, standing(room), examination, room.clock.now)


def transcript(room: Classroom) -> list[dict[str, Any]]:
    """The courses as the transcript prints them, their modules by plain words."""
    issuer = Issuer("I", "https://example.org", demo=True)
    values = room.read(transcript_values, room.people["ada"], "en", room.clock.now.date(), issuer)
    words = {values["words"]["done"]: "done", values["words"]["open"]: "open"}
    return [
        {**one, "modules": [{**module, "state": words[module["state"]]} for module in one["modules"]]}
        for one in values["courses"]
    ]


def test_the_transcript_names_the_version_under_way_beside_the_completed_one(room: Classroom) -> None:
    """O28: also where only a lesson is to be read again."""
    finish(room)
    room.publish(always(small_course()))
    move(room)
    assert [one["line"].split(" · ")[0] for one in transcript(room)] == ["Version 1", "Version 2"]
    room.finish_lesson("ada")
    assert [one["line"].split(" · ")[0] for one in transcript(room)] == ["Version 2"]


def test_a_practice_without_attempts_left_holds_nobody_back(room: Classroom) -> None:
    """What was passed stays passed, also where the newer version asks otherwise."""
    files = small_course()
    few = {**files, SAT: files[SAT].replace(b"pass: 60%", b"pass: 60%\nattempts: 1")}
    room.publish(few)
    finish(room)
    room.publish(reviewed({**few, SAT: few[SAT].replace(b"pass: 60%", b"pass: 70%")}))
    move(room, number=room.outline().number)
    assert (standing(room).is_changed(PRACTICE), standing(room).earlier) == (True, "")


def test_a_check_that_was_open_stays_open(room: Classroom) -> None:
    """U15: 90 days are counted from the first completion, whatever was read again since."""
    late = {**small_course(), "modules/01-first-steps/95-later.quiz.md": measure("later", "retention-check")}
    room.publish(late)
    finish(room)
    room.clock.move(days=91)
    room.publish(always(late))
    move(room, number=room.outline().number)
    room.finish_lesson("ada")
    check = room.outline().by_key("later")
    assert check
    assert why_locked(room.outline(), standing(room), check, None, room.clock.now) is None


def test_modules_that_were_completed_stay_so(room: Classroom) -> None:
    """A10: a lesson that a newer version adds to a module takes nothing back."""
    finish(room)
    room.publish(with_note())
    move(room)
    assert evidence(room).courses[COURSE].modules["first-steps"]


def test_an_attempt_says_whether_its_own_version_was_reviewed(room: Classroom) -> None:
    finish(room)
    room.confirm("ada")
    room.sit("ada", "final")
    room.publish(reviewed(with_note()))
    move(room)
    assert [one.reviewed for one in evidence(room).examinations[f"{COURSE}/final"]] == [False]


SCHEME = {
    "id": "s", "title": "S", "kind": "knowledge", "decision": "automatic", "valid-months": 12, "version": 1,
    "design": "alliance", "statement": "has passed",
    "requirements": {"all": [{"examination-passed": {"course": COURSE, "quiz": "final", "cut": "80%"}}]},
}  # fmt: skip


@pytest.mark.parametrize(("sat", "may"), [([True], True), ([False], False), ([False, True], True), ([], True)])
def test_nothing_is_certified_by_an_examination_that_no_expert_reviewed(
    room: Classroom, sat: list[bool], may: bool
) -> None:
    """A10, T4: outside a demonstration; what is not met at all is refused for its own reason."""
    now = room.clock.now
    course = CourseEvidence("Course", 1, 1, now, 2, True, "/")
    attempts = tuple(ExaminationEvidence(str(at), 1, True, now, reviewed=one) for at, one in enumerate(sat))
    found = Evidence(courses=Fixed({COURSE: course}), examinations=Fixed({f"{COURSE}/final": attempts}))
    assert may_rest_on(read_scheme(SCHEME), found, Issuer("I", "https://example.org", False)) is may
    assert may_rest_on(read_scheme(SCHEME), found, Issuer("I", "https://example.org", True))


def test_who_begins_anew_is_no_second_officer_who_started(room: Classroom) -> None:
    """P4: a lesson that became a practice is begun anew, the course is not."""
    begun = facts(room, LearningBegun)
    room.join("ada")
    room.finish_lesson("ada")
    room.publish({**without_lesson(), "modules/01-first-steps/10-look.quiz.md": PRACTICE_LOOK})
    move(room)
    assert room.sit("ada", LESSON).passed
    assert len(begun) == 1


@pytest.mark.parametrize(("change", "done"), [(b"pass: 90%", False), (b"pass: 60%", True)])
def test_a_paper_of_the_version_before_counts_where_the_quiz_is_the_same(
    room: Classroom, change: bytes, done: bool
) -> None:
    """T13: marked again after the move, it says nothing of a practice that asks something else now."""
    room.join("ada")
    public_id = room.start("ada")
    room.hand_in("ada", public_id)
    before, files = standing(room).version_id, small_course()
    room.publish({**files, SAT: files[SAT].replace(b"pass: 60%", change), "course.yml": files["course.yml"] + REVIEWED})
    move(room)
    room.do(
        lambda unit: note_attempt_graded(
            unit, AttemptRegraded("of-before", room.people["ada"], COURSE, PRACTICE, before, True)
        )
    )
    assert standing(room).is_done(PRACTICE) is done


def measure(key: str, kind: str) -> bytes:
    """A measure with one question."""
    asked = f"## Is it on? {{#on-{key} for=see}}\n\n= true\n  > Right.\n  > false: No.\n"
    return f"---\nid: {key}\ntitle: {key}\nkind: {kind}\n---\n\n{asked}".encode()


def test_what_was_learnt_is_summed_once_for_an_officer(room: Classroom) -> None:
    """T12: a post-test that a newer version calls otherwise is the same measure of the same officer."""
    folder, graded = "modules/01-first-steps", facts(room, AttemptGraded)
    before = {**small_course(), f"{folder}/05-before.quiz.md": measure("before", "pre-test")}
    room.publish({**before, f"{folder}/95-after.quiz.md": measure("after", "post-test")})
    room.join("ada")
    room.sit("ada", "before")
    finish_with(room, "after")
    room.publish({**before, f"{folder}/95-afterwards.quiz.md": measure("afterwards", "post-test")})
    move(room, number=room.outline().number)
    room.sit("ada", "afterwards")
    found = [room.read(learnt, fact, room.read(outline_of, fact.edition)) for fact in graded]
    assert [bool(values) for values in found] == [False, False, True, False]


def finish_with(room: Classroom, quiz: str) -> None:
    """Learn what the course asks, then sit a quiz."""
    room.finish_lesson("ada")
    room.sit("ada")
    room.sit("ada", quiz)
