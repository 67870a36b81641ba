"""Reads YAML 1.2 into plain nodes that know their line and column; every scalar stays the text its author wrote."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from app.curriculum.domain.findings import Findings, Place

_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file: a scalar's `text`, a list's `items` or a map's `entries`."""

    kind: Literal["scalar", "list", "map", "nothing"]
    place: Place
    text: str = ""
    items: tuple[Node, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a map with the place where it stands."""

    key: str
    place: Place
    value: Node


def read_yaml(file: str, text: str, findings: Findings, first_line: int = 1) -> Node | None:
    """Return the root node; None where the YAML cannot be read, with a finding for each reason."""
    if _tabs(file, text, findings, first_line):
        return None
    try:
        root = _composed(text)
        return _NodeReader(file, first_line, findings).read(root) if root is not None else None
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        place = Place(file, line + first_line, column + 1)
        findings.add("F05", place, problem=_clean(str(problem.problem or problem.context)))
    except RecursionError:
        findings.add("F20", Place(file, first_line))
    except Exception as problem:  # the scanner fails in many ways on hostile bytes; an author gets a finding, always
        findings.add("F05", Place(file, first_line), problem=_clean(str(problem)))
    return None


@lru_cache(maxsize=128)
def _composed(text: str) -> Any:
    """Compose the nodes, which nobody changes; the same file is read again each time somebody edits another one."""
    return YAML(typ="safe", pure=True).compose(text)


def _clean(problem: str) -> str:
    return problem.split("\n")[0].rstrip(". ") or "it breaks off"


def _tabs(file: str, text: str, findings: Findings, first_line: int) -> bool:
    found = False
    for number, line in enumerate(text.split("\n")):
        if "\t" in line:
            findings.add("F06", Place(file, number + first_line, line.index("\t") + 1))
            found = True
    return found


class _NodeReader:
    """Walks what the YAML library composed; refuses aliases, which could make a small file huge."""

    def __init__(self, file: str, first_line: int, findings: Findings) -> None:
        self._file = file
        self._first_line = first_line
        self._findings = findings
        self._seen: set[int] = set()

    def read(self, raw: Any, depth: int = 0) -> Node:
        place = Place(self._file, raw.start_mark.line + self._first_line, raw.start_mark.column + 1)
        if id(raw) in self._seen or raw.anchor:
            self._findings.add("F16", place)
            return Node("nothing", place)
        self._seen.add(id(raw))
        if depth > _DEPTH:
            self._findings.add("F20", place)
            return Node("nothing", place)
        if isinstance(raw, MappingNode):
            return Node("map", place, entries=self._entries(raw, depth))
        if isinstance(raw, SequenceNode):
            return Node("list", place, items=tuple(self.read(item, depth + 1) for item in raw.value))
        return self._scalar(raw, place)

    @staticmethod
    def _scalar(raw: ScalarNode, place: Place) -> Node:
        if raw.tag == "tag:yaml.org,2002:null":
            return Node("nothing", place)
        return Node("scalar", place, text=str(raw.value).strip())

    def _entries(self, raw: MappingNode, depth: int) -> tuple[Entry, ...]:
        entries: dict[str, Entry] = {}
        for raw_key, raw_value in raw.value:
            place = Place(self._file, raw_key.start_mark.line + self._first_line, raw_key.start_mark.column + 1)
            if not isinstance(raw_key, ScalarNode):
                self._findings.add("F10", place, key="key", value="a list or map", expected="a word")
                continue
            key = str(raw_key.value)
            if key in entries:
                self._findings.add("F07", place, key=key, first=entries[key].place.line)
                continue
            entries[key] = Entry(key, place, self.read(raw_value, depth + 1))
        return tuple(entries.values())
