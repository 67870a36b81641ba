"""What a file of questions becomes, whatever its format: items, and a finding for all that did not come along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from app.assessment.domain.question import Question

Level = Literal["kept", "changed", "not imported"]


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """What became of a part of the file, why, and where it stands (file and line, or a path in XML)."""

    level: Level
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """An item by its name in the file. One that a person marks (essay, upload) is listed without `question`."""

    name: str
    type: str
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A file that was read. Nothing is dropped silently: what is not among the items has its finding."""

    format: str
    items: tuple[ImportedItem, ...]
    findings: tuple[ImportFinding, ...]


@runtime_checkable
class Format(Protocol):
    """A format that can be read; one file of `formats` for each."""

    @property
    def name(self) -> str:
        """The format's name on the command line."""

    def recognises(self, name: str, raw: bytes) -> bool:
        """Say whether a file, by its name and its first bytes, is of this format."""

    def read(self, name: str, raw: bytes) -> QuestionFile:
        """Read a file; never raises for what stands in it."""
