"""The credentials of simulated officers: judged and stated by the rules of the house, and never printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from app.accreditation.domain.evidence import CourseEvidence, Evidence, ExaminationEvidence
from app.accreditation.domain.number import make_number
from app.accreditation.domain.requirements import judge
from app.accreditation.domain.scheme import valid_until
from app.accreditation.domain.statement import canonical, evidence_record, make_statement, statement_hash
from app.accreditation.queries import SchemeInForce
from app.accreditation.services.granting import RULE
from app.assessment.domain.grading import Result
from app.cli.simulated_course import SimulatedCourse
from app.cli.simulated_rows import BatchRows
from app.foundation.crypto import Keyring


@dataclass(frozen=True, slots=True)
class SimulatedHolder:
    """Who passed: when, in which attempt and how."""

    id: str
    name: str
    country: str
    at: datetime
    attempt: str
    result: Result


def add_credential(
    batch: BatchRows, course: SimulatedCourse, found: SchemeInForce, who: SimulatedHolder, keyring: Keyring,
    chance: Random,
) -> bool:  # fmt: skip
    """Add decision, credential, first event and their entry; False where the record does not meet the requirements."""
    evidence = _evidence(course, who)
    judgement = judge(found.scheme.requirements, evidence)
    if not judgement.met:
        return False
    scheme, issuer, today = found.scheme, course.issuer, who.at.date()
    number, until = make_number(chance.randbytes), valid_until(today, found.scheme.valid_months)
    holder = {"name": who.name, "name_original": "", "rank": "Constable",
              "agency": f"Simulated police, {who.country} (demo)", "country": who.country}  # fmt: skip
    text = canonical(
        make_statement(
            number=number, holder=holder, scheme=scheme, judgement=judgement, evidence=evidence, issuer=issuer.name,
            verify_url=issuer.verify_url(number), issued_on=today, valid_until=until, specimen=True,
        )
    )  # fmt: skip
    decision, credential, event = (f"{chance.getrandbits(128):032x}" for _ in range(3))
    batch.grant({
        "decision": {
            "id": decision, "person_id": who.id, "scheme_version_id": found.version_id, "outcome": "grant",
            "decider": RULE, "grounds": evidence_record(evidence), "at": who.at,
        },
        "credential": {
            "id": credential, "number": number, "person_id": who.id, "scheme": scheme.key, "cycle": 1, "edition": 1,
            "scheme_version_id": found.version_id, "decision_id": decision, "title": scheme.title, "kind": scheme.kind,
            "statement": text, "statement_hash": statement_hash(text),
            "name_hash": keyring.search_hash("credential.name", who.name), "specimen": True, "issued_on": today,
            "valid_until": until, "created_at": who.at, "origin": "granted",
        },
        "credential_event": {
            "id": event, "credential_id": credential, "position": 1, "kind": "issued", "actor": RULE, "reason": "",
            "at": who.at,
        },
    })  # fmt: skip
    return True


def _evidence(course: SimulatedCourse, who: SimulatedHolder) -> Evidence:
    outline = course.outline
    asked = len(outline.to_learn)
    done = CourseEvidence(
        title=outline.title, done=asked, asked=asked, completed_at=who.at, version=outline.number,
        reviewed=bool(outline.reviewed), href=f"/courses/{outline.course}",
        modules={module.key: True for module in outline.modules},
    )  # fmt: skip
    areas = {key: earned / possible for key, (earned, possible) in who.result.outcomes.items() if possible}
    sat = ExaminationEvidence(who.attempt, who.result.total, who.result.redlines_right, who.at, areas)
    return Evidence(
        identity_confirmed_at=who.at,
        courses={outline.course: done},
        examinations={course.quiz.full_key: (sat,)},
        on=who.at.date(),
    )
