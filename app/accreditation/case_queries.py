"""Reads of cases before the desk: the queue, one case, its proposals and decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.appeal import APPEAL_DAYS, last_day_to_appeal
from app.accreditation.domain.case import CaseStanding
from app.accreditation.domain.scheme import read_scheme
from app.accreditation.models import (
    Appeal,
    AppealEvent,
    Application,
    Credential,
    Decision,
    Proposal,
    ProposalAnswer,
    SchemeVersion,
)
from app.accreditation.queries import SchemeInForce
from app.foundation.kept import Kept

PAGE = 50
_STANDINGS = (
    sa.select(
        Application.id,
        Application.cycle,
        Application.turn,
        Application.state,
        Application.evidence_hash,
        Application.scheme,
    )
    .where(Application.person_id == sa.bindparam("person_id"))
    .order_by(Application.cycle, Application.turn)
)
_UNANSWERED = ~sa.exists().where(ProposalAnswer.proposal_id == Proposal.id)
_PROPOSAL = sa.select(
    Proposal.id, Proposal.action, Proposal.body, Proposal.proposed_by, Proposal.involvement_id, Proposal.at
).where(Proposal.application_id == sa.bindparam("case_id"), _UNANSWERED)
_VERSION = sa.select(SchemeVersion.id, SchemeVersion.document).where(SchemeVersion.id == sa.bindparam("version_id"))
_versions: Kept[SchemeInForce] = Kept(200)
_PROPOSED_BY = (
    sa.select(Proposal.proposed_by)
    .where(Proposal.application_id == Application.id, _UNANSWERED)
    .correlate(Application)
    .limit(1)
    .scalar_subquery()
)
_CASES = sa.select(
    Application.id,
    Application.public_id,
    Application.person_id,
    Application.scheme,
    Application.cycle,
    Application.turn,
    Application.scheme_version_id,
    Application.reason,
    Application.state,
    Application.claimed_by,
    Application.claimed_at,
    Application.opened_at,
    Application.changed_at,
    _PROPOSED_BY.label("proposed_by"),
)
# What follows from an appeal follows in its moment.
_APPEAL = (
    sa.select(Appeal.public_id)
    .join(AppealEvent, AppealEvent.appeal_id == Appeal.id)
    .where(
        Appeal.person_id == Application.person_id,
        AppealEvent.outcome == "decide-again",
        AppealEvent.at == Application.opened_at,
    )
    .correlate(Application)
    .limit(1)
    .scalar_subquery()
)
_CASE = _CASES.add_columns(_APPEAL.label("appeal")).where(Application.public_id == sa.bindparam("public_id"))
_CASE_BY_ID = _CASES.where(Application.id == sa.bindparam("case_id"))
_EARLIER = sa.orm.aliased(Application)
_PLACE = sa.select(_EARLIER.id).where(_EARLIER.public_id == sa.bindparam("after", type_=sa.String)).scalar_subquery()
# Ids are ordered by the time at which they were made, so that the oldest case is the first.
_QUEUE = (
    _CASES.where(Application.id > sa.func.coalesce(_PLACE, ""))
    .order_by(Application.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_WAITING = Application.state == "waiting"
_FILTERS: dict[str, sa.ColumnElement[bool]] = {
    "waiting": _WAITING,
    "approve": sa.and_(_WAITING, _PROPOSED_BY.is_not(None)),
    "mine": sa.and_(_WAITING, Application.claimed_by == sa.bindparam("me", type_=sa.String)),
    "deferred": Application.state == "deferred",
    "decided": Application.state == "decided",
}
SHOWN = tuple(_FILTERS)
_LISTS = {name: _QUEUE.where(where) for name, where in _FILTERS.items()}
_LISTS_OF_SCHEME = {
    name: one.where(Application.scheme == sa.bindparam("scheme", type_=sa.String)) for name, one in _LISTS.items()
}
_BEFORE_THE_DESK = sa.select(Application.person_id).where(
    Application.scheme == sa.bindparam("scheme"), Application.state != "decided"
)
_COUNTS = sa.select(Application.state, sa.func.count().label("cases")).group_by(Application.state)
_DECISIONS = (
    sa.select(
        Decision.outcome,
        Decision.decider,
        Decision.approver,
        Decision.at,
        Decision.reasons,
        Credential.number,
    )
    .outerjoin(Credential, Credential.decision_id == Decision.id)
    .where(Decision.application_id == sa.bindparam("case_id"))
    .order_by(Decision.at, Decision.id)
)
_PROPOSALS = (
    sa.select(
        Proposal.action,
        Proposal.body,
        Proposal.proposed_by,
        Proposal.at,
        ProposalAnswer.answer,
        ProposalAnswer.answered_by,
        ProposalAnswer.note,
        ProposalAnswer.at.label("answered_at"),
    )
    .outerjoin(ProposalAnswer, ProposalAnswer.proposal_id == Proposal.id)
    .where(Proposal.application_id == sa.bindparam("case_id"))
    .order_by(Proposal.at, Proposal.id)
)
_NEWEST = sa.orm.aliased(Application)
_OWN = (
    sa.select(Application.scheme, Application.state, Application.changed_at, Application.opened_at, Decision.outcome,
              Decision.reasons, Decision.at.label("decided_at"), SchemeVersion.document)
    .join(SchemeVersion, SchemeVersion.id == Application.scheme_version_id)
    .outerjoin(_NEWEST, sa.and_(_NEWEST.person_id == Application.person_id, _NEWEST.scheme == Application.scheme,
                                sa.or_(_NEWEST.cycle > Application.cycle,
                                       sa.and_(_NEWEST.cycle == Application.cycle, _NEWEST.turn > Application.turn))))
    .outerjoin(Decision, sa.and_(Decision.application_id == Application.id, Application.state != "waiting"))
    .where(Application.person_id == sa.bindparam("person_id"), _NEWEST.id.is_(None))
    .order_by(Application.scheme, Decision.at)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as the queue knows it; `proposed_by` where a decision waits for a second person.

    `appeal` is the public id of the appeal that brought it back, where one case is read.
    """

    id: str
    public_id: str
    person_id: str
    scheme: str
    cycle: int
    turn: int
    scheme_version_id: str
    reason: str
    state: str
    claimed_by: str | None
    claimed_at: datetime | None
    opened_at: datetime
    changed_at: datetime
    proposed_by: str | None
    appeal: str | None = None


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal that nobody answered yet; `body` is the JSON of its draft and of what its maker saw."""

    id: str
    action: str
    body: str
    proposed_by: str
    involvement_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """A decision on a case, and the number of the credential that came of it."""

    outcome: str
    decider: str
    approver: str | None
    at: datetime
    reasons: Mapping[str, Any] | None
    number: str | None


@dataclass(frozen=True, slots=True)
class CaseProposal:
    """A proposal and its answer, None while it waits for one."""

    action: str
    body: str
    proposed_by: str
    at: datetime
    answer: str | None
    answered_by: str | None
    note: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnCase:
    """How an officer's newest case in a scheme stands, with the reasons of its latest decision."""

    scheme: str
    title: str
    state: str
    since: datetime
    outcome: str
    reasons: Mapping[str, Any]
    decided_at: datetime | None
    appeal_days: int = APPEAL_DAYS

    @property
    def appeal_until(self) -> date | None:
        """The last day on which its decision may be appealed against."""
        return last_day_to_appeal(self.decided_at.date(), self.appeal_days) if self.decided_at else None


def newest_cases(connection: sa.Connection, person_id: str) -> dict[str, CaseStanding]:
    """Return scheme → the newest case of the person in it."""
    rows = connection.execute(_STANDINGS, {"person_id": person_id})
    return {row.scheme: CaseStanding(row.id, row.cycle, row.turn, row.state, row.evidence_hash) for row in rows}


def open_proposal(connection: sa.Connection, case_id: str) -> OpenProposal | None:
    """Return the proposal on the case that waits for its answer."""
    row = connection.execute(_PROPOSAL, {"case_id": case_id}).one_or_none()
    return None if row is None else OpenProposal(*row)


def scheme_version(connection: sa.Connection, version_id: str) -> SchemeInForce:
    """Return a version of a scheme, in force or not; read once in a process. Raises LookupError."""
    found = _versions.get(version_id, lambda: _version(connection, version_id))
    if found is None:
        raise LookupError(version_id)
    return found


def _version(connection: sa.Connection, version_id: str) -> SchemeInForce | None:
    row = connection.execute(_VERSION, {"version_id": version_id}).one_or_none()
    return None if row is None else SchemeInForce(row.id, read_scheme(row.document))


def case_by_public_id(connection: sa.Connection, public_id: str) -> CaseRow | None:
    """Return a case."""
    row = connection.execute(_CASE, {"public_id": public_id}).one_or_none()
    return None if row is None else CaseRow(**row._mapping)


def case_by_id(connection: sa.Connection, case_id: str) -> CaseRow:
    """Return a case that is known to be there."""
    return CaseRow(**connection.execute(_CASE_BY_ID, {"case_id": case_id}).one()._mapping)


def queue(
    connection: sa.Connection, shown: str, *, me: str, scheme: str = "", after: str = "", most: int = PAGE + 1
) -> tuple[CaseRow, ...]:
    """Return cases of one list, oldest first, after the one whose public id is `after`; one more than a page holds."""
    statement = _LISTS_OF_SCHEME[shown] if scheme else _LISTS[shown]
    values = {"me": me, "scheme": scheme, "after": after, "most": most}
    named = statement.compile().params
    return tuple(
        CaseRow(**row._mapping)
        for row in connection.execute(statement, {k: v for k, v in values.items() if k in named})
    )


def case_counts(connection: sa.Connection) -> dict[str, int]:
    """Return state → how many cases are in it."""
    return {row.state: row.cases for row in connection.execute(_COUNTS)}


def people_before_the_desk(connection: sa.Connection, scheme: str) -> frozenset[str]:
    """Return the ids of whose case in a scheme lies before the desk."""
    return frozenset(connection.scalars(_BEFORE_THE_DESK, {"scheme": scheme}))


def decisions_on(connection: sa.Connection, case_id: str) -> tuple[CaseDecision, ...]:
    """Return the decisions on a case in order."""
    return tuple(CaseDecision(*row) for row in connection.execute(_DECISIONS, {"case_id": case_id}))


def proposals_on(connection: sa.Connection, case_id: str) -> tuple[CaseProposal, ...]:
    """Return the proposals on a case with their answers, in order."""
    return tuple(CaseProposal(*row) for row in connection.execute(_PROPOSALS, {"case_id": case_id}))


def own_cases(connection: sa.Connection, person_id: str) -> tuple[OwnCase, ...]:
    """Return the newest case of the person in each scheme, with its latest decision unless it waits again."""
    found: dict[str, OwnCase] = {}
    for row in connection.execute(_OWN, {"person_id": person_id}):
        document = row.document if isinstance(row.document, dict) else json.loads(row.document)
        scheme, since = read_scheme(document), row.opened_at if row.state == "waiting" else row.changed_at
        found[row.scheme] = OwnCase(row.scheme, scheme.title, row.state, since, row.outcome or "", row.reasons or {},
                                    row.decided_at, scheme.appeal_days)  # fmt: skip
    return tuple(found.values())
