"""What the examination of a PDF ends in, as values; the examination itself loads a library that few processes need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LARGEST = 4 * 2**20  # bytes; ours are about 0.15 MB


class Verdict(StrEnum):
    """What an examination ends in."""

    GENUINE = "genuine"
    ALTERED = "altered"
    NOT_OURS = "not_ours"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `said` is translated where it is shown."""

    said: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done to a file since it was signed; `said` is translated where it is shown, with `page`.

    `revision` 0 is the signed part and the signature itself; the revisions after it are counted from 1.
    """

    said: str
    revision: int = 0
    page: int = 0

    @property
    def words(self) -> str:
        """The sentence for programs and the command line, in English."""
        return self.said % {"page": self.page} if self.page else self.said


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What was found. `number` and `signed_at` are what the file says; believe them where the verdict is genuine only.

    `stamped_at` is the time that a time-stamp service witnessed, None without one (level B-B). `demo` says that the key
    is a demonstration key: such a certificate is worth nothing outside a demonstration.
    """

    verdict: Verdict
    signed: bool = False
    intact: bool = False
    trusted: bool = False
    whole_file: bool = False
    docmdp_ok: bool = False
    stamp_holds: bool = True
    demo: bool = False
    key_id: str | None = None
    number: str | None = None
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    checked: tuple[Check, ...] = ()
    changes: tuple[Change, ...] = ()
