"""Writes YAML as its author wrote it, comments and all, without the white space that means nothing."""

from __future__ import annotations

from typing import Any

from app.curriculum.domain.findings import Findings
from app.curriculum.domain.writing.white_space import blank_lines_single, trimmed
from app.curriculum.domain.yaml_nodes import Node, read_yaml


def canonical_yaml(text: str) -> str:
    """Return the YAML with one way of white space, without a line feed at its end; unreadable YAML stays as it is."""
    wanted = _said(text)
    if wanted is None:
        return text
    lines = text.split("\n")
    for tried in (blank_lines_single(trimmed(lines)), trimmed(lines)):
        if _said("\n".join(tried)) == wanted:
            return "\n".join(tried).strip("\n")
    return text


def _said(text: str) -> Any:
    """Return what the YAML says, without the places; None where it says nothing that can be read."""
    findings = Findings()
    root = read_yaml("", text, findings)
    return None if root is None or findings.has_errors else _values(root)


def _values(node: Node) -> Any:
    if node.kind == "map":
        return tuple((entry.key, _values(entry.value)) for entry in node.entries)
    return (node.kind, node.text, *map(_values, node.items))
