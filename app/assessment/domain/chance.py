"""Chance from a seed: the same seed gives the same order on every machine, in every release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(*seeds: object) -> Random:
    """Return a source of chance of its own, fed from the SHA-256 of the seeds written as text."""
    text = "\x1f".join(f"{len(str(seed))}:{seed}" for seed in seeds)
    return Random(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big"))


def shuffled(values: Iterable[T], *seeds: object) -> list[T]:
    """Return the values in the order of the seeds.

    It rests on `Random.random` alone, the one method whose sequence Python promises to keep from release to release.
    """
    source = chance(*seeds)
    ranked = [(source.random(), position, value) for position, value in enumerate(values)]
    return [value for _, _, value in sorted(ranked, key=lambda entry: entry[:2])]
