"""A lesson beside its translation, paragraph by paragraph."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from app.curriculum.domain.translating.front import read_front
from app.curriculum.domain.translating.parts import Group, Part, typed
from app.curriculum.domain.writing.lesson_body import blocks_of_body
from app.curriculum.domain.writing.text_file import split_file
from app.foundation.markdown import tokens_of
from app.foundation.words import N_

TITLE = N_("Title")
_PICTURE = re.compile(r"!\[[^\]]*\]\((\S+?)[\s)]")
_FIXED = (":::check", "::: check", ":::sources", "::: sources")


def lesson_groups(source: str, target: str, old: str | None, *, stale: bool) -> tuple[Group, ...]:
    """Return title and paragraphs of a lesson beside those of its translation.

    `old` is the source that was translated, where it is still to be found; without it every paragraph of a stale
    translation may have changed. A paragraph that says what its source says has not been translated yet.
    """
    front, body = _parts(source)
    own_front, own_body = _parts(target)
    blocks, theirs = blocks_of_body(body), blocks_of_body(own_body)
    before = set(blocks_of_body(_parts(old)[1])) if old is not None else set()
    old_title = read_front(_parts(old)[0]).title if old is not None else ""
    title = Part("title", TITLE, read_front(front).title, read_front(own_front).title)
    groups = [Group("", TITLE, (title,), stale and title.source != old_title)]
    for at, (block, its) in enumerate(zip(blocks, _aligned(blocks, theirs), strict=True)):
        fixed = _is_fixed(block)
        part = Part(f"p{at}", "", block, "" if its == block and not fixed else its, fixed=fixed)
        groups.append(Group(str(at), "", (part,), stale and not part.fixed and block not in before))
    return tuple(groups)


def lesson_body(source: str, fields: Mapping[str, str]) -> str:
    """Return the body of the translation; a paragraph without words stands in the source language until it has some."""
    blocks = blocks_of_body(_parts(source)[1])
    said = (block if _is_fixed(block) else typed(fields, f"p{at}") or block for at, block in enumerate(blocks))
    return "\n\n".join(said)


def _parts(text: str | None) -> tuple[str, str]:
    return (split_file(text) if text else None) or ("", "")


def _is_fixed(block: str) -> bool:
    """Embedded questions and lists of sources are the same in every language."""
    return block.startswith(_FIXED)


def _aligned(blocks: list[str], theirs: list[str]) -> list[str]:
    """Return for each block what stands in its place; what has no place of its own goes with the block before it."""
    found: list[list[str]] = [[] for _ in blocks]
    matcher = difflib.SequenceMatcher(None, [*map(_kind, blocks)], [*map(_kind, theirs)], autojunk=False)
    for _, first, end, start, stop in matcher.get_opcodes():
        for at, block in enumerate(theirs[start:stop]):
            place = min(first + at, end - 1) if end > first else first - 1
            if 0 <= place < len(found):
                found[place].append(block)
    return ["\n\n".join(pieces) for pieces in found]


def _kind(block: str) -> str:
    """What a block is: a heading, a list, a box of some name; pictures and embedded questions are told apart."""
    if block.startswith(":::"):
        return " ".join(block.split("\n", 1)[0].split())
    picture = _PICTURE.match(block)
    if picture:
        return picture[1]
    try:
        return next((token.type for token in tokens_of(block)), "")
    except RecursionError:
        return ""
