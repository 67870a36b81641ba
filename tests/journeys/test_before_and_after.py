"""A pre-test, a post-test and a check 90 days later: taken once each, from the same items; the score counts nowhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from app.cli.demo_past import PAST
from app.cli.demo_story import PEOPLE
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.folder import read_folder
from app.curriculum.services.loading import load_course
from app.foundation.db import UtcDateTime
from app.foundation.ids import new_id
from app.insight.domain.measures import REACHED, Sum
from app.insight.queries import exact_of
from app.jobs.services import enqueue
from tests.page import Browser
from tests.plugins.instances import Instance
from tests.sitting import form_answers, questions_of

COURSE = "cybercrime-first-responder"
LATER = "modules/07-final-examination/96-later.quiz.md"
REASON = "Almost any offence can leave digital traces."
"""The reason of an item that stands in every form of the tests that the course ships."""


def test_what_is_known_before_and_after_is_measured_without_giving_the_items_away(demo_on_both: Instance) -> None:
    """T12, U15: and the gain of who took both is summed for the partner's report."""
    files, _ = read_folder(Path(__file__).parents[2] / "courses" / COURSE)
    before = files["modules/01-what-cybercrime-is/05-before.quiz.md"].decode()
    later = before.replace("what-you-know-now", "what-you-still-know").replace("pre-test", "retention-check")
    files |= {LATER: later.encode()}
    show_check = check_form_maker(demo_on_both.works.parts["renderer"])
    demo_on_both.works.database.write(lambda unit: load_course(unit, files, show_check=show_check, publish=True))
    told = _sums(demo_on_both)
    took_both = sum(len(one.measured) > 1 for one in PEOPLE)
    assert took_both > 1
    assert told["gain"].officers == sum(row[1 + REACHED.index("finished")] for row in PAST.totals) + took_both
    officer = demo_on_both.signed_in("efua")
    officer.post(f"/courses/{COURSE}/join")
    page = officer.get(f"/courses/{COURSE}")
    assert page.sees("Before you begin, if you like: 12 questions")
    assert page.sees("When you are through, if you like: 12 questions")
    first = officer.get(page.link("Continue"))
    assert officer.get(first.link("Begin without it")).h1 == "Two kinds of cybercrime"
    places = {"before": "what-cybercrime-is", "after": "final-examination", "later": "final-examination"}
    for slug, module in places.items():
        base, explained = f"/courses/{COURSE}/{module}", slug != "before"
        if slug == "later":
            _finish(demo_on_both, officer, base)
        paper = officer.post(f"{base}/{slug}/start")
        public_id = paper.path.rsplit("/", 1)[1].split("#")[0]
        values = form_answers(paper, questions_of(demo_on_both, public_id), wrong=6)
        check = officer.post(f"/attempts/{public_id}", values)
        result = officer.post(f"/attempts/{public_id}/hand-in", check.form("hand-in"))
        assert result.sees("Your score: 50 %")
        assert not result.sees("Not passed")
        assert result.sees(REASON) is explained
        again = officer.get(f"{base}/{slug}")
        assert not again.tree.xpath("//form[contains(@action, '/start')]")
        assert again.sees("Nothing depends on your score")
    sums = _sums(demo_on_both)
    for what in ("gain", "before", "kept:before", "kept:later"):
        assert sums[what].officers == told[what].officers + 1, what
    assert sums["gain"].total == told["gain"].total  # half before, half after: no gain was added
    assert sums["kept:gain"].total == told["kept:gain"].total  # half before, half later: none was added


def _sums(demo: Instance) -> dict[str, Sum]:
    """Return what is summed of the course so far."""
    with demo.works.database.reading() as connection:
        found = exact_of(connection, "demo-partner").sums
    return {what: one for (course, what), one in found.items() if course == COURSE}


def _finish(demo: Instance, officer: Browser, base: str) -> None:
    """U15: the check waits, counts for nothing, opens 90 days after the course, and its officer is told once."""
    assert officer.get(f"/courses/{COURSE}").sees("90 days after the course, if you like: 12 questions")
    assert officer.get(f"{base}/later").sees("Opens 90 days after you have finished the course.")
    assert officer.post(f"{base}/later/start").status == 409
    works = demo.works
    hashed = works.keyring.search_hash("person.sign_in_name", "efua")
    efua = "(SELECT id FROM person WHERE sign_in_hash = :hash)"
    for days, told in ((89, 0), (91, 1), (91, 1), (120, 1)):
        at = works.database.clock() - timedelta(days=days)
        done = sa.text(
            "UPDATE enrolment SET state = 'completed', completed_at = :at, first_completed_at = :at "
            f"WHERE course = :course AND person_id = {efua}"
        ).bindparams(sa.bindparam("at", type_=UtcDateTime))
        works.database.write(lambda unit: unit.connection.execute(done, {"at": at, "course": COURSE, "hash": hashed}))  # noqa: B023
        works.database.write(lambda unit: enqueue(unit, "learning.remind-checks", {}, f"in {days} {told} {new_id()}"))  # noqa: B023
        demo.work()
        with works.database.reading() as connection:
            counted = sa.text(f"SELECT count(*) FROM message WHERE kind = 'retention-check' AND person_id = {efua}")
            assert connection.scalar(counted, {"hash": hashed}) == told
    assert officer.get(officer.get("/messages").link("Take the check")).path == f"{base}/later"
