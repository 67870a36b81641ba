"""Payment-Card Fraud and Skimming: what an item computes from its own text is what its key says."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from app.assessment.domain.question import Question
from tests.domain.curriculum import shipped_items as shipped

COURSE = "payment-card-fraud"
MONTHS = list(calendar.month_name)[1:]
WEEKDAYS = list(calendar.day_name)


def check_digit(question: Question) -> str:
    (number,) = re.findall(r"\d[\d ]+(?=_)", shipped.stem(question))
    return str(shipped.luhn_digit(number.replace(" ", "")))


def days(question: Question) -> str:
    first, last = (date(2026, MONTHS.index(month) + 1, int(day)) for day, month in _dates(shipped.stem(question)))
    return str((last - first).days)


def window_in_minutes(question: Question) -> Fraction:
    text = shipped.stem(question)
    found = re.findall(rf"({'|'.join(WEEKDAYS)}) at (\d\d):(\d\d)", text)
    at = [timedelta(days=WEEKDAYS.index(day), hours=int(hour), minutes=int(minute)) for day, hour, minute in found]
    first, last = sorted(at)
    return Fraction((last - first) // timedelta(minutes=1))


def minutes(question: Question) -> str:
    return str(window_in_minutes(question))


def hours(question: Question) -> str:
    return f"{float(window_in_minutes(question) / 60):g}"


def expected(question: Question) -> str:
    text = shipped.stem(question)
    (victims,) = re.findall(r"(\d+) victims", text)
    (ordinary,) = re.findall(r"\b1 (?:ordinary card )?in (\d+)", text)
    return f"{int(victims) / int(ordinary):g}"


def share_of_fallback(question: Question) -> str:
    payments, fallback = re.search(r"had (\d+) payments.*?(\d+)[a-z ]*entry mode 80", shipped.stem(question)).groups()
    return f"{100 * int(fallback) / int(payments):g}"


def rest_of_hundred(question: Question) -> str:
    (share,) = re.findall(r"(\d+)%", shipped.stem(question))
    return str(100 - int(share))


def month_of_expiry(question: Question) -> str:
    (expiry,) = re.findall(r"\b\d{4}\b", shipped.stem(question))
    return str(int(expiry[2:]))


def read_track(question: Question) -> str:
    year, month, service = re.search(r"=(\d\d)(\d\d)(\d{3})", shipped.stem(question)).groups()
    kind = {"1": "a card with a stripe only", "2": "a chip card"}[service[0]]
    return f"Expiry {MONTHS[int(month) - 1]} 20{year}, {kind}"


def stayed(question: Question) -> str:
    incoming, outgoing = shipped.stem(question).split("It sent away")
    return str(sum(_amounts(incoming)) - sum(_amounts(outgoing)))


def others(question: Question) -> str:
    complaints = len(re.search(r"used at pump 3: on ([\d, and]+) June", shipped.stem(question))[1].split(" and ")) + 3
    (cards,) = re.findall(r"(\d+) cards were used", shipped.stem(question))
    return str(int(cards) - complaints)


def local_time(question: Question) -> str:
    text = shipped.stem(question)
    day, hour, minute = map(int, re.search(r"(\d+) June, (\d\d):(\d\d) UTC", text).groups())
    (ahead,) = re.findall(r"offset \+(\d\d):00", text)
    at = datetime(2026, 6, day, hour, minute) + timedelta(hours=int(ahead))  # noqa: DTZ001
    return f"{at.day} June, {at:%H:%M}"


def as_expected(question: Question) -> str:
    victims, there = re.search(r"Of your (\d+) victims, (\d+)", shipped.stem(question)).groups()
    assert int(there) == Fraction(8, 10) * int(victims)
    return f"Nothing strange: {there} of {victims} is what you would expect"


COMPUTED: dict[str, Callable[[Question], str]] = {
    "p1-present": rest_of_hundred,
    "p2-luhn": check_digit,
    "b2-luhn-a": check_digit,
    "b2-luhn-b": check_digit,
    "b2-luhn-c": check_digit,
    "p2-expiry": month_of_expiry,
    "b2-track": read_track,
    "p3-fallback": share_of_fallback,
    "b3-percent": share_of_fallback,
    "p4-window": hours,
    "b4-window": minutes,
    "p5-expected": expected,
    "b5-expected": expected,
    "p5-window": days,
    "b5-days": days,
    "p5-market": as_expected,
    "p6-mule": stayed,
    "b5-others": others,
    "b5-zone": local_time,
}
STATED = {"p6-arn"}
"""Numbers that a source states; nothing in the item could compute them."""


@pytest.mark.parametrize("key", COMPUTED)
def test_the_key_is_what_the_text_computes(key: str) -> None:
    question = shipped.items(COURSE)[key]
    assert shipped.answer(question) == COMPUTED[key](question)


def test_every_number_is_either_computed_or_stated_by_a_source() -> None:
    numbers = {key for key, question in shipped.items(COURSE).items() if question.type == "number"}
    assert numbers <= COMPUTED.keys() | STATED
    assert not COMPUTED.keys() & STATED


@pytest.mark.parametrize("key", ["p2-luhn", "b2-luhn-a", "b2-luhn-c"])
def test_reasons_state_the_sum_and_the_next_ten(key: str) -> None:
    question = shipped.items(COURSE)[key]
    payload = re.findall(r"\d[\d ]+(?=_)", shipped.stem(question))[0].replace(" ", "")
    total, lacking = shipped.luhn_sum(payload), shipped.luhn_digit(payload)
    said = shipped.reasons(question)
    assert f" {total}, and {total + lacking} is the next ten" in said


def test_the_lesson_s_check_digit_is_worked_out_rightly() -> None:
    text = shipped.lesson(COURSE, "the-check-digit")
    payload = re.search(r"test number ([\d ]+)_", text)[1].replace(" ", "")
    total, lacking = shipped.luhn_sum(payload), shipped.luhn_digit(payload)
    assert f"= {total}. The next ten is {total + lacking}. So the check digit is {lacking}." in text


@pytest.mark.parametrize("key", ["b6-utc", "p6-utc"])
def test_a_local_time_becomes_utc_by_taking_its_offset_away(key: str) -> None:
    text = shipped.stem(shipped.items(COURSE)[key])
    (accepted,) = shipped.items(COURSE)[key].texts
    (ahead,) = re.findall(r"offset \+(\d\d):00", text)
    assert accepted.variants == (f"{shipped.times(text)[0] - timedelta(hours=int(ahead)):%H:%M:%S}",)


def test_the_gaps_of_the_track_are_its_expiry_and_its_service_code() -> None:
    question = shipped.items(COURSE)["b2-track-gaps"]
    track = re.search(r"=(\d\d)(\d\d)(\d{3})", shipped.stem(question)).groups()
    assert [int(gap.numbers[0].low) for gap in question.gaps[:3]] == [int(piece) for piece in track]
    (kind,) = (choice.text for choice in question.gaps[3].choices if choice.right)
    assert kind == {"1": "a stripe only", "2": "a chip"}[track[2][0]]


def test_the_gaps_of_the_comparison_are_the_expected_number_and_how_many_times_it_was_found() -> None:
    question = shipped.items(COURSE)["b5-times"]
    victims, ordinary, found = re.search(
        r"(\d+) victims\. 1.*in (\d+).*?\. (\d+) victims", shipped.stem(question)
    ).groups()
    by_chance = Fraction(int(victims), int(ordinary))
    assert [gap.numbers[0].low for gap in question.gaps[:2]] == [by_chance, int(found) / by_chance]


def test_two_terminals_are_compared_by_their_shares() -> None:
    a, b = re.findall(r"(\d+) payments, (\d+) with", shipped.stem(shipped.items(COURSE)["b3-two-terminals"]))
    assert [Fraction(int(fallback), int(payments)) for payments, fallback in (a, b)] == [
        Fraction(3, 100),
        Fraction(1, 4),
    ]
    text = shipped.lesson(COURSE, "chip-and-stripe")
    for chip, fallback, share in ((194, 6, "3 in 100"), (150, 50, "25 in 100")):
        assert f"{chip} with code 05 and {fallback} with code 80" in text
        assert f"{100 * fallback // (chip + fallback)} in 100" == share
        assert share in text


def test_the_example_of_the_common_point_is_right() -> None:
    text = shipped.lesson(COURSE, "where-all-were")
    assert "Market hall 17 8 in 10 16" in text
    assert "Ticket machine 4 9 1 in 200 0.1" in text
    assert (20 * 8 / 10, 20 / 200, 9 / (20 / 200)) == (16, 0.1, 90)
    assert "90 times too many" in text


def test_the_example_of_the_mule_is_right() -> None:
    text = shipped.lesson(COURSE, "money-and-mules")
    first_in, first_out, next_in, next_out = 480, 475, 490, 485
    for amount in (first_in, first_out, next_in, next_out):
        assert str(amount) in text
    total, gone = first_in + next_in, first_out + next_out
    assert f"In total {total} came in, {gone} went out, and {total - gone} stayed" in text


def test_the_practical_s_answers_follow_from_its_tables() -> None:
    text = shipped.lesson(COURSE, "practical-case")
    assert "market hall 9, pump 3 0.03, café 0.4, cash machine 0.2" in text
    assert [12 * 3 / 4, 12 / 400, 12 / 30, 12 / 60] == [9, 0.03, 0.4, 0.2]
    shown, trusted = re.search(r"shows (\S+) when the trusted clock shows ([\d:]+)\.", text).groups()
    fast = shipped.seconds_between(f"{shown} {trusted}")
    assert f"The recorder is {fast} seconds fast" in text
    last, seen = re.search(r"last use at ([\d:]+), look at recorder time ([\d:]+)\.", text).groups()
    assert shipped.seconds_between(f"{last} {seen}") == fast
    uses = [(int(day), int(hour) + (zone == " UTC"), minute) for day, hour, minute, zone in _pump_uses(text)]
    (early, late) = min(uses), max(uses)
    assert f"{early[0]} March {early[1]:02}:{early[2]}" in text.split("First use in local time")[1]
    assert f"{late[0]} March {late[1]:02}:{late[2]}" in text.split("Last use:")[1]
    assert len(uses) == 8
    assert f"{early[0]} March to 21 March: {21 - early[0]} days" in text


def _pump_uses(text: str) -> list[tuple[str, str, str, str]]:
    return re.findall(r"\b(\d+) March (\d\d):(\d\d)( UTC|)", text.split("First use in local time")[0].split("R-1")[0])


def _dates(text: str) -> list[tuple[str, str]]:
    return re.findall(rf"\b(\d\d?) ({'|'.join(MONTHS)})", text)


def _amounts(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\b\d[\d,]*\d\b", text)]
