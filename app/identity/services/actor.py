"""Who does something, as the log names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.audit import services as audit


class _InRole(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """A person's id, or `system` or `anonymous`, and the role in which they act."""

    id: str
    role: str = ""


SYSTEM = Actor(audit.SYSTEM)
ANONYMOUS = Actor(audit.ANONYMOUS)


def acting(person: _InRole) -> Actor:
    """Return the signed-in person as an actor."""
    return Actor(person.id, person.role)


def of_person(person_id: str) -> str:
    """Return how the log names a person that something is done to."""
    return f"person:{person_id}"
