"""Writes one file of a course in its canonical form; what cannot be read as text stays as it is."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from app.curriculum.domain.findings import Findings
from app.curriculum.domain.text_files import read_text
from app.curriculum.domain.writing.lesson_body import canonical_body
from app.curriculum.domain.writing.question_body import canonical_questions
from app.curriculum.domain.writing.yaml_text import canonical_yaml

_LONGEST = 200


def readable_text(path: str, raw: bytes) -> str | None:
    """Return the text of a course's own file with line feeds only; None for all others and for unreadable ones."""
    parts = path.split("/")
    own = path.endswith(".md") and parts[0] in ("modules", "banks") or len(parts) == 1 and path.endswith(".yml")
    return read_text(path, raw, Findings()) if own and "assets" not in parts else None


def canonical_text(path: str, text: str) -> str:
    """Return the text of a file in its canonical form."""
    if path.endswith(".yml"):
        said = canonical_yaml(text).strip("\n")
        return f"{said}\n" if said else ""
    parts = split_file(text)
    if parts is None:
        return text
    front, body = parts
    return joined_file(canonical_yaml(front), _writer(path)(body))


def split_file(text: str) -> tuple[str, str] | None:
    """Return front matter and body; None where the front matter is missing or not closed."""
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines[1:_LONGEST], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        return None
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])


def joined_file(front: str, body: str) -> str:
    """Return the file of a front matter and a body."""
    head = ["---", *([front] if front else []), "---"]
    return "\n".join([*head, "", body, ""] if body else [*head, ""])


def is_quiz(path: str) -> bool:
    """Say whether a file holds questions, translated or not."""
    return ".quiz." in posixpath.basename(path)


def _writer(path: str) -> Callable[[str], str]:
    return canonical_questions if is_quiz(path) else canonical_body
