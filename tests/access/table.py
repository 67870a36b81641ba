"""The table of who gets which answer, read from `matrix.txt`: one line for each rule, method and object.

A new route is a new line; without one `test_matrix.py` fails. A line holds, in this order:

    METHOD  RULE  OBJECT  BY  then one cell for each actor of the heading

RULE is the address as the URL map has it. OBJECT names what the address (or the form) points at, `-` where it points at
nothing; what each name stands for is made in `things.py`, what each form sends stands in `forms.py`. A rule with an
argument needs at least one line whose object begins with `missing`, and, where what it points at can be deleted,
withdrawn or ended (`deletable.py` finds that in the code), one for it when it is gone (`gone.py`). BY is the actor whom
the line is made for: the line is asked again as that person after their session was ended, idled out, lost its second
factor, after their role was taken or they left (the lines that begin with `over` say what is then expected). `-` is for
public lines: there who is signed out by any of these is answered like a stranger.

A cell is the status of the answer; `in` is a redirect to the sign-in page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ARGUMENT = r"<(?:\w+:)?(\w+)>"
FILE = Path(__file__).parent / "matrix.txt"


def address(rule: str, values: dict[str, str]) -> str:
    """Return the path of a rule with the arguments of a thing."""
    return re.sub(ARGUMENT, lambda found: values[found.group(1)], rule)


@dataclass(frozen=True, slots=True)
class Line:
    """What each actor is answered when they ask for one thing in one way."""

    method: str
    rule: str
    thing: str
    by: str
    cells: dict[str, str]

    @property
    def title(self) -> str:
        """How a failing test names the line."""
        return f"{self.method} {self.rule} [{self.thing}]"

    @property
    def names(self) -> list[str]:
        """The arguments of the rule."""
        return re.findall(ARGUMENT, self.rule)


@dataclass(frozen=True, slots=True)
class Table:
    """All lines, the actors of the heading, and what is answered when a session is over: condition → method → cell.

    `lines` ask about things that are there or never were, `gone` about things that were taken away (`gone.py`).
    """

    actors: tuple[str, ...]
    over: dict[str, dict[str, str]]
    lines: tuple[Line, ...]
    gone: tuple[Line, ...]

    @property
    def firsts(self) -> tuple[Line, ...]:
        """The first line of each rule and method: what hangs on the session alone need not be asked for each object."""
        return tuple({(line.method, line.rule): line for line in reversed(self.lines)}.values())

    @property
    def houses(self) -> dict[str, tuple[Line, ...]]:
        """First word of the address → its lines: a test for each of them, as one for each line costs more to list."""
        found: dict[str, tuple[Line, ...]] = {}
        for line in (*self.lines, *self.gone):
            word = line.rule.split("/")[1] or "home"
            found[word] = (*found.get(word, ()), line)
        return found


def read_table(text: str | None = None) -> Table:
    """Return the table of the file; raises ValueError naming a line that is not as the heading says."""
    rows = [line.split() for line in (text or FILE.read_text()).splitlines() if line.strip() and line[0] != "#"]
    heading = rows[0]
    if heading[:4] != ["method", "rule", "object", "by"]:
        raise ValueError("the first line names the columns")
    actors = tuple(heading[4:])
    over = {row[1]: {"GET": row[2], "POST": row[3]} for row in rows if row[0] == "over"}
    lines = []
    for row in rows[1:]:
        if row[0] == "over":
            continue
        if len(row) != len(heading) or row[0] not in {"GET", "POST"} or row[3] not in {"-", *actors}:
            raise ValueError(f"not as the heading says: {' '.join(row)}")
        lines.append(Line(row[0], row[1], row[2], row[3], dict(zip(actors, row[4:], strict=True))))
    there = tuple(line for line in lines if not line.thing.startswith("gone-"))
    return Table(actors, over, there, tuple(line for line in lines if line not in there))
