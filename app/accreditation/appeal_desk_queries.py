"""Reads of the list of appeals and complaints before the staff: open ones by the day when due, closed ones."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.accreditation.appeal_queries import APPEALS, AppealRecord, with_steps
from app.accreditation.domain.appeal import FINAL
from app.accreditation.domain.number import parse_number
from app.accreditation.models import Appeal, AppealEvent, Credential

PAGE = 50
_STEP = sa.exists().where(AppealEvent.appeal_id == Appeal.id)
_OVER = _STEP.where(AppealEvent.kind.in_(sorted(FINAL)))
_DUE = sa.case((_STEP, Appeal.answer_by), else_=Appeal.acknowledge_by)
_OF_KIND = sa.or_(sa.bindparam("kind", type_=sa.String) == "", Appeal.kind == sa.bindparam("kind", type_=sa.String))
_MOST = sa.bindparam("most", type_=sa.Integer)
_PLACE = sa.select(Appeal.id).where(Appeal.public_id == sa.bindparam("after", type_=sa.String))
_DUE_AT_PLACE = sa.select(_DUE).where(Appeal.public_id == sa.bindparam("after", type_=sa.String))
# Named again inside: the place is another row than those that are listed.
_AFTER_ID = sa.func.coalesce(_PLACE.correlate(None).scalar_subquery(), "")
_AFTER_DUE = sa.func.coalesce(_DUE_AT_PLACE.correlate(None).scalar_subquery(), sa.literal(date(1, 1, 1), sa.Date))
_ALL = APPEALS.order_by(None).limit(None)
_LISTS = {
    "open": _ALL.where(
        ~_OVER, _OF_KIND, sa.or_(_DUE > _AFTER_DUE, sa.and_(_DUE == _AFTER_DUE, Appeal.id > _AFTER_ID))
    ).order_by(_DUE, Appeal.id).limit(_MOST),
    "over": _ALL.where(
        _OVER, _OF_KIND, sa.or_(_AFTER_ID == "", Appeal.id < _AFTER_ID)
    ).order_by(Appeal.id.desc()).limit(_MOST),
}  # fmt: skip
SHOWN = tuple(_LISTS)
_FOUND = APPEALS.where(sa.or_(Appeal.public_id == sa.bindparam("find"), Credential.number == sa.bindparam("number")))
_COUNTS = sa.select(_OVER.label("closed"), sa.func.count().label("many")).select_from(Appeal).group_by(sa.text("1"))


def appeals_listed(
    connection: sa.Connection, shown: str, *, kind: str = "", after: str = "", most: int = PAGE + 1
) -> tuple[AppealRecord, ...]:
    """Return one list, of one kind or of both, after the one whose public id is `after`; one more than a page holds.

    What is open comes by the day on which it is due, what is over newest first.
    """
    rows = connection.execute(_LISTS[shown], {"kind": kind, "after": after, "most": most}).all()
    return with_steps(connection, rows)


def appeals_found(connection: sa.Connection, text: str) -> tuple[AppealRecord, ...]:
    """Return what has this number, or is about the certificate that has it."""
    values = {"find": text.strip().lower(), "number": parse_number(text) or "-"}
    return with_steps(connection, connection.execute(_FOUND, values).all())


def appeal_counts(connection: sa.Connection) -> dict[str, int]:
    """Return how many are open and how many are over."""
    return {"over" if row.closed else "open": row.many for row in connection.execute(_COUNTS)}
