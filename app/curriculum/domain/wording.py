"""Whether a version changes wording alone: then its author may publish it at once, and the log says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from app.curriculum.domain.findings import Findings
from app.curriculum.domain.front_matter import SplitFile, split_front_matter
from app.curriculum.domain.text_files import read_text
from app.curriculum.domain.yaml_nodes import Node
from app.foundation.markdown import tokens_of

_WORDS = frozenset({"title", "summary"})
"""The keys of a lesson's front matter that are words; every other one is fixed, known or not."""


def is_wording_alone(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Say whether the files differ in the words of lessons only.

    No file comes, goes or is renamed; no question, quiz, picture or course.yml differs. Within a lesson, or one in
    another language, every key of its front matter but the title and the summary stays as it was, and so do its
    pictures, links, boxes, sources and embedded questions, as the reader of courses sees them, in their order. A text
    that cannot be read without a remark is never wording alone.
    """
    if set(before) != set(after):
        return False
    changed = [path for path in after if before[path] != after[path]]
    return bool(changed) and all(_lesson(path) and _same(path, before[path], after[path]) for path in changed)


def _lesson(path: str) -> bool:
    return path.startswith("modules/") and path.endswith(".md") and ".quiz." not in path


def _same(path: str, before: bytes, after: bytes) -> bool:
    old, new = _fixed(path, before), _fixed(path, after)
    return old is not None and old == new


def _fixed(path: str, content: bytes) -> tuple[object, ...] | None:
    """Return what of a lesson is not words; nothing where it cannot be read."""
    findings = Findings()
    text = read_text(path, content, findings)
    split = split_front_matter(path, text, findings) if text is not None else None
    if split is None or findings.sorted():
        return None
    try:
        return _keys(split), tuple(_marks(tokens_of(split.body), split.body.split("\n")))
    except RecursionError:
        return None


def _keys(split: SplitFile) -> dict[str, object]:
    return {key: _value(entry.value) for key, entry in split.fields.entries.items() if key not in _WORDS}


def _value(node: Node) -> object:
    entries = [(entry.key, _value(entry.value)) for entry in node.entries]
    return node.kind, node.text, [_value(item) for item in node.items], entries


def _marks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[object]:
    """Yield every target of a link, picture and box with its place among the others, and the lines of sources."""
    for token in tokens:
        if token.type.startswith("container_"):
            yield token.type, token.level, " ".join(token.info.split())
            if token.info.strip().startswith("sources"):
                first, end = token.map or (0, 0)
                yield lines[first + 1 : end]
        elif token.type in ("link_open", "image"):
            described = token.content if token.type == "image" else ""
            yield token.type, sorted(token.attrs.items()), described
        yield from _marks(token.children or (), lines)
