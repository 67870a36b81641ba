"""One answer saved from the paper: committed with full durability before it is acknowledged."""

from __future__ import annotations

from bench.case import Goal, ServedCase, Turn
from bench.house import House
from bench.sitting import answers_on, start
from bench.wire import Visitor, Wire, get, post_json


def open_an_attempt(wire: Wire, house: House, visitor: Visitor) -> None:
    """Start the attempt whose answers are saved."""
    address = start(wire, house, visitor)
    visitor.attempt[:] = [address, *answers_on(get(wire, address, visitor))]


def save_an_answer(wire: Wire, house: House, visitor: Visitor, turn: Turn) -> None:
    """Save an answer that was not there before: each turn is a row of the journal of its own."""
    address, *items = visitor.attempt
    writer = f"r{turn.round}t{turn.thread}"
    answer = {"writer": writer, "sequence": turn.number, "item": items[turn.number % len(items)], "answer": ["a"]}
    post_json(wire, f"{address}/save", visitor, {**answer, "flag": False, "at": turn.number})


CASE = ServedCase(
    name="save",
    does="answer save, durable",
    goals=(Goal("times", 2.3),),
    unit=save_an_answer,
    visitors=slice(32, 64),
    prepare=open_an_attempt,
)
