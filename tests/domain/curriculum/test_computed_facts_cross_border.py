"""Cross-Border Evidence: what an item computes from its own text is what its key says."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from app.assessment.domain.question import Question
from tests.domain.curriculum import shipped_items as shipped

COURSE = "cross-border-evidence"
MONTHS = list(calendar.month_name)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
BEFORE = timedelta(days=14)


def days_in(text: str) -> list[date]:
    """Return the days that a text names, in 2026 where it names no year."""
    found = re.findall(rf"\b(\d\d?) ({'|'.join(MONTHS[1:])})\b(?: (\d{{4}}))?", text)
    return [date(int(year or 2026), MONTHS.index(month), int(day)) for day, month, year in found]


def numbers(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in re.findall(r"\b\d[\d,]*(?:\.\d+)?\b", text)]


def end_of_term(question: Question) -> str:
    """The first day of the term is the day after; article 29 keeps for at least 60 days."""
    text = shipped.stem(question)
    (begin,) = days_in(text)
    term = re.search(r"(\d+) days", text)
    return _day(question, begin + timedelta(days=int(term[1]) if term else 60))


def fourteen_days_before(question: Question) -> str:
    (end,) = days_in(shipped.stem(question))
    return _day(question, end - BEFORE)


def hour_in_utc(question: Question) -> str:
    return str(_moment(question).hour)


def day_in_utc(question: Question) -> str:
    return str(_moment(question).day)


def written_in_utc(question: Question) -> str:
    text = shipped.stem(question)
    (day,), clock = days_in(text), shipped.times(text)[0]
    ahead = int(re.search(r"offset \+(\d\d):00", text)[1])
    local = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second, tzinfo=UTC)
    return f"{local - timedelta(hours=ahead):%Y-%m-%dT%H:%M:%SZ}"


def twice_in_utc(question: Question) -> str:
    text = shipped.stem(question)
    assert days_in(text) == [max(week[-1] for week in calendar.Calendar().monthdatescalendar(2026, 10)[:4])]
    ahead = int(re.search(r"If the offset was \+(\d\d):00", text)[1])
    return f"{shipped.times(text)[0] - timedelta(hours=ahead):%H:%M:%S}"


def share(question: Question) -> str:
    requests, succeeded = numbers(shipped.stem(question))[:2]
    return f"{requests * succeeded / 100:g}"


def failed(question: Question) -> str:
    requests, _year, succeeded = numbers(shipped.stem(question))
    return f"{requests - succeeded:g}"


def last_port(question: Question) -> str:
    first, size = numbers(shipped.stem(question))
    return f"{first + size - 1:.0f}"


def first_bits(question: Question) -> str:
    total, last = [int(found) for found in re.findall(r"\b\d+\b", shipped.stem(question))]
    return str(total - last)


def ratifications(question: Question) -> str:
    needed, done = re.search(r"(\d+)th ratification. (\d+) states", shipped.stem(question)).groups()
    return str(int(needed) - int(done))


COMPUTED: dict[str, Callable[[Question], str]] = {
    "p1-failed": failed,
    "b1-share": share,
    "p2-utc": hour_in_utc,
    "b2-plus": hour_in_utc,
    "b2-minus": day_in_utc,
    "b2-write": written_in_utc,
    "b2-shop-utc": twice_in_utc,
    "b2-last-port": last_port,
    "b2-bits": first_bits,
    "p3-days": end_of_term,
    "b3-ninety": end_of_term,
    "p4-end": end_of_term,
    "b4-may": end_of_term,
    "b4-december": end_of_term,
    "b5-april": end_of_term,
    "p3-renew": fourteen_days_before,
    "p4-before": fourteen_days_before,
    "b4-november": fourteen_days_before,
    "p6-act": fourteen_days_before,
    "b6-august": fourteen_days_before,
    "p5-un": ratifications,
}
STATED = {"p5-eu", "b5-eight"}
"""Numbers that a source states; nothing in the item could compute them."""


@pytest.mark.parametrize("key", COMPUTED)
def test_the_key_is_what_the_text_computes(key: str) -> None:
    question = shipped.items(COURSE)[key]
    said = shipped.answer(question)
    assert (f"{question.accepted[0].low}" if question.accepted else said) == COMPUTED[key](question)


def test_every_number_is_either_computed_or_stated_by_a_source() -> None:
    found = {key for key, question in shipped.items(COURSE).items() if question.type == "number"}
    assert found <= COMPUTED.keys() | STATED
    assert not COMPUTED.keys() & STATED


@pytest.mark.parametrize("key", ["b4-date", "p4-date"])
def test_a_typed_last_day_is_sixty_days_later_and_ninety_earn_nothing(key: str) -> None:
    question = shipped.items(COURSE)[key]
    (granted,) = days_in(shipped.stem(question))
    expected = [((granted + timedelta(days=term)).isoformat(),) for term in (60, 90)]
    assert [one.variants for one in question.texts] == expected
    assert [one.weight for one in question.texts] == [1, 0]


def test_a_typed_day_to_act_lies_fourteen_days_before_the_end() -> None:
    question = shipped.items(COURSE)["b4-act"]
    (end,) = days_in(shipped.stem(question))
    assert question.texts[0].variants == ((end - BEFORE).isoformat(),)


def test_a_typed_time_in_utc_has_its_offset_taken_away() -> None:
    question = shipped.items(COURSE)["p2-write"]
    text = shipped.stem(question)
    at, ahead = shipped.times(text)[0], timedelta(hours=int(re.search(r"offset \+(\d\d):00", text)[1]))
    expected = [(f"{at - ahead:%H:%M:%S}",), (f"{at + ahead:%H:%M:%S}",)]
    assert [one.variants for one in question.texts] == expected


def test_the_gaps_of_the_line_are_its_hour_and_day_in_utc() -> None:
    question = shipped.items(COURSE)["b2-line-gaps"]
    text = shipped.stem(question)
    (day,), clock = days_in(text), shipped.times(text)[0]
    ahead = int(re.search(r"offset \+(\d\d):00", text)[1])
    at = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second, tzinfo=UTC)
    at -= timedelta(hours=ahead)
    assert [int(gap.numbers[0].low) for gap in question.gaps[:2]] == [at.hour, at.day]
    assert f"{at:%Y-%m-%dT%H:%M:%SZ}" in shipped.plain(question.gaps[3].reason_html)


def test_the_sixty_days_of_the_lesson_and_of_its_figure_are_right() -> None:
    text = shipped.lesson(COURSE, "sixty-days")
    granted = date(2026, 3, 3)
    end = granted + timedelta(days=60)
    assert f"granted on {granted.day} March 2026" in text
    assert f"So day 60 is {end.day} May" in text
    assert f"{(granted + timedelta(days=90)).day} June: that would be 90 days" in text
    assert f"Fourteen days before {end.day} May is {(end - BEFORE).day} April" in text
    assert f"Day {60 - BEFORE.days}: {(end - BEFORE).day} April" in text


def test_the_calendar_of_the_convention_at_home_is_right() -> None:
    text = shipped.lesson(COURSE, "the-stronger-powers")
    for year, said in ((2026, "ends on {} April"), (2028, "the end is {} April")):
        assert said.format((date(year, 1, 10) + timedelta(days=90)).day) in text
    assert f"ended on {(date(2026, 2, 2) + timedelta(days=60)).day} April" in text


def test_the_diary_of_the_lesson_and_of_the_practical_are_right() -> None:
    preserved, ends, act = days_in(shipped.lesson(COURSE, "the-diary"))[:3]
    assert (ends, act) == (preserved + timedelta(days=60), ends - BEFORE)
    text = shipped.lesson(COURSE, "practical-request")
    end = date(2026, 3, 17) + timedelta(days=60)
    assert f"17 March plus 60 days is {end.day} May" in text
    assert f"Diary: ends on {end.day} May, act on {(end - BEFORE).day} May" in text
    assert f"gone by {(date(2026, 3, 14) + timedelta(days=30)).day} April" in text


def test_the_same_moment_is_written_in_both_ways() -> None:
    local, utc = "2026-03-14T23:41:07+03:00", "2026-03-14T20:41:07Z"
    assert local in shipped.lesson(COURSE, "the-exact-time")
    assert utc in shipped.lesson(COURSE, "the-exact-time")
    assert datetime.fromisoformat(local) == datetime.fromisoformat(utc)


def test_twelve_days_are_left_in_the_late_diary() -> None:
    question = shipped.items(COURSE)["b6-late"]
    ends, act, today = days_in(shipped.stem(question))
    assert act == ends - BEFORE
    assert (ends - today).days == 12
    assert "Twelve days are left" in shipped.reasons(question)


def _moment(question: Question) -> datetime:
    (found,) = MOMENT.findall(shipped.stem(question))
    return datetime.fromisoformat(found).astimezone(UTC)


def _day(question: Question, found: date) -> str:
    """The day of the month, which must be the month that the question names."""
    (month,) = re.findall(r"day of (\w+)", shipped.stem(question))
    assert MONTHS[found.month] == month
    return str(found.day)
