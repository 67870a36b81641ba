"""What a move to a newer version does to what somebody has done (T13): kept, changed, new, gone, open again."""

from __future__ import annotations

import re

import pytest

from app.curriculum.outline import CourseOutline, read_outline
from app.learning.domain.version_move import VersionMove, reads_alike, version_move


def course(number: int, keys: str) -> CourseOutline:
    """Return a version with these activities: a key that ends in q is a practice quiz, in x an examination."""
    record = dict.fromkeys(("title", "summary", "level", "language", "hours", "partner", "licence", "reviewed"), "")
    activities = [
        {"key": re.split("[!~]", one)[0], "slug": one, "kind": "quiz" if one[-1] in "qx!" else "lesson", "title": one,
         "minutes": 5, "href": f"/{one}", "module": "m", "examination": one.endswith("x")}
        for one in keys.split()
    ]  # fmt: skip
    module = {"key": "m", "title": "M", "minutes": 5, "activities": activities}
    made = {**record, "authors": [], "outcomes": [], "checks": {}, "modules": [module]}
    return read_outline(str(number), "course", number, made)


def keys(move: VersionMove) -> dict[str, str]:
    """Return the parts of a move that are not empty, as keys in their order."""
    parts = {name: " ".join(one.key for one in getattr(move, name)) for name in ("stays", "changed", "new", "gone")}
    return {name: found for name, found in parts.items() if found}


MOVES = [
    # before, after, done, alike → what the move does, whether the newer version asks for more
    ("a b", "a b", "a b", "a b", {"stays": "a b"}, False),
    ("a b", "a b", "a", "a b", {"stays": "a"}, True),
    ("a b", "a b", "a b", "a", {"stays": "a", "changed": "b"}, False),
    ("a b", "a b", "", "", {}, True),
    ("a b", "a b c", "a b", "a b", {"stays": "a b", "new": "c"}, True),
    ("a b", "a b bx", "a b", "a b", {"stays": "a b", "new": "bx"}, False),
    ("a b", "a", "a", "a", {"stays": "a", "gone": "b"}, False),
    ("a b", "a", "b", "a", {"gone": "b"}, True),
    ("a b q", "b a q", "a q", "a b q", {"stays": "a q"}, True),
    ("a b", "a b!", "a b", "a b", {"stays": "a", "new": "b", "gone": "b"}, True),
    ("a q", "a q~x", "a q", "a q", {"stays": "a", "new": "q", "gone": "q"}, False),
]


@pytest.mark.parametrize(("before", "after", "done", "alike", "does", "asks_more"), MOVES)
def test_a_move_keeps_marks_adds_and_lets_go(
    before: str, after: str, done: str, alike: str, does: dict[str, str], asks_more: bool
) -> None:
    """What is done stays done; what an earlier version held is known again; another kind of activity is another one."""
    found = version_move(course(1, before), course(2, after), done.split(), alike.split())
    assert (keys(found), found.asks_more) == (does, asks_more)


def test_changed_lessons_are_read_again_and_what_was_passed_stays_passed() -> None:
    """T13: a quiz asks otherwise now, and whoever passed it has passed it."""
    found = version_move(course(1, "a b q x"), course(2, "a b q x"), ["a", "b", "q", "x"], ["a"])
    assert [one.key for one in found.read_again] == ["b"]
    assert [one.key for one in found.asks_otherwise] == ["q", "x"]


@pytest.mark.parametrize(
    ("bore", "does", "asks_more", "anew"),
    [(("lesson", False, "", False), {"stays": "a", "changed": "b"}, False, set()),
     (("quiz", False, "", False), {"stays": "a", "new": "b"}, True, {"b"}),
     (None, {"stays": "a", "new": "b"}, True, set())],
)  # fmt: skip
def test_what_comes_back_is_what_it_was_where_it_bears_the_same(
    bore: tuple[str, bool, str, bool] | None, does: dict[str, str], asks_more: bool, anew: set[str]
) -> None:
    """An id that an earlier version held: done under another sort of activity is not done."""
    earlier = {"b": bore} if bore else {}
    found = version_move(course(1, "a"), course(2, "a b"), ["a", "b"], ["a"], earlier)
    assert (keys(found), found.asks_more, found.begun_anew) == (does, asks_more, anew)


def test_only_what_bears_another_kind_is_begun_anew() -> None:
    found = version_move(course(1, "a b c"), course(2, "a b! d"), ["a", "b", "c"], ["a"])
    assert found.begun_anew == {"b"}


FIGURE = b'<p>Look <img src="/media/%s.webp" alt=""></p>'
TEXTS = [
    (b'<a href="/courses/c/one/look">Look</a>', b'<a href="/courses/c/two/look">Look</a>', True),
    (b'<a href="/courses/c/one/look">Look</a>', b'<a href="/courses/c/one/act">Look</a>', False),
    (b"<p>Look twice.</p>", b"<p>Look twice.</p>", True),
    (b"<p>Look twice.</p>", b'<div class="lesson">\n<p>Look <b>twice.</b></p></div>', True),
    (b"<p>Look twice.</p>", b"<p>Look once.</p>", False),
    (b"<p>Look twice.</p>", b"<p>Look twice. Then act.</p>", False),
    (FIGURE % b"0a", FIGURE % b"0a", True),
    (FIGURE % b"0a", FIGURE % b"0b", False),
]


@pytest.mark.parametrize(("before", "after", "alike"), TEXTS)
def test_a_lesson_has_changed_where_its_words_or_files_have(before: bytes, after: bytes, alike: bool) -> None:
    """Not where only the program has come to write it otherwise."""
    assert reads_alike(before, after) is alike
