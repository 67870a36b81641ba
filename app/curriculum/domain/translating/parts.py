"""Parts of a text beside their translation, as the desk shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.words import N_


@dataclass(frozen=True, slots=True)
class Part:
    """A piece to be translated: `name` is its field; `source` and `target` are as they are written in their files.

    `note` is said beside the source, such as that an option is right; `fixed` pieces are the same in every language.
    """

    name: str
    label: str
    source: str
    target: str = ""
    note: str = ""
    fixed: bool = False

    @property
    def rows(self) -> int:
        """How many lines its box has, for a text like the source."""
        return min(12, max(1, len(self.source) // 60 + self.source.count("\n") + 1))


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that belong together: a paragraph, a question. `stale`: the source has changed since it was translated."""

    key: str
    label: str
    parts: tuple[Part, ...]
    stale: bool = False

    @property
    def open(self) -> bool:
        """Whether anything in it waits for its words."""
        return any(not part.target for part in self.parts if not part.fixed and part.source)


class CannotBeWritten(ValueError):
    """What was typed would be read as something else; `errors` go by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


EMPTY = N_("Translate this too, or leave the whole question empty.")
MISREAD = N_("A line here would be read as something else. Begin no line with #, :::, - or =.")
ONE_LINE = N_("Write this in one line.")


def typed(fields: Mapping[str, str], name: str) -> str:
    """Return what was typed into a field, with line feeds only and no white space around."""
    text = fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
