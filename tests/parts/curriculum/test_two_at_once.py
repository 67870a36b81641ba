"""Two owners at one form of the outline: the later one sees what the other saved beside their own, and chooses."""

from __future__ import annotations

import pytest

from tests.page import Browser, Page
from tests.parts.curriculum.owners import second_owner
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
PRACTICE = f"modules/{MODULE}/90-practice.quiz.md"
FIGURE = f"modules/{MODULE}/assets/two-kinds.svg"
FORMS = [
    (f"{DESK}/record", "course.yml", ("title", "Theirs"), ("licence", "CC0-1.0"), "title: Theirs"),
    (f"{DESK}/modules/{MODULE}", "course.yml", ("minutes", "61"), ("owner", "My desk"), "minutes: 61"),
    (f"{DESK}/rules/{PRACTICE}", PRACTICE, ("pass_mark", "61"), ("time", "62"), "pass: 61%"),
    (f"{DESK}/file-labels", "course.yml", (FIGURE, "AMBER"), (FIGURE, "GREEN"), f"{FIGURE}: AMBER"),
]


def filled(browser: Browser, address: str) -> dict[str, str]:
    form = {name: values[0] for name, values in browser.get(address).form(address).items()}
    return {**form, "action": "save"}


def file_of(browser: Browser, path: str) -> str:
    return browser.get(f"{DESK}/text/{path}?as=file").form("/text/")["file"][0]


def lines(page: Page, sign: str) -> str:
    return "\n".join(line.text_content() for line in page.tree.xpath(f"//{sign}"))


@pytest.mark.parametrize(
    ("address", "path", "theirs", "mine", "line"), FORMS, ids=["record", "module", "rules", "file labels"]
)
def test_a_form_opened_earlier_puts_no_stale_value_over_what_a_colleague_saved(
    demo_on_both: Instance, address: str, path: str, theirs: tuple[str, str], mine: tuple[str, str], line: str
) -> None:
    first, second = demo_on_both.signed_in("trainer"), second_owner(demo_on_both, COURSE)
    early = {**filled(first, address), mine[0]: mine[1]}
    second.post(address, {**filled(second, address), theirs[0]: theirs[1]})
    saved = file_of(second, path)
    assert line in saved
    moved = first.post(address, early)
    assert (moved.status, moved.sees("Somebody else has saved this since you opened it")) == (409, True)
    assert line in lines(moved, "del")
    assert mine[1] in lines(moved, "ins")
    assert moved.link("Leave mine and open theirs") == address
    assert file_of(first, path) == saved, "nothing is written before the choice"
    form = {name: values[0] for name, values in moved.form(address).items()}
    assert form[mine[0]] == mine[1], "nothing that was typed is lost"
    chosen = first.post(address, {**form, "action": "save"})
    assert chosen.status == 200
    assert line not in file_of(first, path)
    assert filled(first, address)[mine[0]] == mine[1]


@pytest.mark.parametrize(
    ("address", "theirs", "mine"), [(FORMS[0][0], "title", FORMS[1]), (FORMS[1][0], "owner", FORMS[0])]
)
def test_who_changes_something_else_of_the_same_file_is_not_held_up(
    demo_on_both: Instance, address: str, theirs: str, mine: tuple[str, str, tuple[str, str], tuple[str, str], str]
) -> None:
    first, second = demo_on_both.signed_in("trainer"), second_owner(demo_on_both, COURSE)
    early = {**filled(first, mine[0]), mine[3][0]: mine[3][1]}
    second.post(address, {**filled(second, address), theirs: "Theirs"})
    assert first.post(mine[0], early).status == 200
    assert filled(first, mine[0])[mine[3][0]] == mine[3][1]
    assert filled(first, address)[theirs] == "Theirs"


def test_two_who_save_the_same_are_both_content(demo: Instance) -> None:
    first, second = demo.signed_in("trainer"), second_owner(demo, COURSE)
    forms = [{**filled(one, f"{DESK}/record"), "title": "The same"} for one in (first, second)]
    assert [one.post(f"{DESK}/record", form).status for one, form in zip((first, second), forms, strict=True)] == [
        200
    ] * 2
