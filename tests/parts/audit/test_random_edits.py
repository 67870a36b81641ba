"""Ten thousand random edits of a log, each found at the right entry."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.audit.domain.chain import GENESIS, Entry, digest, first_broken

EDITS = 10_000


def chain_of(count: int) -> list[Entry]:
    entries: list[Entry] = []
    previous = GENESIS
    for number in range(1, count + 1):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        bare = Entry(number, at, f"p{number % 3}", "officer", "a:b:c", f"s{number}", {"n": number}, previous)
        previous = digest(bare)
        entries.append(replace(bare, hash=previous))
    return entries


def remove(entries: list[Entry], chance: random.Random) -> int:
    place = chance.randrange(len(entries) - 1)  # the tail's end needs an anchor: test_chain.py
    del entries[place]
    return place + 1


def swap(entries: list[Entry], chance: random.Random) -> int:
    first, second = sorted(chance.sample(range(len(entries)), 2))
    a, b = entries[first], entries[second]
    entries[first], entries[second] = replace(b, sequence=a.sequence), replace(a, sequence=b.sequence)
    return first + 1


def copy_over(entries: list[Entry], chance: random.Random) -> int:
    source, place = chance.sample(range(len(entries)), 2)
    entries[place] = replace(entries[source], sequence=entries[place].sequence)
    return place + 1


def alter(entries: list[Entry], chance: random.Random) -> int:
    place = chance.randrange(len(entries))
    entry = entries[place]
    changes = [
        {"actor": entry.actor + "x"}, {"role": ""}, {"tag": "a:b:d"}, {"subject": "s0"}, {"data": {}},
        {"data": {"n": str(entry.data["n"])}}, {"at": entry.at + timedelta(microseconds=1)},
        {"hash": GENESIS}, {"previous_hash": "1" * 64}, {"actor": "", "role": entry.actor + entry.role},
    ]  # fmt: skip
    entries[place] = replace(entry, **chance.choice(changes))
    return place + 1


def alter_with_a_right_hash(entries: list[Entry], chance: random.Random) -> int:
    place = chance.randrange(len(entries) - 1)
    changed = replace(entries[place], actor="someone else")
    entries[place] = replace(changed, hash=digest(changed))
    return place + 2  # the entry itself holds; the next one no longer links to it


def test_every_random_edit_is_found_at_its_entry() -> None:
    """S9: tamper detection in 10 000 of 10 000, and the entry named is the right one."""
    whole = chain_of(12)
    assert first_broken(whole) is None
    kinds: list[Callable[[list[Entry], random.Random], int]] = [remove, swap, copy_over, alter, alter_with_a_right_hash]
    for seed in range(EDITS):
        chance = random.Random(seed)
        entries = list(whole)
        kind = chance.choice(kinds)
        expected = kind(entries, chance)
        broken = first_broken(entries)
        assert broken is not None, (seed, kind.__name__)
        assert broken.sequence == expected, (seed, kind.__name__)


def test_a_later_part_is_checked_from_a_known_link() -> None:
    whole = chain_of(6)
    assert first_broken(whole[3:], after=3, previous_hash=whole[2].hash) is None
    assert first_broken(whole[3:], after=3, previous_hash=whole[1].hash) is not None
    assert first_broken(whole[3:]) is not None
