"""The papers that an appeal may be about: that one, or those of the examinations that a decision rested on."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accreditation.domain.requirements import leaves_of
from app.accreditation.domain.scheme import read_scheme
from app.accreditation.models import Decision, SchemeVersion
from app.assessment.domain.grading import percent
from app.assessment.extra_queries import SatPaper, papers_sat

_RULES = (
    sa.select(SchemeVersion.document)
    .join(Decision, Decision.scheme_version_id == SchemeVersion.id)
    .where(Decision.id == sa.bindparam("decision_id"))
)


@dataclass(frozen=True, slots=True)
class DisputedPaper:
    """A paper that may be marked again; `may_sit_again`: its examination is not passed, so it may be held again."""

    paper: SatPaper
    may_sit_again: bool

    @property
    def public_id(self) -> str:
        """By which a form names it."""
        return self.paper.public_id

    @property
    def percent(self) -> int:
        """What it earned, in whole per cent."""
        return percent(self.paper.score)


def title_of_paper(connection: sa.Connection, person_id: str, attempt_id: str | None) -> str:
    """Return the title of the examination that an appeal is about; empty where it is about a decision."""
    sat = papers_sat(connection, person_id) if attempt_id else ()
    return next((one.title for one in sat if one.id == attempt_id), "")


def disputed_papers(
    connection: sa.Connection, person_id: str, decision_id: str | None, attempt_id: str | None
) -> tuple[DisputedPaper, ...]:
    """Return the papers that an appeal about this decision or this paper may lead back to, the newest first."""
    if decision_id is None and attempt_id is None:
        return ()
    sat = papers_sat(connection, person_id)
    passed = {one.quiz for one in sat if one.passed}
    asked = _asked(connection, decision_id) if decision_id else frozenset()
    return tuple(DisputedPaper(one, one.quiz not in passed) for one in sat if one.id == attempt_id or one.quiz in asked)


def _asked(connection: sa.Connection, decision_id: str) -> frozenset[str]:
    scheme = read_scheme(connection.execute(_RULES, {"decision_id": decision_id}).scalar_one())
    trees = [scheme.requirements, *([scheme.renewal.requirements] if scheme.renewal else [])]
    leaves = [values for tree in trees for _, values in leaves_of(tree)]
    return frozenset(f"{values['course']}/{values['quiz']}" for values in leaves if "quiz" in values)
