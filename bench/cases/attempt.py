"""A whole attempt at twenty questions: front page, start, paper, twenty saves, hand-in, result. 25 requests."""

from __future__ import annotations

from bench.case import Goal, ServedCase, Turn
from bench.course import ITEMS
from bench.house import House
from bench.sitting import answers_on, start
from bench.wire import Visitor, Wire, get, post_form, post_json


def sit(wire: Wire, house: House, visitor: Visitor, turn: Turn) -> None:
    """Sit the quiz from its front page to its result, each answer saved as it is given."""
    get(wire, house.quiz, visitor)
    address = start(wire, house, visitor)
    answers = answers_on(get(wire, address, visitor))
    for sequence, (item, value) in enumerate(answers.items()):
        answer = {
            "writer": "page",
            "sequence": sequence,
            "item": item,
            "answer": [value],
            "flag": False,
            "at": sequence,
        }
        post_json(wire, f"{address}/save", visitor, answer)
    form = {f"i-{item}": value for item, value in answers.items()} | {f"was-{item}": "" for item in answers}
    handed_in = post_form(wire, f"{address}/hand-in", visitor, form)
    get(wire, handed_in.headers["location"], visitor)


CASE = ServedCase(
    name="attempt",
    does=f"attempt, {ITEMS} items and saves",
    goals=(Goal("value", 65, only="sqlite"), Goal("statements", 85, only="sqlite")),
    unit=sit,
    visitors=slice(64, None),
    requests=ITEMS + 5,
)
