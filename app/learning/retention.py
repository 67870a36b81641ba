"""What is erased of learning: nominations that led to no place."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.foundation.retention import deleting
from app.learning.models import Nomination

NOMINATIONS = deleting(
    "nominations",
    Nomination.id,
    Nomination.person_id,
    Nomination.nominated_at < sa.bindparam("before", type_=UtcDateTime),
    Nomination.state.in_(("declined", "withdrawn")),
)
