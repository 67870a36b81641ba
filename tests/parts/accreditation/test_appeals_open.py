"""What an upheld appeal opens: the examination once more, or a second marking; told, linked, used once (A23, O31)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from app.accreditation.appeal_opened import what_was_opened
from app.accreditation.appeal_queries import appealable
from app.accreditation.services.appealing import file_appeal
from app.accreditation.services.deciding import Draft
from app.accreditation.services.following import OutcomeNotPossible
from app.accreditation.services.hearing import NotOnPanel, acknowledge, name_panel
from app.accreditation.services.parting import Barred
from app.assessment.domain.attempt_rules import AttemptLimitReached, WaitNotOver
from app.assessment.extra_queries import open_extra, regrades_of
from app.assessment.queries import attempts_at
from app.assessment.services.opening import OpenAlready
from app.curriculum.services.reporting import NewReport, answer_report, report
from app.identity.message_queries import messages_of
from tests.domain.curriculum.small_course import BANK, changed
from tests.parts.accreditation.hearings import KEY, Hearing
from tests.parts.accreditation.test_deciding import decide
from tests.parts.learning.classroom import COURSE, EXAM
from tests.plugins.databases import BOTH, fresh_database

FULL = f"{COURSE}/{EXAM}"
WRONG = {"people": ("false",)}
OTHER = "b" * 16
KEY_FIXED = (BANK, "= true\n  > Right. Always.\n  > false: No. People come first.",
             "= false\n  > Right.\n  > true: No.")  # fmt: skip
STEM_FIXED = (BANK, "## People come before devices.", "## People always come before devices.")
ALL_FORMS = "SELECT form FROM attempt WHERE public_id = :p"


@pytest.fixture(params=BOTH)
def hearing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hearing]:
    """The desk on both databases."""
    for url in fresh_database(request, request.param, tmp_path):
        made = Hearing(tmp_path, url)
        yield made
        made.room.works.database.engine.dispose()


def heard(hearing: Hearing) -> str:
    """Let ada fail the examination and appeal about it; return the public id of her paper."""
    paper = hearing.sit(WRONG).public_id
    hearing.hear(f"paper-{paper}")
    return paper


def test_a_failed_examination_may_be_appealed_about_within_thirty_days(hearing: Hearing) -> None:
    """O31: what is passed, in whatever attempt, is no matter of an appeal; nor is another person's paper."""
    first = hearing.sit(WRONG).public_id

    def matters() -> list[str]:
        today = hearing.room.clock.now.date()
        return [one.key for one in hearing.room.read(appealable, hearing.desk.id("ada"), today)]

    assert matters() == [f"paper-{first}"]
    assert hearing.room.read(appealable, hearing.desk.id("ben"), hearing.room.clock.now.date()) == ()
    hearing.room.clock.move(days=31)
    assert matters() == []
    second = hearing.sit(WRONG).public_id
    assert matters() == [f"paper-{second}"]
    hearing.room.clock.move(days=3)
    assert hearing.sit({}).passed
    assert matters() == []


def test_an_examination_that_is_held_again_is_one_attempt_beyond_limit_and_wait(hearing: Hearing) -> None:
    """A23: open at once, used by the next sitting, once; the wait counts again after it, and so does the limit."""
    for _ in range(2):
        hearing.sit(WRONG)
        hearing.room.clock.move(hours=48)
    paper = heard(hearing)
    with pytest.raises(AttemptLimitReached):
        hearing.room.start("ada", EXAM)
    hearing.uphold("examine-again", paper)
    assert hearing.room.read(open_extra, hearing.desk.id("ada"), FULL)
    again = hearing.sit(WRONG, seed="other")
    assert (again.number, again.passed) == (4, False)
    assert [one.extra for one in hearing.room.read(attempts_at, hearing.desk.id("ada"), FULL)] == [False] * 3 + [True]
    assert hearing.room.read(open_extra, hearing.desk.id("ada"), FULL) is None
    hearing.room.clock.move(hours=48)
    with pytest.raises(AttemptLimitReached):
        hearing.room.start("ada", EXAM)


def test_it_takes_none_of_the_attempts_that_the_rules_allow(hearing: Hearing) -> None:
    """A23: after the first of three, the extra one is a fourth."""
    paper = heard(hearing)
    with pytest.raises(WaitNotOver):
        hearing.room.start("ada", EXAM)
    hearing.uphold("examine-again", paper)
    hearing.sit(WRONG)
    for _ in range(2):
        with pytest.raises(WaitNotOver):
            hearing.room.start("ada", EXAM)
        hearing.room.clock.move(hours=48)
        hearing.sit(WRONG)
    hearing.room.clock.move(hours=48)
    with pytest.raises(AttemptLimitReached):
        hearing.room.start("ada", EXAM)


def test_appeal_and_sitting_name_each_other_and_what_came_of_it(hearing: Hearing) -> None:
    """A23, O31: told by a message, logged with the decision, linked both ways, granted where it is passed."""
    hearing.uphold("examine-again", heard(hearing))
    opened = hearing.room.read(what_was_opened, hearing.found())
    assert opened
    assert (opened.title, opened.sitting.public_id if opened.sitting else "") == ("Examination", None)
    assert opened.href.startswith("/courses/small-course/")
    told = hearing.room.read(messages_of, hearing.desk.id("ada"))
    assert [(one.kind, one.words["appeal"]) for one in told] == [("examine-again", KEY)]
    extra = hearing.room.read(open_extra, hearing.desk.id("ada"), FULL)
    assert extra
    assert extra.appeal == KEY
    assert hearing.room.tags("assessment:attempt:opened-once-more") == 1
    assert hearing.sit({}, seed="other").passed
    opened = hearing.room.read(what_was_opened, hearing.found())
    assert opened
    assert opened.sitting
    assert (opened.sitting.passed, opened.percents) == (True, (100,))
    assert hearing.desk.count("credential", "scheme = 'by-exam'") == 1


def test_one_extra_attempt_is_open_at_a_time(hearing: Hearing) -> None:
    """A23: a second appeal that opens the same before it was begun is told so; nothing of it is done."""
    paper = heard(hearing)
    hearing.uphold("examine-again", paper)
    hearing.hear(f"paper-{paper}", OTHER)
    with pytest.raises(OpenAlready):
        hearing.uphold("examine-again", paper, OTHER)
    assert hearing.found(OTHER).steps[-1].kind == "panel-named"
    assert hearing.desk.count("extra_attempt") == 1


def test_a_corrected_key_passes_who_was_right_and_the_certificate_follows(hearing: Hearing) -> None:
    """A23, U17: the stored answers, the present key; both results are kept, the new one stands, and is evidence."""
    paper = heard(hearing)
    before = hearing.room.attempt("ada", paper)
    assert (before.score, before.passed) == (Fraction(1, 2), False)
    hearing.room.publish(changed(*KEY_FIXED))
    hearing.uphold("mark-again", paper)
    after = hearing.room.attempt("ada", paper)
    assert (after.score, after.passed, after.form) == (1, True, before.form)
    (marking,) = hearing.room.read(regrades_of, after.id)
    place = [entry.key for entry in after.form].index("people") + 1
    assert (marking.verdict, marking.corrected, marking.left_out, marking.appeal) == ("better", (place,), (), KEY)
    assert (marking.before.score, marking.after.score) == (Fraction(1, 2), 1)
    assert hearing.desk.count("credential", "scheme = 'by-exam'") == 1
    assert hearing.room.tags("assessment:attempt:regraded") == 1
    assert hearing.one("SELECT count(*) FROM message WHERE kind = 'mark-again'") == 1
    opened = hearing.room.read(what_was_opened, hearing.found())
    assert opened
    assert (opened.href, opened.percents) == (f"/attempts/{paper}", (50, 100))


def test_who_passes_by_a_second_marking_is_counted_as_passed_once(hearing: Hearing) -> None:
    """P4: who sat was counted when the paper was handed in."""
    funded = changed("course.yml", "licence: CC-BY-4.0", "licence: CC-BY-4.0\npartner: funder")
    hearing.room.publish(funded)
    paper = heard(hearing)
    path, old, new = KEY_FIXED
    hearing.room.publish({**funded, path: funded[path].replace(old.encode(), new.encode())})
    hearing.uphold("mark-again", paper)
    counted = hearing.room.ask("SELECT measure, officers FROM running_total WHERE measure IN ('sat', 'passed')")
    assert {tuple(row) for row in counted} == {("sat", 1), ("passed", 1)}


def challenge(hearing: Hearing, paper: str, *, agreed: bool = True) -> None:
    """Let ben challenge the question as it was asked, and its owner agree, or not."""
    version = next(one.version_id for one in hearing.room.attempt("ada", paper).form if one.key == "people")
    new = NewReport(COURSE, hearing.room.outline().version_id, EXAM, "It is unclear.", "people", version)
    public_id = hearing.desk.do(lambda unit: report(unit, hearing.desk.id("ben"), new))
    owner = hearing.desk.id("tom")
    hearing.desk.do(lambda unit: answer_report(unit, owner, public_id, accepted=agreed, answer="See the source."))


def key_fixed(hearing: Hearing, _paper: str) -> None:
    hearing.room.publish(changed(*KEY_FIXED))


def words_changed(hearing: Hearing, _paper: str) -> None:
    hearing.room.publish(changed(*STEM_FIXED))


def words_changed_after_a_challenge(hearing: Hearing, paper: str) -> None:
    challenge(hearing, paper)
    hearing.room.publish(changed(*STEM_FIXED))


def words_changed_after_a_declined_challenge(hearing: Hearing, paper: str) -> None:
    challenge(hearing, paper, agreed=False)
    hearing.room.publish(changed(*STEM_FIXED))


def nothing(_hearing: Hearing, _paper: str) -> None:
    return None


@pytest.mark.parametrize(
    ("answers", "happens", "verdict", "score", "passed"),
    [
        (WRONG, key_fixed, "better", 1, True),
        (WRONG, words_changed, "same", Fraction(1, 2), False),
        (WRONG, words_changed_after_a_challenge, "better", 1, True),
        (WRONG, words_changed_after_a_declined_challenge, "same", Fraction(1, 2), False),
        (WRONG, challenge, "same", Fraction(1, 2), False),
        (WRONG, nothing, "same", Fraction(1, 2), False),
        ({"note": ()}, key_fixed, "kept", Fraction(1, 2), False),
    ],
)
def test_what_a_second_marking_comes_to(
    hearing: Hearing,
    answers: dict[str, tuple[str, ...]],
    happens: Callable[[Hearing, str], None],
    verdict: str,
    score: Fraction,
    passed: bool,
) -> None:
    """A23: by the present key, without what was agreed to be faulty; never to the officer's harm. All of it is kept."""
    paper = hearing.sit(answers).public_id
    hearing.hear(f"paper-{paper}")
    happens(hearing, paper)
    hearing.uphold("mark-again", paper)
    after = hearing.room.attempt("ada", paper)
    (marking,) = hearing.room.read(regrades_of, after.id)
    assert (marking.verdict, after.score, after.passed) == (verdict, score, passed)
    assert hearing.desk.count("credential", "scheme = 'by-exam'") == passed
    assert hearing.one("SELECT form FROM attempt WHERE public_id = :p", p=paper)


def test_a_refused_case_leads_back_to_the_papers_that_it_rested_on(hearing: Hearing) -> None:
    """A23: the panel names one; a paper of nobody else and of no other examination."""
    paper = hearing.sit(WRONG).public_id
    hearing.desk.consider("ada")
    case = hearing.one("SELECT public_id FROM application WHERE scheme = 'lenient'")
    decide(hearing.desk, case, "fay", Draft("refuse", ("other",), (), "Words."))
    hearing.hear(f"case-{case}")
    for wrong in ("", "z" * 16):
        with pytest.raises(OutcomeNotPossible):
            hearing.uphold("mark-again", wrong)
    assert hearing.desk.count("regrade") == 0
    hearing.room.publish(changed(*KEY_FIXED))
    hearing.uphold("mark-again", paper)
    assert hearing.room.attempt("ada", paper).passed
    assert hearing.desk.count("application", "scheme = 'lenient'") == 2, "better evidence brings the case back"


def test_only_who_had_no_other_part_opens_anything(hearing: Hearing) -> None:
    """A23, U3 (ISO/IEC 17024, 9.8): who marked is on no panel, and who is on no panel decides nothing."""
    paper = hearing.sit(WRONG).public_id
    hearing.desk.involve("ada", "fay", "marker")
    hearing.hear(f"paper-{paper}")
    panel = hearing.actor("dora")
    with pytest.raises(NotOnPanel):
        hearing.uphold("examine-again", paper, who="fay")
    hearing.desk.do(lambda unit: file_appeal(unit, hearing.actor("ada", "officer"), f"paper-{paper}", "More.", OTHER))
    hearing.desk.do(lambda unit: acknowledge(unit, panel, OTHER, ""))
    with pytest.raises(Barred):
        hearing.desk.do(lambda unit: name_panel(unit, panel, OTHER, [hearing.desk.id("fay")]))


def test_what_is_passed_is_not_held_again(hearing: Hearing) -> None:
    """A23: passed since the appeal was filed."""
    paper = heard(hearing)
    hearing.room.clock.move(hours=48)
    assert hearing.sit({}).passed
    with pytest.raises(OutcomeNotPossible):
        hearing.uphold("examine-again", paper)
    assert hearing.desk.count("extra_attempt") == 0
