"""Finds the designs of certificates: one folder each, of design.toml, certificate.html, certificate.css, assets/."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "certificates"
SHARED = "shared"

_Words = Mapping[str, Mapping[str, str]]


class BadDesign(Exception):
    """A design folder lacks a file, or its design.toml lacks a word or names a font that is not there."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How one line is fitted: faces (font files, first choice first), widest line in mm, sizes in points."""

    faces: tuple[Path, ...]
    width_mm: float
    sizes_pt: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A design as its folder says it. `digest` is the SHA-256 of every file it is made of, shared ones included."""

    key: str
    title: str
    page: str
    languages: tuple[str, ...]
    needs: frozenset[str]
    may_have: frozenset[str]
    left_out_when_unprintable: frozenset[str]
    words: Mapping[str, Mapping[str, str]]
    fits: Mapping[str, Fit]
    faces: tuple[Path, ...]
    template: str
    style: str
    folder: Path
    shared: Path
    digest: str


def load_designs(folder: Path = FOLDER) -> dict[str, Design]:
    """Return {key: design} of every folder that holds a design.toml, in the order of the names."""
    found = sorted(path.parent for path in folder.glob("*/design.toml"))
    return {path.name: load_design(path) for path in found}


@cache
def design(key: str) -> Design:
    """Return the design of the house with this key, read once per process; LookupError where there is none."""
    if key not in {path.parent.name for path in FOLDER.glob("*/design.toml")}:
        raise LookupError(f"there is no certificate design {key!r}")
    return load_design(FOLDER / key)


def load_design(folder: Path) -> Design:
    """Read one design folder; raises BadDesign where it is not whole."""
    shared = folder.parent / SHARED
    try:
        said = tomllib.loads(_text(folder / "design.toml"))
        return _design(folder, shared, said)
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise BadDesign(f"{folder.name}: {error!r}") from error


def _design(folder: Path, shared: Path, said: Mapping[str, Any]) -> Design:
    return Design(
        key=folder.name,
        title=said["title"],
        page=said["page"],
        languages=tuple(said["languages"]),
        needs=frozenset(said["needs"]),
        may_have=frozenset(said["may_have"]),
        left_out_when_unprintable=frozenset(said.get("left_out_when_unprintable", ())),
        words=_words(folder.name, said["languages"], _shared_words(shared), said.get("words", {})),
        fits={field: _fit(folder.name, shared, fit) for field, fit in said["fit"].items()},
        faces=tuple(sorted((shared / "fonts").glob("*.ttf"))),
        template=_text(folder / "certificate.html"),
        style=_text(shared / "base.css") + _text(folder / "certificate.css"),
        folder=folder,
        shared=shared,
        digest=_digest(folder, shared),
    )


def _words(key: str, languages: list[str], shared: _Words, own: _Words) -> _Words:
    """Return the words of each language: the shared ones, and those of the design before them."""
    words = {language: {**shared[language], **own.get(language, {})} for language in languages}
    wanted = set(words[languages[0]])
    for language in languages:
        if set(words[language]) != wanted:
            raise BadDesign(f"{key}: the words of {language} are not those of {languages[0]}")
    return words


def _shared_words(shared: Path) -> _Words:
    return tomllib.loads(_text(shared / "words.toml"))


def _fit(key: str, shared: Path, said: Mapping[str, Any]) -> Fit:
    faces = tuple(shared / "fonts" / f"{name}.ttf" for name in said["faces"])
    for face in faces:
        if not face.is_file():
            raise BadDesign(f"{key}: there is no font {face.name}")
    return Fit(faces, said["width_mm"], tuple(said["sizes_pt"]))


def _digest(folder: Path, shared: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for part in (shared, folder) for path in part.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder.parent).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
