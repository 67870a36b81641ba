"""Whether a version changes wording alone: then its author may publish it at once, and the log says so."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIXED = re.compile(r"^(?:id|duration|of|assisted|reviewed):.*$|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|^:::.*$", re.MULTILINE)


def is_wording_alone(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Say whether the files differ in the words of lessons only.

    No file comes, goes or is renamed; no question, quiz, picture or course.yml differs; within a lesson its id, its
    minutes, its pictures, links, boxes and embedded questions stay as they were.
    """
    if set(before) != set(after):
        return False
    changed = [path for path in after if before[path] != after[path]]
    return bool(changed) and all(_lesson(path) and _fixed(before[path]) == _fixed(after[path]) for path in changed)


def _lesson(path: str) -> bool:
    return path.startswith("modules/") and path.endswith(".md") and ".quiz." not in path


def _fixed(content: bytes) -> list[str]:
    return _FIXED.findall(content.decode("utf-8", "replace").replace("\r\n", "\n"))
