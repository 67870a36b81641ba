"""What identity announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.foundation.facts import Fact


@dataclass(frozen=True, slots=True)
class IdentityConfirmed(Fact):
    """A coordinator saw the person together with an identity document."""

    person_id: str
