"""The certificate number: 80 bits of chance, a check letter, and a forgiving reader."""

from __future__ import annotations

import re
from random import Random

import pytest

from app.accreditation.domain.number import make_number, parse_number

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER = "PRV-BZPE-PSQZ-S1QK-HPAJ-1"
WITH_ZERO_AND_ONE = "PRV-000G-40R4-0M30-E209-W"


def test_a_number_is_written_in_groups_of_crockford_letters() -> None:
    chance = Random(7)
    for _ in range(200):
        number = make_number(chance.randbytes)
        assert re.fullmatch(rf"PRV(-[{LETTERS}]{{4}}){{4}}-[{LETTERS}]", number)
        assert parse_number(number) == number


def test_the_sixteen_letters_are_the_eighty_bits_that_were_drawn() -> None:
    drawn = bytes(range(10))
    number = make_number(lambda count: drawn[:count])
    body = number.replace("-", "")[3:19]
    value = 0
    for letter in body:
        value = value * 32 + LETTERS.index(letter)
    assert value.to_bytes(10) == drawn


def test_a_draw_whose_check_letter_cannot_be_printed_is_drawn_again() -> None:
    asked: list[int] = []

    def chance(count: int) -> bytes:
        asked.append(count)
        return len(asked).to_bytes(count)

    numbers = {make_number(chance) for _ in range(100)}
    assert len(numbers) == 100
    assert len(asked) > 100
    assert set(asked) == {10}


def test_a_source_of_chance_that_stands_still_does_not_loop_for_ever() -> None:
    unlucky = next(drawn for drawn in (value.to_bytes(10) for value in range(1000)) if not _check_fits(drawn))
    with pytest.raises(RuntimeError):
        make_number(lambda count: unlucky)


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        NUMBER.lower(),
        f"  {NUMBER}\n",
        NUMBER.replace("-", ""),
        NUMBER.replace("-", " "),
        NUMBER.replace("-", "–"),
        NUMBER.replace("-", " - "),
        NUMBER.removeprefix("PRV-"),
        NUMBER.removeprefix("PRV-").replace("-", "").lower(),
        NUMBER.replace("1", "I"),
        NUMBER.replace("1", "l"),
        f"Certificate number: {NUMBER}.",
        f"https://verify.example.org/c/{NUMBER}?lang=en",
        f"HTTPS://VERIFY.EXAMPLE.ORG/C/{NUMBER.lower()}",
        f"verify.example.org/c/{NUMBER.replace('-', '')}",
        f"“{NUMBER}”",
        f"{NUMBER} {NUMBER}",
        "ＰＲＶ" + NUMBER[3:],
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    assert parse_number(typed) == NUMBER


@pytest.mark.parametrize("typed", [WITH_ZERO_AND_ONE.replace("0", "O"), WITH_ZERO_AND_ONE.replace("0", "o").lower()])
def test_the_letter_o_is_read_as_nought(typed: str) -> None:
    assert parse_number(typed) == WITH_ZERO_AND_ONE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "PRV",
        "no number here",
        NUMBER[:-1],
        NUMBER[:-2],
        NUMBER + "7",
        "X" + NUMBER.replace("-", ""),
        NUMBER.replace("B", "U", 1),
        NUMBER.replace("PRV", "PRX"),
        NUMBER[:-1] + "*",
        f"{NUMBER} or {WITH_ZERO_AND_ONE}",
        "\x00" * 40,
        "PRV-" * 10_000,
        "٣" * 17,
    ],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


def test_every_single_wrong_letter_and_every_swap_of_neighbours_is_found() -> None:
    chance = Random(3)
    for number in (make_number(chance.randbytes) for _ in range(40)):
        letters = number.replace("-", "")[3:]
        wrong = [letters[:i] + other + letters[i + 1 :] for i in range(17) for other in LETTERS if other != letters[i]]
        pairs = [i for i in range(16) if letters[i] != letters[i + 1]]
        wrong += [letters[:i] + letters[i + 1] + letters[i] + letters[i + 2 :] for i in pairs]
        assert [text for text in wrong if parse_number("PRV" + text)] == []


def _check_fits(drawn: bytes) -> bool:
    """Whether these ten bytes lead to a check letter that can be printed: no second draw is asked for."""
    calls: list[int] = []

    def chance(count: int) -> bytes:
        calls.append(count)
        return drawn if len(calls) == 1 else len(calls).to_bytes(count)

    make_number(chance)
    return len(calls) == 1
