"""Days that an officer has to keep, beside what is held: read in the one statement of the home page (O7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.appeal import APPEAL_DAYS, last_day_to_appeal
from app.accreditation.models import (
    Appeal,
    Cohort,
    CohortMember,
    Credential,
    CredentialEvent,
    DaySeat,
    Decision,
    PracticalDay,
    SchemeVersion,
)
from app.foundation.lines import lines, moment_in, read_lines, seconds

_PERSON: Any = sa.bindparam("person_id")
_SEATS: Any = (
    sa.select(sa.literal_column("'practical-day'").label("kind"), Cohort.scheme, PracticalDay.held_on.label("day"))
    .select_from(DaySeat)
    .join(PracticalDay, PracticalDay.id == DaySeat.day_id)
    .join(Cohort, Cohort.id == PracticalDay.cohort_id)
    .where(DaySeat.person_id == _PERSON, DaySeat.state == "assigned", PracticalDay.cancelled_at.is_(None))
)
_COHORTS: Any = (
    sa.select(sa.literal_column("'cohort'").label("kind"), Cohort.scheme, Cohort.ends_on.label("day"))
    .select_from(CohortMember)
    .join(Cohort, Cohort.id == CohortMember.cohort_id)
    .where(CohortMember.person_id == _PERSON, Cohort.ended_at.is_(None))
)
_ALL = sa.union_all(_SEATS, _COHORTS).subquery()
DAYS = sa.select(lines(_ALL.c.kind, _ALL.c.scheme, sa.cast(_ALL.c.day, sa.String))).scalar_subquery()
"""Places on practical days, and by when an open cohort wants to be through, in one text; `days_in` reads it."""
_APPEAL_DAYS = SchemeVersion.document["appeal-days"].as_integer().label("days")
_REFUSED = (
    sa.select(SchemeVersion.scheme, Decision.at, _APPEAL_DAYS)
    .select_from(Decision)
    .join(SchemeVersion, SchemeVersion.id == Decision.scheme_version_id)
    .where(
        Decision.person_id == _PERSON,
        Decision.outcome == "refuse",
        ~sa.exists().where(Appeal.decision_id == Decision.id),
    )
)
_LATER = sa.orm.aliased(CredentialEvent)
_TAKEN = (
    sa.select(SchemeVersion.scheme, CredentialEvent.at, _APPEAL_DAYS)
    .select_from(Credential)
    .join(CredentialEvent, CredentialEvent.credential_id == Credential.id)
    .join(SchemeVersion, SchemeVersion.id == Credential.scheme_version_id)
    .where(
        Credential.person_id == _PERSON,
        CredentialEvent.kind.in_((sa.literal_column("'suspended'"), sa.literal_column("'withdrawn'"))),
        ~sa.exists().where(_LATER.credential_id == Credential.id, _LATER.position > CredentialEvent.position),
        ~sa.exists().where(Appeal.credential_id == Credential.id, Appeal.filed_at >= CredentialEvent.at),
    )
)
_DECIDED = sa.union_all(_REFUSED, _TAKEN).subquery()
_DAYS_GIVEN = sa.cast(sa.func.coalesce(_DECIDED.c.days, sa.literal_column(str(APPEAL_DAYS))), sa.String)
APPEALABLE = sa.select(lines(_DECIDED.c.scheme, seconds(_DECIDED.c.at), _DAYS_GIVEN)).scalar_subquery()
"""What was refused, suspended or withdrawn and not appealed about, in one text; `to_appeal_in` reads it."""


@dataclass(frozen=True, slots=True)
class DayToKeep:
    """A practical day with a place (`practical-day`), the last day of a cohort (`cohort`) or to appeal (`appeal`)."""

    kind: str
    scheme: str
    day: date


def days_in(text: str | None, today: date) -> tuple[DayToKeep, ...]:
    """Return what `DAYS` holds that is not over."""
    found = (DayToKeep(kind, scheme, date.fromisoformat(day)) for kind, scheme, day in read_lines(text))
    return tuple(one for one in found if one.day >= today)


def to_appeal_in(text: str | None, today: date) -> tuple[DayToKeep, ...]:
    """Return what `APPEALABLE` holds, by its last day, that is not over."""
    decided = ((scheme, moment_in(at).date(), int(days)) for scheme, at, days in read_lines(text))
    found = (DayToKeep("appeal", scheme, last_day_to_appeal(at, days)) for scheme, at, days in decided)
    return tuple(one for one in found if one.day >= today)
