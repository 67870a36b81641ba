"""Sorts the paths of a course folder by what they are: course.yml, lessons, quizzes, banks, figures, the rest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.findings import Findings, Place

_FILE = re.compile(r"(?:\d{2,3}-)?([a-z0-9][a-z0-9-]{0,59})(\.quiz)?(?:\.([a-z]{2,3}(?:-[A-Za-z]{2,4})*))?\.md")
_HEAD = re.compile(r"course\.([a-z]{2,3}(?:-[A-Za-z]{2,4})*)\.yml")
_ALLOWED = ("README.md", "LICENSE", "LICENSE.md", "LICENCE", "CHANGELOG.md", "sources.yml", "course.yml")


@dataclass(frozen=True, slots=True)
class TextPath:
    """A Markdown file: `key` is its name without number and endings, `language` is given for translations."""

    path: str
    folder: str
    key: str
    quiz: bool
    language: str | None

    @property
    def source_path(self) -> str:
        """For a translation, the path of the text it translates."""
        return self.path.removesuffix(f".{self.language}.md") + ".md" if self.language else self.path


@dataclass(slots=True)
class SortedPaths:
    """The paths of a course by what they are; `modules` has its texts in file order by folder name.

    `heads` are the translations of course.yml, by language.
    """

    modules: dict[str, list[TextPath]] = field(default_factory=dict)
    banks: list[TextPath] = field(default_factory=list)
    translations: list[TextPath] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)


def sort_paths(paths: Iterable[str], findings: Findings) -> SortedPaths:
    """Sort all paths; those that lead out are errors, those that are nothing known are warned about."""
    found = SortedPaths()
    for path in sorted(paths):
        if is_outside(path):
            findings.add("F15", Place(path[:200] or "?"))
        elif not _is_hidden(path):
            _sort(path, found, findings)
    return found


def is_outside(path: str) -> bool:
    """Say whether a path is not a plain relative path that stays inside of its folder."""
    bad_signs = "\\" in path or ":" in path or not path.isprintable()
    return bad_signs or not path or path.startswith("/") or posixpath.normpath(path) != path or path.startswith("..")


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _sort(path: str, found: SortedPaths, findings: Findings) -> None:
    parts = path.split("/")
    if len(parts) > 1 and parts[-2] == "assets":
        found.assets.append(path)
    elif len(parts) == 3 and parts[0] == "modules" and path.endswith(".md"):
        _text(path, found, findings, found.modules.setdefault(parts[1], []))
    elif len(parts) == 2 and parts[0] == "banks" and path.endswith(".md"):
        _text(path, found, findings, found.banks)
    elif head := _HEAD.fullmatch(path):
        found.heads[head[1]] = path
    elif not (len(parts) == 1 and path in _ALLOWED):
        findings.add("F13", Place(path), meant=did_you_mean(path, _ALLOWED) if len(parts) == 1 else "")


def _text(path: str, found: SortedPaths, findings: Findings, texts: list[TextPath]) -> None:
    folder, name = posixpath.split(path)
    match = _FILE.fullmatch(name)
    is_bank = folder == "banks"
    if match is None or (is_bank and not match[2]):
        findings.add("F18", Place(path), value=name)
        return
    text = TextPath(path, folder, match[1], bool(match[2]), match[3])
    (found.translations if text.language else texts).append(text)
