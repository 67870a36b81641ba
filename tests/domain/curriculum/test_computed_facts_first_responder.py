"""Cybercrime First Responder: what an item computes from its own text is what its key says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.assessment.domain.question import Question
from tests.domain.curriculum import shipped_items as shipped

COURSE = "cybercrime-first-responder"
WORDS = {"three": 3}


def seconds(question: Question) -> str:
    return str(shipped.seconds_between(shipped.stem(question)))


def minutes(question: Question) -> str:
    return f"{shipped.seconds_between(shipped.stem(question)) / 60:g}"


def true_time(question: Question) -> str:
    """A fast clock: the offset between the first two times is taken from the third."""
    shown, trusted, seen = shipped.times(shipped.stem(question))
    return f"{seen - (shown - trusted):%H:%M:%S}"


def true_minute(question: Question) -> str:
    return true_time(question)[:5]


def past_midnight(question: Question) -> str:
    late, early = re.search(r"(\d+) minutes (\d+) seconds slow", shipped.stem(question)).groups()
    (seen,) = shipped.times(shipped.stem(question))
    found = seen + timedelta(minutes=int(late), seconds=int(early))
    return f"{found:%H:%M:%S} on the {'next' if found.date() > seen.date() else 'same'} day"


def hours(question: Question) -> str:
    (word,) = set(re.findall(r"(\w+) days", shipped.stem(question)))
    return str(WORDS[word] * 24)


def check_digit(question: Question) -> str:
    (imei,) = re.findall(r"\d\d \d{6} \d{6}", shipped.stem(question))
    return str(shipped.luhn_digit(imei.replace(" ", "")))


def imei_that_passes(question: Question) -> str:
    (right,) = (one.text for one in question.choices if shipped.luhn_sum(_body(one.text)) % 10 == -_last(one.text) % 10)
    return right


def not_held(question: Question) -> str:
    held, total = map(float, re.findall(r"\d+(?:\.\d+)?(?= of| million)", shipped.stem(question))[:2])
    return f"{total - held:g}"


def end_of_term(question: Question) -> str:
    text = shipped.stem(question)
    (day,), (term,) = re.findall(r"(\d+) March", text), re.findall(r"(\d+) hours", text)
    (begin,) = shipped.times(text)
    end = begin.replace(month=3, day=int(day)) + timedelta(hours=int(term))
    return f"{end.day} {end:%B at %H:%M}"


def in_utc(question: Question) -> str:
    text = shipped.stem(question)
    begin = shipped.times(text)[0]
    sign, hours, minutes = re.search(r"UTC([+-])(\d+)(?::(\d+))?", text).groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return f"{begin - ahead if sign == '+' else begin + ahead:%H:%M:%S}"


COMPUTED: dict[str, Callable[[Question], str]] = {
    "p3-offset": seconds,
    "b3-offset": seconds,
    "b3-slow": seconds,
    "b3-true-time": true_time,
    "b3-midnight": past_midnight,
    "p4-hours": hours,
    "p5-imei": check_digit,
    "b5-imei": check_digit,
    "b5-imei-which": imei_that_passes,
    "b5-minutes": minutes,
    "b6-igrip": not_held,
    "b6-end": end_of_term,
    "b6-utc": in_utc,
    "b3-time": true_time,
    "b6-utc-minus": in_utc,
    "p6-utc": in_utc,
    "ba-clock": true_minute,
}
STATED = {"p1-count", "b1-roles", "b2-count", "b2-qualities", "b4-days", "b5-imei-length", "b6-hours"}
"""Numbers that a source states; nothing in the item could compute them."""


@pytest.mark.parametrize("key", COMPUTED)
def test_the_key_is_what_the_text_computes(key: str) -> None:
    question = shipped.items(COURSE)[key]
    assert shipped.answer(question) == COMPUTED[key](question)


def test_every_number_time_and_date_is_either_computed_or_stated_by_a_source() -> None:
    figures = {key for key, question in shipped.items(COURSE).items() if shipped.is_figure(question)}
    assert figures <= COMPUTED.keys() | STATED
    assert not COMPUTED.keys() & STATED


def test_reasons_state_the_check_digit_that_each_wrong_imei_would_have() -> None:
    wrong = [one for one in shipped.items(COURSE)["b5-imei-which"].choices if not one.right]
    for one in wrong:
        assert f"would be {shipped.luhn_digit(_body(one.text))}." in shipped.plain(one.reason_html)


@pytest.mark.parametrize("key", ["p5-imei", "b5-imei"])
def test_reasons_state_the_sum_and_the_next_full_ten(key: str) -> None:
    question = shipped.items(COURSE)[key]
    (imei,) = re.findall(r"\d\d \d{6} \d{6}", shipped.stem(question))
    total, said = shipped.luhn_sum(imei.replace(" ", "")), shipped.reasons(question)
    lacking = shipped.luhn_digit(imei.replace(" ", ""))
    assert f"The sum is {total}, and from {total} to {total + lacking} lacks {lacking}." in said


def test_the_lesson_s_imei_is_worked_out_rightly() -> None:
    text = shipped.lesson(COURSE, "label")
    imei = re.search(r"for (\d\d \d{6} \d{6}):", text)[1].replace(" ", "")
    total, lacking = shipped.luhn_sum(imei), shipped.luhn_digit(imei)
    assert f"Here: {total}." in text
    assert f"From {total} to {total + lacking} lacks {lacking}." in text
    assert f"reads 00 440021 765432 {lacking}" in text


def test_the_lessons_clocks_are_right() -> None:
    text = shipped.lesson(COURSE, "record-the-scene")
    shown, trusted, seen, true = shipped.times(text)
    assert f"or {shipped.seconds_between(text)} seconds" in text
    assert seen - (shown - trusted) == true
    local, utc = shipped.times(shipped.lesson(COURSE, "what-to-take"))[-2:]
    assert local - timedelta(hours=1) == utc
    assert "UTC+1" in shipped.lesson(COURSE, "what-to-take")


def test_the_gap_of_the_figure_and_the_offset_of_the_practical_are_right() -> None:
    text = shipped.lesson(COURSE, "every-hand")
    left, taken = re.search(r"From (\d\d:\d\d) to (\d\d:\d\d) nobody", text).groups()
    assert f"a gap of {shipped.seconds_between(f'{left} {taken}') // 60} minutes" in text
    scene = shipped.lesson(COURSE, "practical-scene")
    fast = float(re.search(r"([\d.]+) minutes fast", scene)[1])
    assert f"{fast * 60:g} seconds fast" in scene


def _body(imei: str) -> str:
    return imei.replace(" ", "")[:-1]


def _last(imei: str) -> int:
    return int(imei[-1])
