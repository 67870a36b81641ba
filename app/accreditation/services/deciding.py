"""Deciding a case: the proposal of one person, the answer of another where the scheme asks for it, the decision."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

import sqlalchemy as sa

from app.accreditation.case_queries import OpenProposal, open_proposal, scheme_version
from app.accreditation.domain.case import changed_since, claim_is_held, evidence_hash, marks
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import Judged, Judgement, judge
from app.accreditation.issuer import Issuer
from app.accreditation.models import Application, Credential, Decision, Proposal, ProposalAnswer
from app.accreditation.paths import path_of_case
from app.accreditation.queries import CredentialRecord, SchemeInForce, credentials_of
from app.accreditation.services.considering import may_rest_on
from app.accreditation.services.finding_gaps import gaps_of
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.granting import DecidedBy, grant_credential, note_decision
from app.accreditation.services.parting import Barred, bars_for, involve
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import PersonCard, person_card
from app.identity.services.actor import Actor

_CASE = sa.select(Application).where(Application.public_id == sa.bindparam("public_id")).with_for_update()


class AlreadyDecided(Refusal):
    """Somebody was quicker."""

    code = "already_decided"
    message = N_("This case is decided already. Open it to read the decision.")


class AlreadyProposed(Refusal):
    """A colleague's decision waits for a second person."""

    code = "already_proposed"
    message = N_(
        "A decision on this case was proposed already and waits for a second person. Open the case to answer it."
    )


class ClaimedByColleague(Refusal):
    """A colleague works on the case."""

    code = "claimed"
    message = N_("A colleague works on this case. Open it to see who, and since when.")


class EvidenceChanged(Refusal):
    """What the page showed is not what stands in the record any more."""

    code = "evidence_changed"
    message = N_("The evidence changed since you opened this case. Open it again and read what is new.")

    def __init__(self, changed: tuple[Judged, ...] = ()) -> None:
        super().__init__()
        self.changed = changed


class NotMet(Refusal):
    """Nothing is granted on requirements that are not met."""

    code = "not_met"
    message = N_("The requirements are not met by the record, so this cannot be granted. Ask for more, or refuse.")


class NothingProposed(Refusal):
    """There is no proposal to answer."""

    code = "nothing_proposed"
    message = N_("There is no proposal on this case that waits for an answer. Open it to see how it stands.")


class SamePerson(Refusal):
    """The second person is another one."""

    code = "same_person"
    message = N_("You made this proposal yourself. It waits for a second person; you can take it back.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody decides: grant, refuse (with classes of reasons and gaps) or defer (with what is asked)."""

    outcome: str
    reasons: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class CaseInHand:
    """A case as it is judged now, under the version of the scheme that it was opened with."""

    case: Application
    card: PersonCard
    found: SchemeInForce
    evidence: Evidence
    judgement: Judgement
    renews: CredentialRecord | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What deciding needs of the house."""

    issuer: Issuer
    keyring: Keyring


def decide(unit: Unit, desk: Desk, public_id: str, actor: Actor, draft: Draft, seen: str) -> str:
    """Decide the case, or propose it where two must agree; return `decided` or `proposed`.

    The same decision sent twice by one person is one (A15). Raises `AlreadyDecided`, `AlreadyProposed`,
    `ClaimedByColleague`, `EvidenceChanged`, `NotMet`, `Barred`, `NotFound`.
    """
    case = _locked(unit, public_id)
    proposed = open_proposal(unit.connection, case.id)
    if proposed:
        if proposed.proposed_by == actor.id and draft_in(proposed.body)[0] == draft:
            return "proposed"
        raise AlreadyProposed
    if case.claimed_by not in {None, actor.id} and claim_is_held(case.claimed_at, unit.now):
        raise ClaimedByColleague
    hand = in_hand(unit.connection, case, unit.now.date())
    _refuse_unready(hand, desk, draft, seen)
    involvement = involve(unit, case.person_id, actor.id, "decider", f"application:{case.id}")
    by = DecidedBy(actor.id, involvement, application_id=case.id, reasons=asdict(draft))
    if hand.found.scheme.decision.approvals > 1 and draft.outcome != "defer":
        _propose(unit, hand, actor, draft, involvement)
        return "proposed"
    settle(unit, desk, hand, draft, by, actor)
    return "decided"


def approve(unit: Unit, desk: Desk, public_id: str, actor: Actor) -> None:
    """Agree to the proposal on the case, which decides it. The evidence must be what the proposal was made on.

    Raises `NothingProposed`, `SamePerson`, `EvidenceChanged`, `NotMet`, `Barred` (either person), `AlreadyDecided`.
    """
    case = _locked(unit, public_id)
    proposal = _to_answer(unit, case, actor)
    hand = in_hand(unit.connection, case, unit.now.date())
    draft, seen = draft_in(proposal.body)
    _refuse_unready(hand, desk, draft, seen)
    first = bars_for(unit, case.person_id, proposal.proposed_by, "decider", f"application:{case.id}")
    if first:
        raise Barred(first)
    second = involve(unit, case.person_id, actor.id, "approver", f"application:{case.id}")
    _answer(unit, proposal, actor, "approved", "")
    by = DecidedBy(proposal.proposed_by, proposal.involvement_id, actor.id, second, case.id, asdict(draft))
    settle(unit, desk, hand, draft, by, actor)


def object_to(unit: Unit, public_id: str, actor: Actor, note: str) -> None:
    """Disagree with the proposal: the case waits again, with the note in its history. Raises as `approve`."""
    case = _locked(unit, public_id)
    proposal = _to_answer(unit, case, actor)
    involve(unit, case.person_id, actor.id, "approver", f"application:{case.id}")
    _answer(unit, proposal, actor, "objected", note)
    _free(unit, case)
    _log(unit, AuditTag.DECISION_OBJECTED, actor, case, proposal=proposal.id)


def take_back(unit: Unit, public_id: str, actor: Actor) -> None:
    """Take one's own proposal back: the case waits again. Raises `NothingProposed`, `AlreadyDecided`."""
    case = _locked(unit, public_id)
    proposal = open_proposal(unit.connection, case.id)
    if proposal is None or proposal.proposed_by != actor.id:
        raise NothingProposed
    _answer(unit, proposal, actor, "taken-back", "")
    _log(unit, AuditTag.DECISION_TAKEN_BACK, actor, case, proposal=proposal.id)


def in_hand(connection: sa.Connection, case: Application, today: date) -> CaseInHand:
    """Return the case with its evidence as it is on the day."""
    card = person_card(connection, case.person_id)
    if card is None:
        raise NotFound
    found = scheme_version(connection, case.scheme_version_id)
    held = credentials_of(connection, case.person_id)
    evidence = gather_evidence(connection, case.person_id, card.identity_confirmed_at, today, known_held=held)
    path = path_of_case(found, held, evidence, case.cycle, case.opened_at.date())
    judged = judge(path.found.scheme.requirements, path.evidence)
    return CaseInHand(case, card, path.found, path.evidence, judged, path.renews)


def settle(unit: Unit, desk: Desk, hand: CaseInHand, draft: Draft, by: DecidedBy, actor: Actor) -> Credential | None:
    """Enter the decision and what follows from it: the credential, which is returned, or what the officer reads."""
    case, granted = hand.case, None
    if draft.outcome == "grant":
        granted = grant_credential(
            unit,
            hand.card,
            hand.found,
            hand.judgement,
            hand.evidence,
            desk.issuer,
            desk.keyring,
            by,
            case.cycle,
            hand.renews,
        )
        decision = unit.session.get_one(Decision, granted.decision_id)
    else:
        if draft.outcome == "refuse":
            gaps = gaps_of(unit.connection, hand.found.scheme, hand.judgement, hand.evidence)
            by = replace(by, reasons={**asdict(draft), "gaps": gaps})
        decision = note_decision(unit, case.person_id, hand.found, hand.evidence, draft.outcome, by)
    case.state = "deferred" if draft.outcome == "defer" else "decided"
    case.evidence_hash = evidence_hash(hand.judgement)
    _free(unit, case)
    _log(unit, AuditTag.DECISION_MADE, actor, case, outcome=draft.outcome, decider=by.decider, approver=by.approver,
         reasons=list(draft.reasons), **vouched(decision))  # fmt: skip
    return granted


def _locked(unit: Unit, public_id: str) -> Application:
    case = unit.session.scalars(_CASE, {"public_id": public_id}).one_or_none()
    if case is None:
        raise NotFound
    if case.state == "decided":
        raise AlreadyDecided
    return case


def _refuse_unready(hand: CaseInHand, desk: Desk, draft: Draft, seen: str) -> None:
    changed = changed_since(hand.judgement, seen)
    if changed:
        raise EvidenceChanged(changed)
    ready = hand.judgement.met and may_rest_on(hand.found.scheme, hand.evidence, desk.issuer)
    if draft.outcome == "grant" and not ready:
        raise NotMet


def _propose(unit: Unit, hand: CaseInHand, actor: Actor, draft: Draft, involvement: str) -> None:
    proposal = Proposal(
        id=new_id(),
        public_id=new_public_id(),
        application_id=hand.case.id,
        action=draft.outcome,
        body=json.dumps({**asdict(draft), "seen": marks(hand.judgement)}),
        evidence_hash=evidence_hash(hand.judgement),
        proposed_by=actor.id,
        involvement_id=involvement,
        at=unit.now,
    )
    unit.session.add(proposal)
    hand.case.evidence_hash = proposal.evidence_hash
    _free(unit, hand.case)
    _log(unit, AuditTag.DECISION_PROPOSED, actor, hand.case, outcome=draft.outcome, proposal=proposal.id)


def _to_answer(unit: Unit, case: Application, actor: Actor) -> OpenProposal:
    proposal = open_proposal(unit.connection, case.id)
    if proposal is None:
        raise NothingProposed
    if proposal.proposed_by == actor.id:
        raise SamePerson
    return proposal


def _answer(unit: Unit, proposal: OpenProposal, actor: Actor, answer: str, note: str) -> None:
    unit.session.add(
        ProposalAnswer(proposal_id=proposal.id, answer=answer, answered_by=actor.id, note=note, at=unit.now)
    )
    unit.session.flush()


def _free(unit: Unit, case: Application) -> None:
    case.claimed_by, case.claimed_at, case.changed_at = None, None, unit.now
    unit.session.flush()


def draft_in(body: str) -> tuple[Draft, str]:
    """Return what a proposal's body says: the draft, and the marks of what its maker saw."""
    read = json.loads(body)
    return Draft(read["outcome"], tuple(read["reasons"]), tuple(read["gaps"]), read["text"]), read["seen"]


def _log(unit: Unit, tag: AuditTag, actor: Actor, case: Application, **more: object) -> None:
    record(
        unit, tag, actor=actor.id, role=actor.role, subject=f"case:{case.id}", person=case.person_id,
        scheme=case.scheme, **more,
    )  # fmt: skip
