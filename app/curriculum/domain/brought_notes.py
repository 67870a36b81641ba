"""What became of a document or a paste: each remark that can be made, and the list that gathers them with places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.foundation.words import N_

Kind = Literal["kept", "changed", "dropped"]
MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of one thing: that it was kept, changed or dropped, and the reason."""

    kind: Kind
    text: str
    reason: str = ""


REMARKS: Mapping[str, Remark] = {
    "headings": Remark("kept", N_("Headings")),
    "lists": Remark("kept", N_("Lists")),
    "tables": Remark("kept", N_("Tables")),
    "links": Remark("kept", N_("Links")),
    "pictures": Remark(
        "kept", N_("Pictures"), N_("Made smaller for slow lines; what a camera notes in them is removed.")
    ),
    "footnotes": Remark("kept", N_("Footnotes"), N_("They stand at the end of their lesson.")),
    "emphasis": Remark("kept", N_("Bold and italic text")),
    "quotations": Remark("kept", N_("Quotations")),
    "code": Remark("kept", N_("Code")),
    "before-heading": Remark(
        "changed", N_("Text before the first Heading 1"), N_("It became a lesson named after the file.")
    ),
    "no-heading": Remark(
        "changed",
        N_("No paragraph has the style Heading 1"),
        N_("All of it became one lesson. To split it, give the title of each lesson the style Heading 1."),
    ),
    "text-box": Remark("changed", N_("Text boxes"), N_("Their text stands after the paragraph that they belong to.")),
    "tracked": Remark("changed", N_("Tracked changes"), N_("The text was taken as if all changes were accepted.")),
    "merged-cells": Remark(
        "changed", N_("Merged cells"), N_("The text stands in the first cell; the others are empty.")
    ),
    "cell-lists": Remark(
        "changed", N_("Lists within a table"), N_("A cell holds one line: its points are joined by ;")
    ),
    "table-in-table": Remark("changed", N_("A table within a table"), N_("The inner table became text.")),
    "box-table": Remark("changed", N_("A table of one cell"), N_("It became ordinary text.")),
    "empty-header": Remark(
        "changed", N_("An empty cell in the first row"), N_("It got a dash: every column needs a name.")
    ),
    "long-row": Remark(
        "changed", N_("A table with very long rows"), N_("It became text: officers read on small screens.")
    ),
    "plain-http": Remark(
        "changed", N_("Links other than https and mailto"), N_("Their text is kept.")
    ),
    "inner-link": Remark("changed", N_("Links within the document"), N_("Their text is kept.")),
    "raised": Remark("changed", N_("Raised and lowered letters"), N_("They stand on the line.")),
    "deep-list": Remark("changed", N_("Lists more than six levels deep"), N_("The deepest levels stand on the sixth.")),
    "plain": Remark(
        "changed", N_("Bold or italic within words"), N_("It could not be written safely; the text is kept.")
    ),
    "fields": Remark("changed", N_("Fields such as dates and numbers"), N_("What they last showed is kept as text.")),
    "empty-lesson": Remark(
        "dropped", N_("A Heading 1 with no text under it"), N_("A lesson needs text before the next Heading 1.")
    ),
    "comments": Remark("dropped", N_("Comments"), N_("They are talk among authors.")),
    "equation": Remark(
        "dropped", N_("Equations"), N_("They cannot be read here. Bring them as pictures with a description.")
    ),
    "embedded": Remark("dropped", N_("Embedded objects"), N_("What they hold is not opened. Bring a picture of it.")),
    "chart": Remark("dropped", N_("Charts, diagrams and drawn shapes"), N_("Save them as PNG and bring the picture.")),
    "picture-kind": Remark("dropped", N_("Pictures that browsers cannot show"), N_("Save them as PNG or JPEG.")),
    "picture-bad": Remark(
        "dropped", N_("Pictures that cannot be read, or are too large"), N_("Save them again, smaller.")
    ),
    "picture-linked": Remark(
        "dropped", N_("Pictures that are not in the file"), N_("Insert them into the document itself.")
    ),
    "picture-pasted": Remark("dropped", N_("Pictures"), N_("Pasting brings text. Add pictures below the text.")),
    "many-pictures": Remark("dropped", N_("Pictures after the sixtieth"), N_("Bring the document in parts.")),
    "looks": Remark(
        "dropped", N_("Fonts, sizes and colours"), N_("All lessons look the same, so that everyone can read them.")
    ),
    "underline": Remark("dropped", N_("Underlining and crossing out"), N_("Underlined text looks like a link.")),
    "hidden": Remark("dropped", N_("Hidden text"), N_("Readers of the document do not see it either.")),
    "headers": Remark("dropped", N_("Headers and footers"), N_("A lesson has no pages.")),
    "contents": Remark("dropped", N_("The table of contents"), N_("The outline of the course takes its place.")),
    "page-break": Remark("dropped", N_("Page breaks and columns"), N_("A lesson has no pages.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BroughtNote:
    """A remark with how often it applies and where: the first words of the paragraphs concerned."""

    code: str
    count: int = 1
    places: tuple[str, ...] = ()

    @property
    def remark(self) -> Remark:
        """What is said."""
        return REMARKS[self.code]


class BroughtNotes:
    """Gathers remarks; a place is kept for the first few of a kind."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._places: dict[str, list[str]] = {}

    def add(self, code: str, place: str | Callable[[], str] = "", count: int = 1) -> None:
        """Note the remark `code`, perhaps at a place, which is looked for only while places are still kept."""
        assert code in REMARKS, code
        self._counts[code] = self._counts.get(code, 0) + count
        places = self._places.setdefault(code, [])
        if len(places) < MOST_PLACES:
            shown = short_place(place if isinstance(place, str) else place())
            if shown and shown not in places:
                places.append(shown)

    def found(self) -> tuple[BroughtNote, ...]:
        """Return the remarks in the order of the table."""
        return tuple(
            BroughtNote(code, self._counts[code], tuple(self._places[code])) for code in REMARKS if code in self._counts
        )


def short_place(text: str) -> str:
    """Return the first words of a text, to be found again by."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[:400]).split())
    return line if len(line) <= 60 else f"{line[:57].rsplit(' ', 1)[0]} …"
