"""Reads of appeals and complaints: one's own, all of them, what may be appealed, who hears them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.appeal import (
    APPEAL_DAYS,
    Deadline,
    Step,
    last_day_to_appeal,
    legal_steps,
    may_appeal,
    next_deadline,
)
from app.accreditation.domain.wording import FIRST, in_language
from app.accreditation.models import (
    Appeal,
    AppealEvent,
    AppealPanelMember,
    Application,
    Credential,
    CredentialEvent,
    Decision,
    SchemeVersion,
)
from app.assessment.extra_queries import papers_sat

APPEALS = (
    sa.select(
        Appeal.id,
        Appeal.public_id,
        Appeal.kind,
        Appeal.person_id,
        Appeal.grounds,
        Appeal.filed_at,
        Appeal.acknowledge_by,
        Appeal.answer_by,
        Appeal.decision_id,
        Appeal.attempt_id,
        Credential.number,
        sa.func.coalesce(Credential.scheme, SchemeVersion.scheme).label("scheme"),
    )
    .outerjoin(Credential, Credential.id == Appeal.credential_id)
    .outerjoin(Decision, Decision.id == Appeal.decision_id)
    .outerjoin(SchemeVersion, SchemeVersion.id == Decision.scheme_version_id)
    .order_by(Appeal.filed_at.desc(), Appeal.id.desc())
    .limit(200)
)
_OWN = APPEALS.where(Appeal.person_id == sa.bindparam("person_id"))
_ONE = APPEALS.where(Appeal.public_id == sa.bindparam("public_id"))
_STEPS = (
    sa.select(
        AppealEvent.appeal_id,
        AppealEvent.kind,
        AppealEvent.outcome,
        AppealEvent.actor,
        AppealEvent.text,
        AppealEvent.at,
    )
    .where(AppealEvent.appeal_id.in_(sa.bindparam("appeals", expanding=True)))
    .order_by(AppealEvent.appeal_id, AppealEvent.position)
)
_PANEL = sa.select(AppealPanelMember.person_id).where(AppealPanelMember.appeal_id == sa.bindparam("appeal_id"))
_REFUSED = (
    sa.select(Application.public_id, SchemeVersion.document, Decision.id, Decision.at)
    .join(Application, Application.id == Decision.application_id)
    .join(SchemeVersion, SchemeVersion.id == Decision.scheme_version_id)
    .where(Decision.person_id == sa.bindparam("person_id"), Decision.outcome == "refuse")
    .order_by(Decision.at.desc())
)
_LATER = sa.orm.aliased(CredentialEvent)
_STANDING = (
    sa.select(
        Credential.id,
        Credential.number,
        Credential.title,
        CredentialEvent.kind,
        CredentialEvent.at,
        SchemeVersion.document["appeal-days"].as_integer().label("days"),
    )
    .join(CredentialEvent, CredentialEvent.credential_id == Credential.id)
    .join(SchemeVersion, SchemeVersion.id == Credential.scheme_version_id)
    .where(
        Credential.person_id == sa.bindparam("person_id"),
        CredentialEvent.kind.in_(("suspended", "withdrawn")),
        ~sa.exists().where(
            _LATER.credential_id == CredentialEvent.credential_id, _LATER.position > CredentialEvent.position
        ),
    )
    .order_by(CredentialEvent.at.desc())
)


@dataclass(frozen=True, slots=True)
class AppealStep:
    """One step of an appeal; `outcome` is what follows from it."""

    kind: str
    outcome: str | None
    actor: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AppealRecord:
    """An appeal or a complaint with its steps. `number` is that of the certificate, `scheme` that of the decision."""

    id: str
    public_id: str
    kind: str
    person_id: str
    grounds: str
    filed_at: datetime
    acknowledge_by: date
    answer_by: date
    decision_id: str | None
    attempt_id: str | None
    number: str | None
    scheme: str | None
    steps: tuple[AppealStep, ...]

    @property
    def legal(self) -> frozenset[Step]:
        """What may follow now."""
        return legal_steps(self.kind, [step.kind for step in self.steps])

    def deadline(self, today: date) -> Deadline | None:
        """Return what is to be done by when; None once it is over."""
        return next_deadline([step.kind for step in self.steps], self.acknowledge_by, self.answer_by, today)


@dataclass(frozen=True, slots=True)
class Appealable:
    """What its holder may appeal about: `key` names it in a form, `kind` is refuse, suspended, withdrawn or not-passed.

    `days` is how long its scheme gives, as it stood when that was decided or granted.
    """

    key: str
    kind: str
    what: str
    at: datetime
    days: int
    decision_id: str | None = None
    credential_id: str | None = None
    attempt_id: str | None = None

    @property
    def until(self) -> date:
        """The last day on which it may be appealed against."""
        return last_day_to_appeal(self.at.date(), self.days)


def appeals_of(connection: sa.Connection, person_id: str) -> tuple[AppealRecord, ...]:
    """Return up to 200 appeals and complaints of a person, newest first."""
    return with_steps(connection, connection.execute(_OWN, {"person_id": person_id}).all())


def appeal(connection: sa.Connection, public_id: str) -> AppealRecord | None:
    """Return one appeal or complaint."""
    found = with_steps(connection, connection.execute(_ONE, {"public_id": public_id}).all())
    return found[0] if found else None


def panel_of(connection: sa.Connection, appeal_id: str) -> tuple[str, ...]:
    """Return the ids of who hears an appeal."""
    return tuple(connection.scalars(_PANEL, {"appeal_id": appeal_id}))


def appealable(connection: sa.Connection, person_id: str, today: date) -> tuple[Appealable, ...]:
    """Return what the person may appeal about today: refusals, suspensions and withdrawals, as long as its scheme says.

    Where it says nothing, the usual days count; so they do for examinations that are not passed.
    """
    refused = (_refused(row) for row in connection.execute(_REFUSED, {"person_id": person_id}))
    standing = (
        Appealable(f"certificate-{row.number}", row.kind, row.title, row.at, row.days or APPEAL_DAYS,
                   credential_id=row.id)
        for row in connection.execute(_STANDING, {"person_id": person_id})
    )  # fmt: skip
    found = (*refused, *standing, *_not_passed(connection, person_id))
    return tuple(one for one in found if may_appeal(one.at.date(), today, one.days))


def _not_passed(connection: sa.Connection, person_id: str) -> list[Appealable]:
    sat = papers_sat(connection, person_id)
    passed = {one.quiz for one in sat if one.passed}
    return [
        Appealable(f"paper-{one.public_id}", "not-passed", one.title, one.submitted_at, APPEAL_DAYS, attempt_id=one.id)
        for one in sat
        if one.quiz not in passed
    ]


def _refused(row: Any) -> Appealable:
    title, days = in_language(row.document["title"], FIRST), int(row.document.get("appeal-days", APPEAL_DAYS))
    return Appealable(f"case-{row.public_id}", "refuse", title, row.at, days, decision_id=row.id)


def with_steps(connection: sa.Connection, rows: Iterable[Any]) -> tuple[AppealRecord, ...]:
    """Return rows of `APPEALS` with their steps."""
    found = list(rows)
    steps: dict[str, list[AppealStep]] = defaultdict(list)
    if found:
        for row in connection.execute(_STEPS, {"appeals": [one.id for one in found]}):
            steps[row.appeal_id].append(AppealStep(row.kind, row.outcome, row.actor, row.text, row.at))
    return tuple(AppealRecord(**row._mapping, steps=tuple(steps[row.id])) for row in found)
