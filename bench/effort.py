"""How long a run takes: rounds, seconds, people. Every loop of the benchmarks is bounded by these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """The size of a run; `most` bounds the units of work that one thread of the client does in a round."""

    rounds: int
    seconds: float
    people: int
    repeats: int
    threads: int = 4
    most: int = 4_000


WHOLE = Effort(rounds=6, seconds=1.5, people=2_000, repeats=8)
QUICK = Effort(rounds=3, seconds=0.6, people=300, repeats=3)
