"""Writes the ids that an author left out: made of the title, free in the whole course; those that stand stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from app.curriculum.domain.findings import Findings
from app.curriculum.domain.naming import free_id
from app.curriculum.domain.paths import SortedPaths, TextPath
from app.curriculum.domain.question_blocks import Line, cut
from app.curriculum.domain.writing.attributes import split_braces
from app.curriculum.domain.writing.text_file import joined_file, split_file
from app.curriculum.domain.yaml_nodes import read_yaml
from app.foundation.markdown_blocks import read_attributes

_EMPTY = re.compile(r"^id:[ \t]*(?=#|$)", re.MULTILINE)
_BLOCK = re.compile(r":::+\s*\S*\s*")
_KEPT = 512  # texts: a course is written again and again, mostly of texts that have not changed


def with_ids(texts: Mapping[str, str], paths: SortedPaths) -> dict[str, str]:
    """Return the texts of a course by path with an id in each place that needs one."""
    found = dict(texts)
    sources = [*paths.banks, *(text for module in paths.modules.values() for text in module)]
    taken = {key for text in sources if text.path in found for key in _ids_in(found[text.path])} - {""}
    if "course.yml" in found:
        found["course.yml"] = _with_own_id(found["course.yml"], lambda title: free_id(title or "course", ()))
    for text in sources:
        if text.path in found:
            found[text.path] = _with_new_ids(found[text.path], text, taken)
    for text in paths.translations:
        if text.path in found and text.source_path in found:
            found[text.path] = _with_ids_of(found[text.path], found[text.source_path])
    return found


def _ids_in(text: str) -> list[str]:
    parts = split_file(text)
    return [] if parts is None else [_own_id(parts[0]), *map(_key, _openings(parts[1]))]


@lru_cache(maxsize=_KEPT)
def _said(front: str) -> Mapping[str, str] | None:
    """Return the keys with their texts; None where the YAML cannot be read, for then nobody knows what is missing."""
    findings = Findings()
    root = read_yaml("", front, findings)
    if findings.has_errors or (root is not None and root.kind != "map"):
        return None
    entries = root.entries if root else ()
    texts = {entry.key: entry.value.text or "-" * (entry.value.kind != "nothing") for entry in entries}
    return MappingProxyType(texts)


def _own_id(front: str) -> str:
    return (_said(front) or {}).get("id", "")


@lru_cache(maxsize=_KEPT)
def _openings(body: str) -> tuple[Line, ...]:
    """The lines that open questions and cases, in their order; their numbers count from 0 within the body."""
    lines = body.split("\n")
    found = cut(body, 0)
    numbers = [raw.heading.number for raw in found.questions]
    numbers += [case.opening.number for case in found.cases if case.name == "case"]
    return tuple(Line(number, lines[number].rstrip()) for number in sorted(numbers))


def _key(opening: Line) -> str:
    """The id as it stands, well formed or not; empty where there is none."""
    given = dict(read_attributes(split_braces(opening.text)[1] or ""))
    return (given["#"] or "?") if "#" in given else ""


def _with_own_id(front: str, make: Callable[[str], str]) -> str:
    said = _said(front)
    if said is None or said.get("id"):
        return front
    key = make(said.get("title", ""))
    if not key:
        return front
    line = f"id: {key}"
    return _EMPTY.sub(f"{line} ", front, count=1).rstrip() if _EMPTY.search(front) else f"{line}\n{front}".rstrip()


def _with_new_ids(text: str, path: TextPath, taken: set[str]) -> str:
    def make(title: str) -> str:
        key = free_id(title, taken)
        taken.add(key)
        return key

    parts = split_file(text)
    if parts is None:
        return text
    front = _with_own_id(parts[0], lambda title: make(title or path.key))
    keys = [_key(one) or make(_spoken(one)) for one in _openings(parts[1])] if path.quiz else []
    return _together(text, parts, front, keys)


def _with_ids_of(text: str, source: str) -> str:
    """A translation has the ids of its source: its own, and those of questions where they are as many."""
    parts, original = split_file(text), split_file(source)
    if parts is None or original is None:
        return text
    front = _with_own_id(parts[0], lambda _: _own_id(original[0]))
    given, wanted = list(map(_key, _openings(parts[1]))), list(map(_key, _openings(original[1])))
    fitting = len(given) == len(wanted) and all(one in ("", other) for one, other in zip(given, wanted, strict=True))
    return _together(text, parts, front, wanted if fitting else given)


def _together(text: str, parts: tuple[str, str], front: str, keys: list[str]) -> str:
    body = _with_keys(parts[1], keys)
    return text if (front, body) == parts else joined_file(front, body.strip("\n"))


def _with_keys(body: str, keys: list[str]) -> str:
    lines = body.split("\n")
    for opening, key in zip(_openings(body), keys, strict=False):
        if key and not _key(opening):
            said, inside = split_braces(opening.text)
            lines[opening.number] = f"{said} {{{f'#{key} {inside or str()}'.strip()}}}"
    return "\n".join(lines)


def _spoken(opening: Line) -> str:
    """Return the words of a question's line; of a case, what its block is called."""
    return _BLOCK.sub("case ", split_braces(opening.text)[0].lstrip("# "))
