"""What identity announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.foundation.facts import Fact


@dataclass(frozen=True, slots=True)
class IdentityConfirmed(Fact):
    """A coordinator saw the person together with an identity document."""

    person_id: str


@dataclass(frozen=True, slots=True)
class PersonLeft(Fact):
    """An officer left the agency; their access has ended."""

    person_id: str
