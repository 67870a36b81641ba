"""A pre-test and a post-test: taken once each, drawn from the same items, nothing depends on the score."""

from __future__ import annotations

from pathlib import Path

from app.cli.demo_past import PAST
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.folder import read_folder
from app.curriculum.services.loading import load_course
from app.insight.domain.measures import REACHED
from app.insight.queries import exact_of
from tests.plugins.instances import Instance
from tests.sitting import form_answers, questions_of

COURSE = "cybercrime-first-responder"
FOLDER = "modules/01-what-cybercrime-is"
BANK = """---
id: measure
title: Measure
bank: true
---

## One comes first. {#measure-one for=recognise}

= true
  > true: MEASURED-REASON

## Two comes first. {#measure-two for=recognise}

= false
  > false: MEASURED-REASON
"""
TEST = """---
id: {key}
title: {title}
kind: {key}
draw:
  - {{take: 2, from: measure, for: recognise}}
---
"""


def test_what_is_known_before_and_after_is_measured_without_giving_the_items_away(demo_on_both: Instance) -> None:
    """T12, U15: and the gain of who took both is summed for the partner's report."""
    files, _ = read_folder(Path(__file__).parents[2] / "courses" / COURSE)
    files |= {
        "banks/measure.quiz.md": BANK.encode(),
        f"{FOLDER}/05-before.quiz.md": TEST.format(key="pre-test", title="What you know now").encode(),
        f"{FOLDER}/95-after.quiz.md": TEST.format(key="post-test", title="What you know then").encode(),
    }
    show_check = check_form_maker(demo_on_both.works.parts["renderer"])
    demo_on_both.works.database.write(lambda unit: load_course(unit, files, show_check=show_check, publish=True))
    officer = demo_on_both.signed_in("efua")
    officer.post(f"/courses/{COURSE}/join")
    assert officer.get(f"/courses/{COURSE}").sees("Before you begin, 2 questions")
    base = f"/courses/{COURSE}/what-cybercrime-is"
    for slug, explained in (("before", False), ("after", True)):
        paper = officer.post(f"{base}/{slug}/start")
        public_id = paper.path.rsplit("/", 1)[1].split("#")[0]
        values = form_answers(paper, questions_of(demo_on_both, public_id), wrong=1)
        check = officer.post(f"/attempts/{public_id}", values)
        result = officer.post(f"/attempts/{public_id}/hand-in", check.form("hand-in"))
        assert result.sees("Your score: 50 %")
        assert not result.sees("Not passed")
        assert result.sees("MEASURED-REASON") is explained
        again = officer.get(f"{base}/{slug}")
        assert not again.tree.xpath("//form[contains(@action, '/start')]")
        assert again.sees("Nothing depends on your score")
    with demo_on_both.works.database.reading() as connection:
        sums = exact_of(connection, "demo-partner").sums
    made_up = sum(row[1 + REACHED.index("finished")] for row in PAST.totals)
    assert sums[COURSE, "gain"].officers == sums[COURSE, "before"].officers == made_up + 1
    assert sums[COURSE, "gain"].total == made_up * 2_500  # half before, half after: no gain was added
