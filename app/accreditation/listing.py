"""Lists of the desk: links that narrow a list, its next page, the words that were typed to find something in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

PAGE = 50
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Pick:
    """A link that narrows a list; `chosen` where the list is narrowed by it now."""

    href: str
    label: str
    chosen: bool


def asked(name: str, known: Collection[str], otherwise: str = "") -> str:
    """Return what the address asks for under a name, or `otherwise` where that is none of the known."""
    value = request.args.get(name, otherwise)
    return value if value in known else otherwise


def typed(name: str = "find") -> str:
    """Return the words of the form that finds."""
    return " ".join(request.args.get(name, "").split())[:LONGEST]


def place(longest: int = 16) -> str:
    """Return the public id after which the page begins; empty for the first."""
    return request.args.get("after", "")[:longest]


def address(path: str, /, **values: str) -> str:
    """Return the address of a list with what it is narrowed by; what is empty is left out."""
    given = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def picks(path: str, name: str, choices: Iterable[tuple[str, str]], chosen: str, /, **others: str) -> tuple[Pick, ...]:
    """Return the links of one choice; `others` is what stays as it is."""
    return tuple(Pick(address(path, **others, **{name: key}), label, key == chosen) for key, label in choices)
