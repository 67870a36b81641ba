"""Where a folder was taken from: a hidden file beside course.yml, compared when the folder is loaded again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.curriculum.domain.course_reading import course_hash
from app.curriculum.domain.writing.folder import canonical_folder

STATE = ".course-state"
_REVISION = re.compile(r"^revision: ([0-9a-f]{64})$", re.MULTILINE)
_TEXT = """# Where this folder was taken from. Keep it beside course.yml and out of git: `courses load` compares it.
course: {course}
revision: {revision}
"""


def revision_of(files: Mapping[str, bytes]) -> str:
    """Return the name of what a folder says: 64 hexadecimal digits, the same however its white space lies."""
    return course_hash(canonical_folder(files))


def state_text(course: str, files: Mapping[str, bytes]) -> str:
    """Return the text of the hidden file for a folder that is given out."""
    return _TEXT.format(course=course, revision=revision_of(files))


def taken_from(state: str) -> str:
    """Return the revision that a hidden file names; empty where it names none."""
    found = _REVISION.search(state.replace("\r\n", "\n"))
    return found[1] if found else ""
