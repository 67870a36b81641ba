"""Cryptocurrency Basics: what an item computes from its own text is what its key says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from app.assessment.domain.question import Question
from tests.domain.curriculum import shipped_items as shipped

COURSE = "cryptocurrency-basics"
SATOSHI = 100_000_000
WORDS = {"three": 3}


def amounts(text: str) -> list[Decimal]:
    return [Decimal(found) for found in re.findall(r"\b\d+\.\d+\b", text)]


def fee(question: Question) -> Decimal:
    inputs, outputs = shipped.stem(question).split("Outputs:")
    return sum(amounts(inputs)) - sum(amounts(outputs))


def other_output(question: Question) -> Decimal:
    inputs, rest = shipped.stem(question).split("The fee was")
    return sum(amounts(inputs)) - sum(amounts(rest))


def fee_of_case(question: Question) -> Decimal:
    received, first, second, *_ = amounts(shipped.stem(question))
    return received - first - second


def satoshi(question: Question) -> Decimal:
    (coins,) = amounts(shipped.stem(question))
    return coins * SATOSHI


def coins(question: Question) -> Decimal:
    (shown,) = re.findall(r"([\d,]+) satoshi", shipped.stem(question))
    return Decimal(shown.replace(",", "")) / SATOSHI


def minutes_of_blocks(question: Question) -> Decimal:
    (count,) = re.findall(r"(\w+) more blocks", shipped.stem(question))
    return Decimal(10 * WORDS[count])


def seconds(question: Question) -> Decimal:
    return Decimal(shipped.seconds_between(shipped.stem(question)))


def arriving(question: Question) -> Decimal:
    held, _test, cost = amounts(shipped.stem(question))
    return held - 2 * cost


def value(question: Question) -> Decimal:
    (coins_held,) = amounts(shipped.stem(question))
    (price,) = re.findall(r"(\d[\d,]+) euro", shipped.stem(question))
    return coins_held * Decimal(price.replace(",", ""))


def higher_threshold(question: Question) -> Decimal:
    (reference,) = re.findall(r"is ([\d,]+) dollars", shipped.stem(question))
    (there,) = re.findall(r"United States use ([\d,]+)", shipped.reasons(question))
    return Decimal(there.replace(",", "")) - Decimal(reference.replace(",", ""))


NUMBERS: dict[str, Callable[[Question], Decimal]] = {
    "p1-fee": fee,
    "b1-fee-a": fee,
    "b1-fee-b": fee,
    "b1-change": other_output,
    "p1-satoshi": satoshi,
    "b1-satoshi": satoshi,
    "b1-btc": coins,
    "b1-blocks": minutes_of_blocks,
    "p3-bridge": seconds,
    "b3-seconds": seconds,
    "b3-case-fee": fee_of_case,
    "p4-threshold": higher_threshold,
    "p5-arrive": arriving,
    "b5-arrive": arriving,
    "p5-value": value,
    "b5-value": value,
}
STATED = {"b4-sixteen", "p2-list", "b2-forty", "b2-sixty-four"}
"""Numbers that a source states; nothing in the item could compute them."""


@pytest.mark.parametrize("key", NUMBERS)
def test_the_key_is_what_the_text_computes(key: str) -> None:
    (accepted,) = shipped.items(COURSE)[key].accepted
    assert accepted.low == accepted.high == NUMBERS[key](shipped.items(COURSE)[key])


def test_every_number_is_either_computed_or_stated_by_a_source() -> None:
    numbers = {key for key, question in shipped.items(COURSE).items() if question.type == "number"}
    assert numbers == NUMBERS.keys() | STATED
    assert not NUMBERS.keys() & STATED


@pytest.mark.parametrize("key", ["p4-atm", "b4-camera"])
def test_the_camera_s_time_is_that_of_its_zone_and_its_clock(key: str) -> None:
    text = shipped.stem(shipped.items(COURSE)[key])
    at = shipped.times(text)[0] + timedelta(hours=int(re.search(r"offset is \+(\d\d):00", text)[1]))
    off, kind = re.search(r"is (\d+) seconds (fast|slow)", text).groups()
    shown = at + timedelta(seconds=int(off)) * (1 if kind == "fast" else -1)
    assert shipped.answer(shipped.items(COURSE)[key]) == f"{shown:%H:%M:%S}"


def test_a_typed_time_of_the_camera_is_that_of_its_zone_and_its_clock() -> None:
    question = shipped.items(COURSE)["b4-camera-time"]
    text = shipped.stem(question)
    local = shipped.times(text)[0] + timedelta(hours=int(re.search(r"offset is \+(\d\d):00", text)[1]))
    fast = timedelta(seconds=int(re.search(r"is (\d+) seconds fast", text)[1]))
    assert [one.variants for one in question.texts] == [
        (f"{local + fast:%H:%M:%S}",),
        (f"{local - fast:%H:%M:%S}",),
    ]


def test_the_gaps_of_an_account_are_sum_change_and_fee() -> None:
    question = shipped.items(COURSE)["b1-gaps"]
    first, second, paid, cost = amounts(shipped.stem(question))
    found = [first + second, first + second - paid - cost, cost * SATOSHI]
    assert [gap.numbers[0].low for gap in question.gaps] == found
    question = shipped.items(COURSE)["p1-gaps"]
    held, paid, back = amounts(shipped.stem(question))
    assert [gap.numbers[0].low for gap in question.gaps[:2]] == [paid + back, held - paid - back]


def test_two_payments_out_of_the_bridge_fit_equally() -> None:
    question = shipped.items(COURSE)["b3-candidates"]
    went, *came = [int(found.replace(",", "")) for found in re.findall(r"\d+,\d+", shipped.stem(question))]
    near = [f"{one:,}" for one in came if 0 < went - one < went / 100]
    assert shipped.answer(question) == f"Two candidates, {' and '.join(near)}"


def test_the_examples_of_the_lessons_are_right() -> None:
    text = shipped.lesson(COURSE, "notes-and-change")
    assert Decimal("0.50") + Decimal("0.30") - Decimal("0.65") - Decimal("0.1496") == Decimal("0.0004")
    assert "0.80 − 0.7996 = 0.0004" in text
    assert f"0.0004 BTC is {int(Decimal('0.0004') * SATOSHI):,} satoshi" in text
    text = shipped.lesson(COURSE, "where-to-stop")
    assert f"lie {shipped.seconds_between(text)} seconds apart" in text
    text = shipped.lesson(COURSE, "people-and-machines").split("Example.")[1]
    utc, _offset, local, camera = shipped.times(text)
    assert (local - utc, local - camera) == (timedelta(hours=2), timedelta(seconds=90))


def test_the_examples_of_a_transfer_and_of_its_value_are_right() -> None:
    held, test, cost, left, again, rest, *sums = amounts(shipped.lesson(COURSE, "the-transfer").split("Example.")[1])
    assert (held - test - cost, left - again) == (left, rest)
    assert sums[-1] == test + rest
    text = shipped.lesson(COURSE, "keep-and-account")
    before, after = Decimal("2.4998") * 50_000, Decimal("2.4998") * 45_000
    assert f"2.4998 BTC at a price of 50,000 euro are {before:,.0f} euro" in text
    assert f"worth {after:,.0f} euro. Nobody stole {before - after:,.0f} euro" in text


LINE = re.compile(r"\| (T\d+) \| (\d\d:\d\d) \| (.*?) \| (.*?) \|")


@pytest.fixture(scope="module")
def ledger() -> dict[str, tuple[str, str]]:
    folder = shipped.COURSES / COURSE / "modules" / "06-final-examination"
    lines = LINE.findall((folder / "10-practical.md").read_text())
    assert [time for _, time, _, _ in lines] == sorted(time for _, time, _, _ in lines)
    return {tx: (inputs, outputs) for tx, _, inputs, outputs in lines}


def test_the_paper_ledger_has_24_payments_and_each_pays_a_small_fee(ledger: dict[str, tuple[str, str]]) -> None:
    assert list(ledger) == [f"T{number}" for number in range(1, 25)]
    for inputs, outputs in ledger.values():
        assert 0 < sum(amounts(inputs)) - sum(amounts(outputs)) <= Decimal("0.0005")


def test_what_the_paper_ledger_spends_was_received_in_it_or_was_there_before(
    ledger: dict[str, tuple[str, str]],
) -> None:
    received: set[Decimal] = set()
    begun = {"T1", "T2", "T3", "T4", "T7", "T10"}
    for tx, (inputs, outputs) in ledger.items():
        assert tx in begun or set(amounts(inputs)) <= received, tx
        received |= set(amounts(outputs))


def test_the_practical_s_answer_follows_from_its_ledger(ledger: dict[str, tuple[str, str]]) -> None:
    text = shipped.lesson(COURSE, "practical-ledger")
    for tx in ("T6", "T9", "T11", "T13", "T14"):
        cost = sum(amounts(ledger[tx][0])) - sum(amounts(ledger[tx][1]))
        assert f"{tx} {cost}" in text.split("Fees:")[1]
    parts = [amounts(ledger[tx][1])[0] for tx in ("T11", "T13", "T14")]
    assert all("X1" in ledger[tx][1] for tx in ("T11", "T13", "T14"))
    assert f"{' + '.join(map(str, parts))} = {sum(parts)}" in text
    assert f"Says that {sum(parts)} BTC arrived at X1" in text
