"""Search in one's own lessons: every word, capitals and accents aside, never a course one is not on, never a key."""

from __future__ import annotations

import pytest

from tests.plugins.instances import Instance


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cyber-dependent", True),
        ("CYBER-DEPENDENT crime", True),
        ("cybér-dépendent", True),
        ("cyber-dependent zebra", False),
        ("", False),
        ("<script>", False),
        ("%zq", False),
    ],
)
def test_lessons_are_found_by_all_their_words(demo: Instance, typed: str, found: bool) -> None:
    """O26."""
    page = demo.signed_in("kwame").get("/search?find=" + typed.replace("%", "%25"))
    assert page.status == 200
    assert bool(page.tree.xpath("//ul[@class='tasks']//mark")) is found
    if typed and not found:
        assert page.sees("No lesson of your courses holds all of these words")


def test_a_course_one_is_not_on_is_not_searched(demo: Instance) -> None:
    page = demo.signed_in("efua").get("/search?find=crime")
    assert page.sees("You are not on a course yet") or page.sees("No lesson of your courses")
    assert not page.tree.xpath("//mark")
