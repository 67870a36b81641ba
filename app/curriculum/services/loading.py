"""A course folder is loaded: on a demonstration it goes live, elsewhere it waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping

from app.curriculum.domain.folder import read_course
from app.curriculum.queries import versions_of
from app.curriculum.services.drafting import open_draft
from app.curriculum.services.publishing import CourseHasErrors, ShowCheck, publish_version
from app.foundation.transaction import Unit


def load_course(unit: Unit, files: Mapping[str, bytes], *, show_check: ShowCheck, publish: bool) -> str:
    """Load a folder and say what became of it; a folder whose text is live already changes nothing.

    Raises `CourseHasErrors`, or `DraftIsOpen` where a draft is under way.
    """
    reading = read_course(files)
    source = reading.course
    if source is None:
        errors = sum(finding.level == "error" for finding in reading.findings)
        raise CourseHasErrors(count=errors, findings=reading.findings)
    versions = versions_of(unit.connection, source.id)
    if any(version.state == "live" and version.source_hash == source.hash for version in versions):
        return f"{source.id}: this text is live already; nothing was changed."
    version = open_draft(unit, source, files, author_id=None, state="draft" if publish else "in_review")
    if not publish:
        return f"{source.id}: loaded as version {version.number}; a trainer reviews and publishes it."
    publish_version(unit, version, actor="system", show_check=show_check)
    return f"{source.id}: version {version.number} is live."
