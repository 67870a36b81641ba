"""What the course on open-source intelligence computes is right: each fact is worked out anew from its text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from app.assessment.domain.question import Question
from tests.domain.curriculum import shipped_items as shipped

COURSE = "open-source-intelligence"
UNIX = r"\b1[67]\d{8}\b"


def _unix(text: str) -> list[datetime]:
    return [datetime.fromtimestamp(int(one), UTC) for one in re.findall(UNIX, text)]


def _day(text: str) -> datetime:
    return datetime.strptime(f"{text} +0000", "%d %B %Y %z")


def _spoken(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M:%S}"


def _right(item: Question) -> str:
    """The right option, the text to be typed, or the middle of the accepted numbers."""
    if item.texts:
        return item.texts[0].variants[0]
    return str((item.accepted[0].low + item.accepted[0].high) / 2) if item.accepted else shipped.answer(item)


def _in_utc(item: Question) -> str:
    (moment,) = _unix(shipped.stem(item))
    return _spoken(moment)


def _seconds_between(item: Question) -> str:
    first, second = _unix(shipped.stem(item))
    return str(abs(int((second - first).total_seconds())))


def _days_since_registration(item: Question) -> str:
    text = shipped.stem(item)
    offered = _day(re.findall(r"online on (\d{1,2} [A-Z][a-z]+ \d{4})", text)[0])
    registered = datetime.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", text)[0]).replace(tzinfo=UTC)
    return str((offered - registered).days)


def _from_screen_to_utc(item: Question) -> str:
    text = shipped.stem(item)
    (clock, day), (ahead,) = re.findall(r"(\d\d:\d\d), (\d{1,2} [A-Z][a-z]+)", text)[0], re.findall(r"UTC\+(\d)", text)
    shown = datetime.strptime(f"{day} 2026 {clock} +0000", "%d %B %Y %H:%M %z")
    moment = shown - timedelta(hours=int(ahead))
    return f"{moment.day} {moment:%B, %H:%M}"


def _clock_in_utc(item: Question) -> str:
    text = shipped.stem(item)
    hour, minute = re.findall(r"(\d\d):(\d\d) (?:for|on)", text)[0]
    ahead, more = re.findall(r"UTC\+(\d{1,2})(?::(\d\d))?", text)[0]
    minutes = int(hour) * 60 + int(minute) - int(ahead) * 60 - int(more or 0)
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


def _local_date(item: Question) -> str:
    text = shipped.stem(item)
    moment = datetime.fromisoformat(re.findall(r"2026-\d\d-\d\dT[\d:]+Z", text)[0])
    (ahead,) = re.findall(r"UTC\+(\d)", text)
    return f"{moment + timedelta(hours=int(ahead)):%Y-%m-%d}"


def _height_of_the_sun(item: Question) -> str:
    pole, shadow = map(int, re.findall(r"(\d+) metres", shipped.stem(item)))
    return str(round(math.degrees(math.atan(pole / shadow))))


def _retention_date(item: Question) -> str:
    text = shipped.stem(item)
    begun, days = re.findall(r"on (\d{1,2} [A-Z][a-z]+ \d{4})", text)[0], re.findall(r"(\d+) days", text)[0]
    end = _day(begun) + timedelta(days=int(days))
    return f"{end.day} {end:%B %Y}"


COMPUTED: dict[str, Callable[[Question], str]] = {
    "p4-unix": _seconds_between,
    "p4-screen": _clock_in_utc,
    "b3-local-date": _local_date,
    "b4-screen-time": _clock_in_utc,
    "b3-case-days": _days_since_registration,
    "b4-degrees": _height_of_the_sun,
    "b4-zone": _from_screen_to_utc,
    "b4-unix": _in_utc,
    "b4-unix-between": _seconds_between,
    "b5-retention": _retention_date,
}
STATED = {"b3-rdap"}
"""Days that a source states; nothing in the item could compute them."""


@pytest.mark.parametrize("key", COMPUTED)
def test_the_right_answer_is_what_the_text_gives(key: str) -> None:
    item = shipped.items(COURSE)[key]
    found = COMPUTED[key](item)
    assert _right(item) == found
    assert found not in [choice.text for choice in item.choices if not choice.right]


def test_no_item_with_a_number_a_time_or_a_date_is_left_out_of_the_table() -> None:
    items = shipped.items(COURSE)
    asks = {key for key, item in items.items() if item.type == "number" or item.text_rules.kind in ("time", "date")}
    singles = {key: shipped.answer(item) for key, item in items.items() if item.type == "single"}
    tells = {key for key, right in singles.items() if re.search(r"\d\d:\d\d|\d [A-Z][a-z]+ \d{4}", right)}
    assert asks | tells == set(COMPUTED) | STATED


def test_the_wrong_options_of_the_unix_time_are_the_errors_that_their_reasons_name() -> None:
    item = shipped.items(COURSE)["b4-unix"]
    (moment,) = _unix(shipped.stem(item))
    wrong = [choice.text for choice in item.choices if not choice.right]
    assert wrong == [_spoken(moment + timedelta(hours=2)), _spoken(moment.replace(second=0))]


def test_the_example_of_unix_time_is_midnight_of_the_new_year() -> None:
    text = shipped.lesson(COURSE, "when-was-it")
    assert _unix(text) == [datetime(2026, 1, 1, tzinfo=UTC)]
    assert "1767225600 is 1 January 2026, 00:00 UTC" in text
    assert "1767225600 is 1 January 2026, 00:00 UTC" in shipped.stem(shipped.items(COURSE)["p4-unix"])


def test_the_local_time_of_the_registration_is_two_hours_ahead() -> None:
    text = shipped.lesson(COURSE, "addresses-and-accounts")
    moment = datetime.fromisoformat(re.findall(r"2026-\d\d-\d\dT[\d:]+Z", text)[0])
    assert f"{_spoken(moment)} UTC" in text
    assert "two hours ahead of UTC" in text
    assert f"the local time, {moment + timedelta(hours=2):%H:%M:%S}" in text


def test_the_exercise_s_offer_is_older_than_the_noon_of_its_claim() -> None:
    page, answers = shipped.lesson(COURSE, "page-two"), shipped.lesson(COURSE, "how-it-is-marked")
    (created,) = _unix(page)
    assert "today at noon, 1 April" in page
    assert created < datetime(2026, 4, 1, 10, tzinfo=UTC), "noon of UTC+2"
    assert f"Unix time {int(created.timestamp())}: {_spoken(created)} UTC" in answers
    shown = created + timedelta(hours=2)
    assert f"Posted: {shown.day} {shown:%B %Y, %H:%M} (your time)" in page


def test_the_exercise_s_domain_was_registered_42_days_before_the_offer() -> None:
    (created,) = _unix(shipped.lesson(COURSE, "page-two"))
    registered = datetime.fromisoformat(re.findall(r"2026-\d\d-\d\dT[\d:]+Z", shipped.lesson(COURSE, "page-four"))[0])
    days = (created.date() - registered.date()).days
    said = f"registered on {registered.day} {registered:%B %Y}, {days} days before the offer"
    assert said in shipped.lesson(COURSE, "how-it-is-marked")


def test_the_exercise_s_hashes_are_those_of_the_pictures_as_served() -> None:
    answers = shipped.lesson(COURSE, "how-it-is-marked")
    pictures = [one for one in shipped.course(COURSE).assets if one.path.split("/")[-1].startswith("p")]
    assert len(pictures) == 5
    for picture in pictures:
        digest = sha256(picture.content).hexdigest()
        groups = " ".join(digest[start : start + 8] for start in range(0, 64, 8))
        assert re.search(rf"{picture.path.split('/')[-1]} ?: {groups}", answers), picture.path
