"""Facts: what has happened, in the past tense; the wiring says which functions react."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened in this unit of work. Subclasses hold ids and plain values, never rows."""
