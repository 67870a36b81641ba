"""Facts of accreditation, for the parts above."""

from __future__ import annotations

from dataclasses import dataclass

from app.foundation.facts import Fact


@dataclass(frozen=True, slots=True)
class EvidenceChanged(Fact):
    """Something was recorded of a person's practice, or somebody's word on it changed."""

    person_id: str


@dataclass(frozen=True, slots=True)
class CredentialGranted(Fact):
    """A credential was granted; `courses` are those that its scheme rests on."""

    credential_id: str
    person_id: str
    scheme: str
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CredentialChanged(Fact):
    """Something happened to a credential after its grant: `kind` is that of its newest event.

    `issued` is the new edition of a correction, or what was entered from before this register.
    """

    credential_id: str
    person_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class AppealMoved(Fact):
    """An appeal or a complaint of a person was filed (`step` is empty), or its next step was taken."""

    appeal_id: str
    person_id: str
    step: str
