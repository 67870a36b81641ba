"""Whose names are kept for good: whoever holds or held a certificate, or decided about one."""

from __future__ import annotations

import sqlalchemy as sa

from app.accreditation.models.credentials import Credential
from app.accreditation.models.parting import Involvement

HOLDERS = sa.union(sa.select(Credential.person_id), sa.select(Involvement.actor_id))
