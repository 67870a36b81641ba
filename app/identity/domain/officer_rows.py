"""A table of officers: which column means what, and what is wrong in which row, before anybody is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.foundation.words import N_
from app.identity.domain.mail_addresses import LONGEST, deliverable

MOST_ROWS = 200
COLUMNS: Mapping[str, int] = {
    "name": 200,
    "name_original": 200,
    "rank": 80,
    "service_number": 40,
    "sign_in_name": 60,
    "agency": 200,
    "email": LONGEST,
}
"""Column → its longest cell. Only the name must be there."""

SAMPLES = (
    ("Ama Sample", "", "Sergeant", "S-1001", "", "", "ama@agency.example"),
    ("Yusuf Sample", "يوسف", "Inspector", "S-1002", "", "", ""),
    ("Rosa Sample", "", "Constable", "S-1003", "r.sample", "", ""),
)
_ALSO = {
    "name in latin letters": "name",
    "full name": "name",
    "name in its own script": "name_original",
    **dict.fromkeys(("e mail", "e mail address", "email address"), "email"),
}
_SHORTEST_SIGN_IN = 3
_TOO_LONG = N_("Longer than %(most)s characters.")
_FORMULA = N_("This cell is worked out by a formula. Put its value in its place.")
_NO_NAME = N_("The name is missing.")
_SHORT = N_("A sign-in name has at least 3 characters and no spaces.")
_NO_ADDRESS = N_("This is no whole e-mail address, such as name@agency.example. The cell may be empty.")
_TWICE = N_("The same as in row %(other)s.")


class UnreadableRows(Exception):
    """The table names no column `name`, or holds no row or too many; `text` says so and what to do."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a cell: a sentence to translate and the values that stand in it."""

    column: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EnteredOfficer:
    """A row as it was entered, with the number that its program shows; empty cells are empty texts."""

    row: int
    name: str
    name_original: str
    rank: str
    service_number: str
    sign_in_name: str
    agency: str
    email: str = ""
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficerTable:
    """The rows in their order, and the columns that mean nothing here."""

    rows: tuple[EnteredOfficer, ...]
    unknown: tuple[str, ...]


def read_officers(rows: Sequence[tuple[int, Sequence[str]]]) -> OfficerTable:
    """Return the officers of a table whose first row names the columns. Raises `UnreadableRows`.

    The same service number or sign-in name twice is a mistake in the later row.
    """
    columns = _columns(rows[0][1]) if rows else {}
    if "name" not in columns.values():
        raise UnreadableRows(N_("The first row does not name the columns. It needs at least a column called name."))
    if len(rows) == 1:
        raise UnreadableRows(N_("There is no officer under the first row."))
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableRows(N_("There are more than %(most)s officers. Split the table and send its parts."), most=200)
    seen: dict[tuple[str, str, str], int] = {}
    unknown = tuple(cell for at, cell in enumerate(rows[0][1]) if cell and at not in columns)
    return OfficerTable(tuple(_officer(number, cells, columns, seen) for number, cells in rows[1:]), unknown)


def _columns(heading: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(heading):
        words = " ".join(cell.lower().replace("_", " ").replace("-", " ").split())
        key = _ALSO.get(words, words.replace(" ", "_"))
        if key in COLUMNS and key not in found.values():
            found[at] = key
    return found


def _officer(
    number: int, cells: Sequence[str], columns: Mapping[int, str], seen: dict[tuple[str, str, str], int]
) -> EnteredOfficer:
    held = dict.fromkeys(COLUMNS, "") | {
        key: " ".join(cells[at].split()) for at, key in columns.items() if at < len(cells)
    }
    problems = [*_wrong_cells(held), *_repeated(number, held, seen)]
    return EnteredOfficer(number, **held, problems=tuple(problems))


def _wrong_cells(held: Mapping[str, str]) -> Iterable[RowProblem]:
    if not held["name"]:
        yield RowProblem("name", _NO_NAME)
    for key, most in COLUMNS.items():
        if held[key].startswith("="):
            yield RowProblem(key, _FORMULA)
        elif len(held[key]) > most:
            yield RowProblem(key, _TOO_LONG, {"most": most})
    name = held["sign_in_name"]
    if name and (len(name) < _SHORTEST_SIGN_IN or " " in name):
        yield RowProblem("sign_in_name", _SHORT)
    if held["email"] and not held["email"].startswith("=") and deliverable(held["email"]) is None:
        yield RowProblem("email", _NO_ADDRESS)


def _repeated(number: int, held: Mapping[str, str], seen: dict[tuple[str, str, str], int]) -> Iterable[RowProblem]:
    """A service number may repeat in another agency; a sign-in name may not; nameless numbers go by the name."""
    for key, within in (("service_number", held["agency"]), ("sign_in_name", "")):
        if held[key]:
            other = seen.setdefault((key, within.casefold(), held[key].casefold()), number)
            if other != number:
                yield RowProblem(key, _TWICE, {"other": other})
    if held["name"] and not held["service_number"] and not held["sign_in_name"]:
        other = seen.setdefault(("name", held["agency"].casefold(), held["name"].casefold()), number)
        if other != number:
            yield RowProblem("name", _TWICE, {"other": other})
