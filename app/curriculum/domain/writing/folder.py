"""Writes a whole course folder in its canonical form: what `fmt` writes, and what an export gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from app.curriculum.domain.findings import Findings
from app.curriculum.domain.paths import SortedPaths, sort_paths
from app.curriculum.domain.translations import source_hash
from app.curriculum.domain.writing.missing_ids import with_ids
from app.curriculum.domain.writing.text_file import canonical_text, readable_text, split_file
from app.curriculum.domain.yaml_blocks import block_lines

_OF = re.compile(r"^of:[ \t]*[\"']?([0-9a-f]{8})[\"']?", re.MULTILINE)


def canonical_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a course as `fmt` writes them; figures and what cannot be read as text stay as they are.

    A translation that was made of the source as it stands still is, though white space has moved.
    """
    texts = {path: text for path, raw in files.items() if (text := readable_text(path, raw)) is not None}
    paths = sort_paths(files, Findings())
    written = {path: _kept_canonical(path, text) for path, text in with_ids(texts, paths).items()}
    result = {**files, **{path: text.encode() for path, text in written.items()}}
    return {**result, **_of_sources(files, result, paths)}


def _of_sources(before: Mapping[str, bytes], after: Mapping[str, bytes], paths: SortedPaths) -> dict[str, bytes]:
    found = {}
    for text in paths.translations:
        if text.source_path not in before:
            continue
        parts = split_file(after[text.path].decode("utf-8", "replace"))
        given = _OF.match((block_lines(parts[0], "of") or [""])[0]) if parts else None
        if given and given[1] == source_hash(before[text.source_path]):
            new = f"of: {source_hash(after[text.source_path])}"
            found[text.path] = _OF.sub(new, after[text.path].decode(), count=1).encode()
    return found


@lru_cache(maxsize=512)
def _kept_canonical(path: str, text: str) -> str:
    return canonical_text(path, text)
