"""What stands before a publication: whom it concerns, said first; and what an author may publish alone, on the page."""

from __future__ import annotations

from pathlib import Path

from app.audit.events import AuditTag
from app.audit.queries import newest_entries
from app.curriculum.queries import live_course
from app.learning.queries import standings_of
from tests.page import Browser, Page
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
LESSON = "modules/01-what-cybercrime-is/10-two-kinds.md"
PICTURE = "\n\n![Two kinds](assets/two-kinds.svg)\n"
DRAWN = Path(__file__).parents[3] / "courses" / COURSE / "modules/01-what-cybercrime-is/assets/two-kinds.svg"
WEIGHT = round(DRAWN.stat().st_size / 1000, 1)
PRACTICE = "modules/01-what-cybercrime-is/90-practice.quiz.md"


def saved(trainer: Browser, path: str, old: str, new: str) -> Page:
    """Save a file of the course with one text replaced."""
    form = {name: values[0] for name, values in trainer.get(f"{DESK}/text/{path}?as=file").form("/text/").items()}
    assert old in form["file"]
    return trainer.post(f"{DESK}/text/{path}", {**form, "file": form["file"].replace(old, new, 1), "action": "save"})


def under_way(demo: Instance) -> int:
    with demo.works.database.reading() as connection:
        people = connection.exec_driver_sql("SELECT DISTINCT person_id FROM enrolment").scalars().all()
        found = [one for person in people for one in standings_of(connection, person) if one.course == COURSE]
    return sum(one.completed_at is None for one in found)


def stands_first(page: Page, said: str) -> bool:
    """Whether this sentence stands on the page before anything of what changes."""
    text = " ".join(page.tree.text_content().split())
    return 0 < text.find(said) < text.find(LESSON)


def test_whom_a_version_concerns_is_said_before_what_it_changes(demo_on_both: Instance) -> None:
    """T4: with how many officers are under way, on the page of its author and on that of its reviewer."""
    trainer, reviewer = demo_on_both.signed_in("trainer"), demo_on_both.signed_in("reviewer")
    people = under_way(demo_on_both)
    assert people > 1
    said = f"{people} officers are under way and stay on the version they began."
    saved(trainer, LESSON, "Protect the traces first.", "First protect the traces.")
    assert stands_first(trainer.get(f"{DESK}/changes"), said)
    trainer.post(f"{DESK}/ask-for-review")
    assert stands_first(reviewer.get(f"/authoring/reviews/{COURSE}"), said)


def test_an_author_publishes_wording_alone_on_the_page_and_nothing_else(demo_on_both: Instance) -> None:
    """T4: the button stands there for words alone; what it does is live at once, and the log says who did it."""
    trainer, works = demo_on_both.signed_in("trainer"), demo_on_both.works
    saved(trainer, LESSON, "Protect the traces first.", "First protect the traces.")
    page = trainer.get(f"{DESK}/changes")
    assert page.sees("Publish this change of wording now")
    assert stands_first(page, f"{under_way(demo_on_both)} officers are under way")
    assert trainer.post(f"{DESK}/publish-wording").sees("Live")
    with works.database.reading() as connection:
        live = live_course(connection, COURSE)
        assert live
        entries = newest_entries(connection, limit=20)
        approved = [one for one in entries if one.tag == AuditTag.COURSE_APPROVED.value and "wording_only" in one.data]
    assert live.outline.number == 2
    assert [one.subject for one in approved] == [live.outline.version_id]
    assert demo_on_both.signed_in("efua").post(f"/courses/{COURSE}/join").status == 200
    saved(trainer, PRACTICE, "(x)", "( )")
    assert not trainer.get(f"{DESK}/changes").sees("Publish this change of wording now")
    assert trainer.post(f"{DESK}/publish-wording").status == 409


def test_the_editor_says_how_long_a_lesson_is_to_read_and_to_load(demo_on_both: Instance) -> None:
    """T1: words, minutes at 180 words each with one for each question, and the weight of the page as it will be."""
    trainer = demo_on_both.signed_in("trainer")
    address = f"{DESK}/text/{LESSON}"
    form = {name: values[0] for name, values in trainer.get(address).form("/text/").items()}
    check = "\n\n::: check {ref=p1-kind}\n:::\n"
    for body, said in {
        "\n".join(["word"] * 90): "90 words · about 1 min to read · 0.5 KB of text",
        "\n".join(["word"] * 900): "900 words · about 5 min to read · 4.5 KB of text",
        "\n".join(["word"] * 900) + check: "900 words · about 6 min to read",
        "\n".join(["word"] * 90) + PICTURE: f"KB of text · {WEIGHT} KB of pictures",
    }.items():
        page = trainer.post(address, {**form, "body": body, "action": "preview"})
        assert page.sees(said), page.tree.xpath("string(//section[@id='preview'])")[:300]


def test_the_outline_says_of_each_text_whether_it_is_ready(demo_on_both: Instance) -> None:
    """T1: what keeps a text from going live stands beside it, and the others stay ready."""
    trainer = demo_on_both.signed_in("trainer")
    before = readiness(trainer.get(DESK))
    assert before["Two kinds of cybercrime"] == "Ready"
    saved(trainer, LESSON, "## Traces are everywhere", "![](assets/two-kinds.svg)\n\n## Traces are everywhere")
    after = readiness(trainer.get(DESK))
    assert after["Two kinds of cybercrime"] == "1 error"
    assert {title for title in before if before[title] != after[title]} == {"Two kinds of cybercrime"}


def readiness(page: Page) -> dict[str, str]:
    """Return title → what the outline says of it."""
    rows = page.tree.xpath("//li[.//a[contains(@href, '/text/')]][.//span[contains(@class, 'tag')]]")
    return {row.xpath("string(.//a)"): row.xpath("string(.//span[contains(@class, 'tag')])").strip() for row in rows}
