"""A person chooses the language in which they read a course; progress, attempts and certificate stay one."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.queries import outline_of
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.learning.models import Enrolment
from app.learning.queries import standing_in

_CHOOSE = (
    sa.update(Enrolment)
    .where(Enrolment.id == sa.bindparam("enrolment"))
    .values(locale=sa.bindparam("chosen"), revision=Enrolment.revision + 1)
    .execution_options(synchronize_session=False)
)


def choose_course_language(unit: Unit, *, person_id: str, course: str, language: str) -> None:
    """Keep the choice. Raises `NotFound` where the person is not on the course, or it has no such language."""
    standing = standing_in(unit.connection, person_id, course)
    outline = outline_of(unit.connection, standing.version_id) if standing else None
    if standing is None or outline is None or language not in outline.languages:
        raise NotFound
    chosen = None if language == outline.language else language
    if (chosen or "") == standing.locale:
        return
    unit.connection.execute(_CHOOSE, {"enrolment": standing.enrolment_id, "chosen": chosen})
    record(
        unit,
        AuditTag.COURSE_LANGUAGE_CHOSEN,
        actor=person_id,
        subject=standing.enrolment_id,
        role="officer",
        language=language,
    )
