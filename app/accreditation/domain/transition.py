"""Who was under way when another version of a scheme came into force, and may still be judged by the one before."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from app.accreditation.domain.evidence import Evidence


def under_way(courses: Set[str], evidence: Evidence, since: datetime) -> bool:
    """Whether somebody had begun before `since`: joined one of the courses, or something of their practice recorded."""
    joined = (course.joined_at for key, course in evidence.courses.items() if key in courses)
    practised = any(one.on < since.date() for one in evidence.practice)
    return practised or any(at is not None and at < since for at in joined)
