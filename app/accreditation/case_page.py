"""One case as the desk reads it: the officer, each requirement with its evidence, who may decide, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.accreditation.case_queries import (
    CaseDecision,
    CaseProposal,
    CaseRow,
    case_by_public_id,
    decisions_on,
    proposals_on,
    scheme_version,
)
from app.accreditation.domain.case import changed_since, claim_is_held, marks
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import Judgement, judge, rests_on_practice
from app.accreditation.domain.scheme import Scheme, valid_until
from app.accreditation.evidence_queries import RecordedEvidence, as_practice, evidence_of
from app.accreditation.parting_queries import appealed_in
from app.accreditation.paths import path_of_case
from app.accreditation.queries import credentials_of
from app.accreditation.services.deciding import Draft, draft_in
from app.accreditation.services.gathering import course_titles, gather_evidence, with_practice
from app.accreditation.shown import RequirementRow, requirement_rows
from app.accreditation.staffing import Roster, Staffing
from app.foundation.errors import NotFound
from app.identity.queries import PersonCard, person_cards
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class CasePage:
    """Plain values for the pages of a case. `names` gives the name of every person on it by id; `asked` is the scheme
    with the requirements of this path, which are shorter for a renewal."""

    case: CaseRow
    card: PersonCard
    scheme: Scheme
    asked: Scheme
    judgement: Judgement
    evidence: Evidence
    requirements: tuple[RequirementRow, ...]
    seen: str
    staffing: Staffing
    proposal: CaseProposal | None
    proposed: Draft | None
    changed: tuple[str, ...]
    answered: tuple[CaseProposal, ...]
    practice: tuple[RecordedEvidence, ...]
    decisions: tuple[CaseDecision, ...]
    names: Mapping[str, str]
    me: str
    now: datetime

    @property
    def bars(self) -> tuple[object, ...]:
        """Why the reader may not decide."""
        return self.staffing.bars.get(self.me, ())

    @property
    def held_by_other(self) -> bool:
        """Whether a colleague works on it."""
        return self.case.claimed_by not in {None, self.me} and claim_is_held(self.case.claimed_at, self.now)

    @property
    def mine(self) -> bool:
        """Whether the reader took it."""
        return self.case.claimed_by == self.me and claim_is_held(self.case.claimed_at, self.now)

    @property
    def may_decide(self) -> bool:
        """Whether the reader may decide it now."""
        return self.case.state != "decided" and not (self.proposal or self.bars or self.held_by_other)

    @property
    def may_answer(self) -> bool:
        """Whether the reader may be the second person."""
        return bool(self.proposal and self.proposal.proposed_by != self.me and not self.bars)

    @property
    def until(self) -> date:
        """The last day of validity of what would be granted today."""
        return valid_until(self.now.date(), self.scheme.valid_months)


def case_page(visit: Visit, public_id: str) -> CasePage:
    """Return what the pages of the case show. Raises `NotFound`."""
    case = case_by_public_id(visit.read, public_id)
    if case is None:
        raise NotFound
    found, roster = scheme_version(visit.read, case.scheme_version_id), Roster(visit.read, [case.person_id], visit.now)
    proposals, decisions = proposals_on(visit.read, case.id), decisions_on(visit.read, case.id)
    cards = person_cards(visit.read, _people(case, roster, proposals, decisions))
    card = cards[case.person_id]
    trees = [found.scheme.requirements, *([found.scheme.renewal.requirements] if found.scheme.renewal else ())]
    practised = any(map(rests_on_practice, trees))
    practice = evidence_of(visit.read, card.id) if practised else ()  # read once, for the judgement and for the page
    held = credentials_of(visit.read, card.id) if practised or case.cycle > 1 else ()
    today = visit.now.date()
    learnt = gather_evidence(visit.read, card.id, card.identity_confirmed_at, today, study_alone=True)
    evidence = with_practice(learnt, map(as_practice, practice), held, today)
    path = path_of_case(found, held if case.cycle > 1 else (), evidence, case.cycle, case.opened_at.date())
    judgement = judge(path.found.scheme.requirements, path.evidence)
    titles = {key: course.title for key, course in evidence.courses.items()}
    titles = {**course_titles(visit.read, found.version_id, found.scheme), **titles}
    rows = tuple(replace(one, href="") for one in requirement_rows(visit, judgement, titles))  # the officer's pages
    proposal = next((one for one in proposals if one.answer is None), None)
    read = draft_in(proposal.body) if proposal else None
    first = proposal.proposed_by if proposal else None
    appealed = appealed_in(visit.read, [case.id]).get(case.id, frozenset()) if case.reason == "appeal" else frozenset()
    return CasePage(
        case=case,
        card=card,
        scheme=found.scheme,
        asked=path.found.scheme,
        judgement=judgement,
        evidence=path.evidence,
        requirements=rows,
        seen=marks(judgement),
        staffing=roster.staffing(card, found.scheme.decision.approvals, first, appealed),
        proposal=proposal,
        proposed=read[0] if read else None,
        changed=_titles(judgement, rows, read[1]) if read else (),
        answered=tuple(one for one in proposals if one.answer),
        practice=practice,
        decisions=decisions,
        names={key: one.name for key, one in cards.items()},
        me=visit.me.id,
        now=visit.now,
    )


def changed_titles(page: CasePage, seen: str) -> tuple[str, ...]:
    """Return the titles of the requirements that are not what `seen` says."""
    return _titles(page.judgement, page.requirements, seen)


def _titles(judgement: Judgement, rows: tuple[RequirementRow, ...], seen: str) -> tuple[str, ...]:
    changed = changed_since(judgement, seen)
    return tuple(row.title for leaf, row in zip(judgement.leaves, rows, strict=True) if leaf in changed)


def _people(
    case: CaseRow, roster: Roster, proposals: tuple[CaseProposal, ...], decisions: tuple[CaseDecision, ...]
) -> set[str]:
    named = {case.person_id, case.claimed_by, *roster.members}
    named |= {one for proposal in proposals for one in (proposal.proposed_by, proposal.answered_by)}
    named |= {one for decision in decisions for one in (decision.decider, decision.approver)}
    return {one for one in named if one}
