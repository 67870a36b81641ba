"""A check question's form comes back as it was sent, and nothing else of the lesson is touched (O24)."""

from __future__ import annotations

import pytest

from app.learning.answered_form import with_answer

BEFORE, AFTER = "<p>One & <em>two</em></p>", '<form id="check-other"><input name="a" value=""></form><p>three</p>'
RADIO = '<input type="radio" name="a" value="1"><input type="radio" name="a" value="2">'
BOXES = '<input type="checkbox" name="a" value="1"><input type="checkbox" name="a" value="2">'
TEXT = '<input class="w10" name="a" value="" maxlength="40">'
PAIRS = "".join(
    f'<select name="a"><option value="">Choose one</option><option value="{pair}:x">X</option>'
    f'<option value="{pair}:y">Y</option></select>'
    for pair in "pq"
)
GAPS = '<select name="a"><option value="">Choose one</option><option value="1">X</option></select>' + TEXT


@pytest.mark.parametrize(
    ("fields", "answer", "in_places", "shown"),
    [
        (RADIO, ["2"], False, RADIO.replace('value="2">', 'value="2" checked>')),
        (BOXES, ["1", "2"], False, BOXES.replace('">', '" checked>')),
        (TEXT, ["4 & <5>"], False, TEXT.replace('value=""', 'value="4 &amp; &lt;5&gt;"')),
        (PAIRS, ["p:y", "q:x"], False, PAIRS.replace('"p:y"', '"p:y" selected').replace('"q:x"', '"q:x" selected')),
        (GAPS, ["1", "1"], True, GAPS.replace('value="1"', 'value="1" selected').replace('value="" m', 'value="1" m')),
        (GAPS, ["", "7"], True, GAPS.replace('value="" m', 'value="7" m')),
        (RADIO, [], False, RADIO),
        (RADIO, ["9"], False, RADIO),
    ],
)
def test_what_was_sent_stands_in_its_fields(fields: str, answer: list[str], in_places: bool, shown: str) -> None:
    form = f'<form class="box" id="check-one"><input type="hidden" name="check" value="one">{fields}<!--here--></form>'
    given = with_answer(BEFORE + form + AFTER, "one", answer, in_places=in_places)
    assert given.replace('checked=""', "checked").replace('selected=""', "selected").replace("&gt;", ">") == (
        BEFORE + form.replace(fields, shown) + AFTER
    ).replace("&gt;", ">")


def test_a_question_that_the_lesson_does_not_have_changes_nothing() -> None:
    assert with_answer(BEFORE + AFTER, "one", ["2"], in_places=False) == BEFORE + AFTER
