"""Splits a Markdown file into its front matter (YAML between two lines ---) and its body."""

from __future__ import annotations

from dataclasses import dataclass

from app.curriculum.domain.fields import Fields
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.yaml_nodes import read_yaml

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A text file read as far as its front matter; `first_line` is the line of the file on which the body begins."""

    file: str
    fields: Fields
    body: str
    first_line: int


def split_front_matter(file: str, text: str, findings: Findings) -> SplitFile | None:
    """Return the front matter's fields and the body; None, with findings, where the front matter cannot be read."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        findings.add("F03", Place(file))
        return None
    end = next((number for number, line in enumerate(lines[1:_LONGEST], 1) if line.rstrip() == "---"), None)
    if end is None:
        findings.add("F04", Place(file))
        return None
    root = read_yaml(file, "\n".join(lines[1:end]), findings, first_line=2)
    if root is not None and root.kind != "map":
        findings.add("F05", root.place, problem="it is not keys with values")
        root = None
    if root is None and any(line.strip() for line in lines[1:end]):
        return None
    return SplitFile(file, Fields(root, Place(file), findings), "\n".join(lines[end + 1 :]), end + 2)
