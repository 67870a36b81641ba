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
from app.audit import triggers as audit
from app.foundation.db import Base
from app.foundation.triggers import drop, insert_only
from app.foundation.triggers import names as names_of
from app.identity import triggers as identity

METADATA = Base.metadata
INSERT_ONLY = (
    "response_event",
    "item_version",
    "scheme_version",
    "decision",
    "credential",
    "credential_event",
    "certificate_file",
    "published_table",
)
"""Tables that prove something: rows are added, never changed."""


def trigger_statements(dialect: str) -> list[str]:
    """Return the statements that set every guard."""
    guards = [statement for table in INSERT_ONLY for statement in insert_only(table, dialect)]
    return [*guards, *audit.statements(dialect), *identity.statements(dialect)]


def drop_trigger_statements(dialect: str) -> list[str]:
    """Return the statements that lift every guard, for the way down."""
    guards = [statement for table in INSERT_ONLY for statement in drop(table, dialect)]
    return [*guards, *audit.drop_statements(dialect), *identity.drop_statements(dialect)]


def trigger_names(dialect: str) -> set[str]:
    """Return the names of the triggers that must stand."""
    guards = {name for table in INSERT_ONLY for name in names_of(table, dialect)}
    return guards | set(audit.names(dialect)) | set(identity.names(dialect))
