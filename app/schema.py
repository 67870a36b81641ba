"""Every table of the house, for the migrations; and the triggers that must stand after the newest of them."""

from __future__ import annotations

import app.accreditation.models
import app.assessment.models
import app.audit.models
import app.curriculum.models
import app.identity.models
import app.insight.models
import app.jobs.models
import app.learning.models  # noqa: F401 - each import registers its tables
from app.accreditation import triggers as accreditation
from app.audit import triggers as audit
from app.curriculum import triggers as curriculum
from app.foundation.db import Base
from app.foundation.triggers import names as names_of
from app.identity import triggers as identity

METADATA = Base.metadata
INSERT_ONLY = (
    "response_event",
    "item_version",
    "item_text",
    "regrade",
    "scheme_version",
    "decision",
    "credential",
    "credential_event",
    "certificate_file",
    "published_table",
    "board_report",
    "source_revision",
    "setting_change",
    *accreditation.INSERT_ONLY,
)
"""Tables that prove something: rows are added, never changed."""


def trigger_names(dialect: str) -> set[str]:
    """Return the names of the triggers that must stand."""
    guards = {name for table in INSERT_ONLY for name in names_of(table, dialect)}
    parts = (audit, identity, curriculum, accreditation)
    own = (name for part in parts for name in part.names(dialect))
    return guards | set(own)
