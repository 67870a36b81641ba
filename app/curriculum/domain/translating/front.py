"""The front matter of a translation: read as plain texts, and written key by key so that the rest stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.curriculum.domain.findings import Findings
from app.curriculum.domain.yaml_blocks import with_block, yaml_value
from app.curriculum.domain.yaml_nodes import Node, read_yaml

ORDER = ("id", "title", "summary", "of", "assisted", "reviewed", "outcomes", "modules")


@dataclass(frozen=True, slots=True)
class FrontEntry:
    """What the desk asks about a translation beside its words: a machine's hand in it, and who has reviewed it."""

    assisted: bool = False
    reviewed_by: str = ""
    reviewed_on: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """A front matter as far as the desk shows it."""

    title: str
    of: str
    entry: FrontEntry
    texts: Mapping[str, str]
    maps: Mapping[str, Mapping[str, str]]


def read_front(text: str) -> Front:
    """Return what a front matter says; what cannot be read is empty."""
    root = read_yaml("", text, Findings())
    entries = {entry.key: entry.value for entry in root.entries} if root else {}
    maps = {key: _texts(node) for key, node in entries.items() if node.kind == "map"}
    texts = {key: " ".join(node.text.split()) for key, node in entries.items() if node.kind == "scalar"}
    reviewed = maps.get("reviewed", {})
    entry = FrontEntry(texts.get("assisted") == "true", reviewed.get("by", ""), reviewed.get("on", ""))
    return Front(texts.get("title", ""), texts.get("of", ""), entry, texts, maps)


def write_front(text: str, key: str, title: str, of: str, entry: FrontEntry) -> str:
    """Return the front matter with these values; comments, other keys and what says the same keep their lines."""
    before = read_front(text)
    review = f"reviewed: {{by: {yaml_value(entry.reviewed_by, inside=True)}, on: {entry.reviewed_on}}}"
    blocks = {
        "id": [f"id: {key}"],
        "title": [f"title: {yaml_value(title)}"],
        "of": [f"of: {of}"],
        "assisted": ["assisted: true"] if entry.assisted else [],
        "reviewed": [review] if entry.reviewed_by else [],
    }
    same = {
        "id": before.texts.get("id") == key,
        "title": before.title == " ".join(title.split()),
        "of": before.of == of,
        "assisted": before.entry.assisted == entry.assisted,
        "reviewed": (before.entry.reviewed_by, before.entry.reviewed_on) == (entry.reviewed_by, entry.reviewed_on),
    }
    for name, lines in blocks.items():
        text = text if same[name] else with_block(text, name, lines, ORDER[: ORDER.index(name)])
    return text


def _texts(node: Node) -> dict[str, str]:
    return {entry.key: " ".join(entry.value.text.split()) for entry in node.entries if entry.value.kind == "scalar"}
