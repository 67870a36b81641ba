"""Reads of the nightly sweep: who may have met a scheme without its having been noticed."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from app.accreditation.models import Credential, SchemeVersion

# Named by its columns only: the tables of learning are its own, and a query of theirs would know no credentials.
_ENROLMENT = sa.table("enrolment", sa.column("person_id", sa.String), sa.column("state", sa.String)).c
_HELD = (
    sa.select(sa.func.count(Credential.scheme.distinct()))
    .where(Credential.person_id == _ENROLMENT.person_id)
    .scalar_subquery()
)
_ENDS_SOON = sa.exists().where(
    Credential.person_id == _ENROLMENT.person_id, Credential.valid_until <= sa.bindparam("ending", type_=sa.Date)
)
_SCHEMES = sa.select(sa.func.count(SchemeVersion.scheme.distinct())).scalar_subquery()
_TO_CONSIDER = (
    sa.select(_ENROLMENT.person_id)
    .where(
        _ENROLMENT.state.in_(("active", "completed")),
        _ENROLMENT.person_id > sa.bindparam("after"),
        sa.or_(_HELD < _SCHEMES, _ENDS_SOON),
    )
    .distinct()
    .order_by(_ENROLMENT.person_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def people_to_consider(connection: sa.Connection, after: str, most: int, today: date) -> tuple[str, ...]:
    """Return the ids, in order and after `after`, of people who learn and do not hold a credential of every scheme, or
    hold one that ends within a year.
    """
    ending = today + timedelta(days=366)
    return tuple(connection.scalars(_TO_CONSIDER, {"after": after, "most": most, "ending": ending}))
