"""Digital Evidence: what an item computes from its own text is what its key says; the hashes shown are real."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.assessment.domain.question import Question
from tests.domain.curriculum import shipped_items as shipped

COURSE = "digital-evidence"
ONE_BIT = Path(shipped.COURSES, COURSE, "modules/04-hashes/assets/one-bit.svg")
BITS = {"MD5": 128, "SHA-1": 160, "SHA-256": 256}
WORDS = {"three": 3}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def numbers(text: str) -> list[int]:
    """All whole numbers of a text, thousands commas read as such."""
    return [int(found.replace(",", "")) for found in re.findall(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+\b", text)]


def moment(text: str, form: str) -> datetime:
    """A moment written in a text, in UTC."""
    return datetime.strptime(text, form).replace(tzinfo=UTC)


def copy_seconds(text: str) -> int:
    size, speed = re.search(r"([\d,]+) MB\b.*?(\d+) MB a second", text).groups()
    return int(size.replace(",", "")) // int(speed)


def copy_minutes(question: Question) -> str:
    return f"{copy_seconds(shipped.stem(question)) / 60:g}"


def copy_end(question: Question) -> str:
    text = shipped.stem(question)
    begin, until = shipped.times(text)
    end = begin + timedelta(seconds=copy_seconds(text))
    assert end > until
    return f"The copy would end at {end:%H:%M}: decide on another way"


def twice_the_volume(question: Question) -> str:
    (each, other) = map(int, re.findall(r"([\d,]+) GB", shipped.stem(question).replace(",", "")))
    (count,) = re.findall(r"(\w+) computers", shipped.stem(question))
    return f"{2 * (WORDS[count] * each + other):g}"


def shown_in_zone(question: Question) -> str:
    (stored,) = shipped.times(shipped.stem(question))
    (ahead,) = re.findall(r"UTC\+(\d+)", shipped.stem(question))
    return f"{stored + timedelta(hours=int(ahead)):%H:%M}"


def shown_with_date(question: Question) -> str:
    text = shipped.stem(question)
    stored = moment(re.search(r"\d\d:\d\d UTC, \d+ \w+ \d{4}", text)[0], "%H:%M UTC, %d %B %Y")
    shown = stored + timedelta(hours=int(re.search(r"UTC\+(\d+)", text)[1]))
    return f"{shown:%H:%M} on {shown.day} {shown:%B}"


def sectors(question: Question) -> str:
    first, last = numbers(shipped.stem(question))
    return str(last - first + 1)


def kibibytes(question: Question) -> str:
    count, size, kib = numbers(shipped.stem(question))
    return f"{count * size / kib:g}"


def hex_signs(question: Question) -> str:
    (recipe,) = re.findall(r"MD5|SHA-256|SHA-1", shipped.stem(question))
    return f"{BITS[recipe] / 4:g}"


def bits(question: Question) -> str:
    (signs,) = re.findall(r"(\d+) hex signs", shipped.stem(question))
    return f"{int(signs) * 4:g}"


def whole_sha256(question: Question) -> str:
    (right,) = (one.text for one in question.choices if len(one.text) == hashlib.sha256().digest_size * 2)
    return right


def days_left(question: Question) -> str:
    text = shipped.stem(question)
    (kept,) = re.findall(r"keeps (\d+) days", text)
    year = re.search(r"\d{4}", text)
    deed, today = (
        moment(f"{day} {year[0] if year else 2026}", "%d %B %Y")
        for day in re.findall(r"(?:on|is) (\d+ [A-Z][a-z]+)", text)
    )
    return str((deed + timedelta(days=int(kept)) - today).days)


def minutes(question: Question) -> str:
    return f"{shipped.seconds_between(shipped.stem(question)) / 60:g}"


def hours_over_midnight(question: Question) -> str:
    begin, end = shipped.times(shipped.stem(question))
    return f"{(end + timedelta(days=1) - begin) / timedelta(hours=1):g}"


def past_midnight(question: Question) -> str:
    (slow,) = re.findall(r"(\d+) seconds slow", shipped.stem(question))
    (seen,) = shipped.times(shipped.stem(question))
    true = seen + timedelta(seconds=int(slow))
    return f"{true:%H:%M:%S} on the {'next' if true.date() > seen.date() else 'same'} day"


def corrected(question: Question) -> str:
    """A slow clock: add the offset; a fast one: take it away."""
    minutes, seconds, kind = re.search(r"(\d+) minutes? (\d+) seconds (slow|fast)", shipped.stem(question)).groups()
    (seen,) = shipped.times(shipped.stem(question))
    offset = timedelta(minutes=int(minutes), seconds=int(seconds))
    return f"{seen + offset if kind == 'slow' else seen - offset:%H:%M:%S}"


def overwritten_from(question: Question) -> str:
    text = shipped.stem(question)
    (kept,) = re.findall(r"keeps (\d+) days", text)
    deed = moment(re.search(r"\d+ [A-Z][a-z]+ \d{4}", text)[0], "%d %B %Y")
    return f"{deed + timedelta(days=int(kept)):%Y-%m-%d}"


def hours_left_on_the_shelf(question: Question) -> dict[str, int]:
    """What is left of three days to each locked phone of the case."""
    text = shipped.stem(question)
    now = _hour_of_week(*re.search(r"It is (\w+), (\d\d:\d\d)", text).groups())
    locked = re.findall(r"Phone (\w): on, AFU, locked since (\w+) (\d\d:\d\d)", text)
    return {phone: 72 - (now - _hour_of_week(day, at)) % (7 * 24) for phone, day, at in locked}


def order_on_the_shelf(question: Question) -> str:
    left = hours_left_on_the_shelf(question)
    (without,) = re.findall(r"Phone (\w): off", shipped.stem(question))
    return ", ".join([*sorted(left, key=left.__getitem__), without])


def left_for_c(question: Question) -> str:
    return str(hours_left_on_the_shelf(question)["C"])


def half_of_what_is_asked(question: Question) -> str:
    expected, brought = map(int, re.findall(r"([\d,]+) GB", shipped.stem(question).replace(",", "")))
    return str(brought >= 2 * expected)


def date_in_zone(question: Question) -> str:
    text = shipped.stem(question)
    stored = moment(re.search(r"\d\d:\d\d UTC on \d+ \w+ \d{4}", text)[0], "%H:%M UTC on %d %B %Y")
    (ahead,) = re.findall(r"UTC\+(\d+)", text)
    return f"{stored + timedelta(hours=int(ahead)):%Y-%m-%d}"


def bytes_of_sectors(question: Question) -> str:
    first, last, size = numbers(shipped.stem(question))
    return str((last - first + 1) * size)


def bits_of_recipe(question: Question) -> str:
    (recipe,) = re.findall(r"MD5|SHA-256|SHA-1", shipped.stem(question))
    return str(BITS[recipe])


def one_of_each(question: Question) -> str:
    (files,) = numbers(shipped.stem(question))
    return str(1 + files)


def three_days_later(question: Question) -> str:
    day, later = re.search(r"on (\w+) at \d\d:\d\d.*after (\d+) hours", shipped.stem(question)).groups()
    return DAYS[(DAYS.index(day) + int(later) // 24) % 7]


def seconds_fast(question: Question) -> str:
    (fast,) = re.findall(r"(\d+) seconds fast", shipped.stem(question))
    (seen,) = shipped.times(shipped.stem(question))
    return f"{seen - timedelta(seconds=int(fast)):%H:%M:%S}"


COMPUTED: dict[str, Callable[[Question], str]] = {
    "p1-hours": copy_minutes,
    "b1-volume": twice_the_volume,
    "b1-noon": copy_end,
    "p2-zone": shown_in_zone,
    "b2-zone": shown_with_date,
    "p3-sectors": sectors,
    "b3-sectors": sectors,
    "b3-kib": kibibytes,
    "p4-length": hex_signs,
    "b4-sha256": hex_signs,
    "b4-md5": bits,
    "b4-whole": whole_sha256,
    "p5-dvr": days_left,
    "b5-dvr": days_left,
    "b5-shelf": order_on_the_shelf,
    "b5-left": left_for_c,
    "b5-offset": past_midnight,
    "p6-minutes": minutes,
    "b6-minutes": minutes,
    "b6-hours": hours_over_midnight,
    "b5-true-time": corrected,
    "p5-time": corrected,
    "b5-overwrite": overwritten_from,
    "b1-duration": copy_minutes,
    "b1-rule": half_of_what_is_asked,
    "b2-date": date_in_zone,
    "b3-bytes": bytes_of_sectors,
    "b4-sha1-bits": bits_of_recipe,
    "b4-count": one_of_each,
    "b5-weekday": three_days_later,
    "b5-latest": overwritten_from,
    "b5-fast": seconds_fast,
    "b6-between": minutes,
}
STATED = {"p5-pin", "b4-nist", "b5-puk"}
"""Numbers that a source states; nothing in the item could compute them."""


@pytest.mark.parametrize("key", COMPUTED)
def test_the_key_is_what_the_text_computes(key: str) -> None:
    question = shipped.items(COURSE)[key]
    assert shipped.answer(question) == COMPUTED[key](question)


def test_every_number_time_and_date_is_either_computed_or_stated_by_a_source() -> None:
    figures = {key for key, question in shipped.items(COURSE).items() if shipped.is_figure(question)}
    assert figures <= COMPUTED.keys() | STATED
    assert not COMPUTED.keys() & STATED


def test_reasons_about_the_shelf_name_the_hours_left() -> None:
    question = shipped.items(COURSE)["b5-shelf"]
    left = hours_left_on_the_shelf(question)
    assert f"C has {left['C']} hours left" in shipped.reasons(question)
    assert divmod(left["B"], 24) == (2, 4)
    assert "B has two days and four hours" in shipped.reasons(question)


def test_wrong_hashes_have_the_lengths_that_their_reasons_name() -> None:
    for one in shipped.items(COURSE)["b4-whole"].choices:
        assert f"{len(one.text)} signs" in shipped.plain(one.reason_html)


def test_lengths_that_are_matched_or_filled_in_are_those_of_the_recipes() -> None:
    signs = {recipe: size // 4 for recipe, size in BITS.items()}
    assert {left: int(right) for left, right in shipped.matches(shipped.items(COURSE)["b4-lengths"]).items()} == signs
    gaps = shipped.items(COURSE)["p4-gaps"].gaps
    assert [int(gap.numbers[0].low) for gap in gaps] == list(signs.values())


def test_signatures_read_as_letters_say_what_their_reasons_say() -> None:
    for key, said in (("25 50 44 46", "%PDF"), ("4D 5A", "MZ")):
        assert bytes.fromhex(key).decode("ascii") == said
        assert f"they say {said}." in shipped.reasons(shipped.items(COURSE)["b2-match"])
        assert key in shipped.matches(shipped.items(COURSE)["b2-match"])


def test_the_figure_s_two_texts_differ_in_one_bit_and_have_these_hashes() -> None:
    figure = ONE_BIT.read_text(encoding="utf-8")
    first, second = re.findall(r"\"(Item \d is sealed)\"", figure)
    assert _differing(first.encode(), second.encode()) == 1
    drawn = re.findall(r">([0-9a-f]{32})<", figure)
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in (first, second)]
    assert ["".join(drawn[:2]), "".join(drawn[2:])] == digests
    assert all(digest in figure for digest in digests)
    differ = _differing(*(bytes.fromhex(digest) for digest in digests))
    assert f"Of 256 bits, {differ} differ" in figure
    text = shipped.lesson(COURSE, "fingerprint-of-data")
    assert f"Of 256 bits, {differ} differ" in text
    assert all(f"{digest[:8]} and ends with {digest[-8:]}" in text for digest in digests)


def test_the_hash_of_nothing_and_the_lengths_in_the_table_are_right() -> None:
    text = shipped.lesson(COURSE, "fingerprint-of-data")
    assert hashlib.sha256().hexdigest() in text
    for recipe, size in BITS.items():
        assert f"{recipe} {size} {size // 4}" in text
        assert hashlib.new(recipe.lower().replace("sha-1", "sha1").replace("-", "")).digest_size * 8 == size


def test_every_mention_of_the_hash_of_nothing_begins_and_ends_as_it_does() -> None:
    nothing = hashlib.sha256().hexdigest()
    for path in Path(shipped.COURSES, COURSE).rglob("*.md"):
        for begin, end in re.findall(r"(e3b0[0-9a-f]*)(?:…([0-9a-f]+))?", path.read_text(encoding="utf-8")):
            assert nothing.startswith(begin)
            assert nothing.endswith(end)


def test_the_worked_examples_of_the_lessons_are_right() -> None:
    plan = shipped.lesson(COURSE, "the-plan")
    size, seconds, hours = re.search(
        r"A drive of ([\d.]+) TB.* takes ([\d,]+) seconds, which is (\d+) hours", plan
    ).groups()
    assert float(size) * 1_000_000 == numbers(re.search(r"holds ([\d,]+) MB", plan)[1])[0]
    assert copy_seconds(plan) == numbers(seconds)[0] == int(hours) * 3600
    (each, stick), (sum_of, twice) = (
        numbers(re.search(pattern, plan)[0]) for pattern in (r"\d TB each and a stick of \d+", r"makes.*?is [\d,]+ GB")
    )
    assert (2 * 1000 * each + stick, 2 * sum_of) == (sum_of, twice)
    errors = shipped.lesson(COURSE, "nine-steps")
    first, last, count, size, total, kib = numbers(re.search(r"sector 1,200,000 to .*? KiB", errors)[0])
    assert (last - first + 1, count * size, total // 1024) == (count, total, kib)


def test_the_table_of_phones_counts_three_days() -> None:
    text = shipped.lesson(COURSE, "urgency")
    now = _hour_of_week("Thursday", "10:00")
    left = {}
    for phone, day, at, end_at in re.findall(r"([BC]) on, AFU (\w+) (\d\d:\d\d) \w+ (\d\d:\d\d)", text):
        end = _hour_of_week(day, at) + 72
        assert end_at == at
        left[phone] = end - now
    assert left == {"B": 36, "C": 4}
    assert "B on, AFU Tuesday 22:00 Friday 22:00" in text
    assert "with 36 hours" in text


def test_the_recorder_of_the_lesson_is_overwritten_when_it_says() -> None:
    text = shipped.lesson(COURSE, "twins")
    kept, deed, over, today = numbers(re.search(r"keeps \d+ days.*?Today is 12", text)[0].replace("20:00", ""))
    assert (deed + kept, over - today) == (over, 4)
    assert "you have four days" in text


def _hour_of_week(day: str, at: str) -> int:
    return DAYS.index(day) * 24 + int(at[:2])


def _differing(first: bytes, second: bytes) -> int:
    return sum((one ^ other).bit_count() for one, other in zip(first, second, strict=True))
