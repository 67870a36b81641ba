"""The frozen statement of a credential: what is certified of whom, by which rules, on which evidence.

It is made once, at the grant, and holds everything that `certificates explain` needs to judge again years later (U14).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from app.accreditation.domain.disclosure import Disclosure, disclosure_of
from app.accreditation.domain.evidence import (
    CourseEvidence,
    CredentialEvidence,
    Evidence,
    ExaminationEvidence,
    PracticeEvidence,
)
from app.accreditation.domain.requirements import Judgement
from app.accreditation.domain.scheme import Scheme

FORMAT = "provost-statement/1"
IMPORTED = "imported"
"""The origin of what was issued before this register and entered later."""


def make_statement(
    *,
    number: str,
    holder: Mapping[str, str],
    scheme: Scheme,
    judgement: Judgement,
    evidence: Evidence,
    issuer: str,
    verify_url: str,
    issued_on: date,
    valid_until: date,
    specimen: bool,
) -> dict[str, Any]:
    """Return the statement as JSON values; nothing in it refers to what may change."""
    return {
        "format": FORMAT,
        "number": number,
        "holder": dict(holder),
        "scheme": {
            "key": scheme.key,
            "version": scheme.number,
            "title": scheme.title,
            "kind": scheme.kind,
            "design": scheme.design,
            "statement": scheme.statement,
            "requirements": scheme.requirements,
            **({"titles": dict(scheme.titles)} if scheme.titles else {}),
            **({"statements": dict(scheme.statements)} if scheme.statements else {}),
        },
        "requirements": [{"kind": leaf.kind, "met": leaf.met, "evidence": leaf.evidence} for leaf in judgement.leaves],
        "evidence": evidence_record(evidence),
        "issuer": issuer,
        "verify_url": verify_url,
        "issued_on": issued_on.isoformat(),
        "valid_until": valid_until.isoformat(),
        "specimen": specimen,
        "unreviewed": any(not course.reviewed for course in evidence.courses.values()),
    }


def imported_statement(
    *,
    number: str,
    reference: str,
    holder: Mapping[str, str],
    scheme: Scheme,
    issuer: str,
    verify_url: str,
    issued_on: date,
    valid_until: date,
    specimen: bool,
    disclosure: Disclosure,
) -> dict[str, Any]:
    """Return the statement of what was issued before this register: no evidence, the `reference` of the paper.

    By which rules it was decided then is not known here, so none are stated.
    """
    named = {"key": scheme.key, "version": scheme.number, "title": scheme.title, "kind": scheme.kind}
    worded = {"design": scheme.design, "statement": scheme.statement, "requirements": None}
    return {
        "format": FORMAT,
        "origin": IMPORTED,
        "reference": reference,
        "number": number,
        "holder": dict(holder),
        "scheme": named | worded,
        "requirements": [],
        "evidence": evidence_record(Evidence()),
        "issuer": issuer,
        "verify_url": verify_url,
        "issued_on": issued_on.isoformat(),
        "valid_until": valid_until.isoformat(),
        "specimen": specimen,
        "unreviewed": False,
        "disclosure": disclosure.value,
    }


def corrected_statement(
    statement: Mapping[str, Any], number: str, verify_url: str, holder: Mapping[str, str]
) -> dict[str, Any]:
    """Return the statement of the next edition: another number, the given fields of the holder, else the same.

    `corrects` names the number that it supersedes. Whether it names its holder is said in each, also where the edition
    before did not say so: what is said in some only could be told from the length of a sealed statement (X7).
    """
    written = dict(statement["holder"]) | dict(holder)
    return {"disclosure": disclosure_of(statement).value, **statement} | {
        "number": number,
        "verify_url": verify_url,
        "holder": written,
        "corrects": statement["number"],
    }


def canonical(statement: Mapping[str, Any]) -> str:
    """Return the one text of a statement: sorted keys, no spaces, UTF-8."""
    return json.dumps(statement, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def statement_hash(text: str) -> str:
    """Return the SHA-256 of a canonical statement."""
    return hashlib.sha256(text.encode()).hexdigest()


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """Return the evidence as JSON values."""
    return {
        "identity_confirmed_at": _text(evidence.identity_confirmed_at),
        "courses": {
            key: {
                "title": course.title,
                "done": course.done,
                "asked": course.asked,
                "completed_at": _text(course.completed_at),
                "version": course.version,
                "reviewed": course.reviewed,
                "href": course.href,
                **({"modules": dict(course.modules)} if course.modules else {}),
                **({"papers": dict(course.papers)} if course.papers else {}),
            }
            for key, course in evidence.courses.items()
        },
        "examinations": {
            quiz: [
                {
                    "attempt": one.attempt_id,
                    "score": str(one.score),
                    "redlines": one.redlines_right,
                    "at": _text(one.at),
                    **_by_outcome("areas", one.areas),
                    **_by_outcome("possible", one.possible),
                    **({} if one.reviewed else {"reviewed": False}),
                }
                for one in attempts
            ]
            for quiz, attempts in evidence.examinations.items()
        },
        **_recorded(evidence),
    }


def _by_outcome(name: str, values: Mapping[str, Fraction]) -> dict[str, dict[str, str]]:
    return {name: {outcome: str(value) for outcome, value in values.items()}} if values else {}


def _recorded(evidence: Evidence) -> dict[str, Any]:
    """Return what the record of evidence gained since the first statements; left out where there is none of it."""
    found = {
        "practice": [asdict(one) | {"on": one.on.isoformat(), "valid_until": _text(one.valid_until)}
                     for one in evidence.practice],
        "credentials": [asdict(one) | {"valid_until": one.valid_until.isoformat()} for one in evidence.credentials],
        "on": _text(evidence.on),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def read_evidence(record: Mapping[str, Any]) -> Evidence:
    """Return the evidence of a stored record: the exact inverse of `evidence_record`."""
    return Evidence(
        identity_confirmed_at=_instant(record["identity_confirmed_at"]),
        courses={
            key: CourseEvidence(**{**course, "completed_at": _instant(course["completed_at"])})
            for key, course in record["courses"].items()
        },
        examinations={
            quiz: tuple(
                ExaminationEvidence(
                    one["attempt"],
                    Fraction(one["score"]),
                    one["redlines"],
                    datetime.fromisoformat(one["at"]),
                    {area: Fraction(share) for area, share in one.get("areas", {}).items()},
                    {area: Fraction(points) for area, points in one.get("possible", {}).items()},
                    one.get("reviewed", True),
                )
                for one in attempts
            )
            for quiz, attempts in record["examinations"].items()
        },
        practice=tuple(_practice(one) for one in record.get("practice", ())),
        credentials=tuple(
            CredentialEvidence(**{**one, "valid_until": date.fromisoformat(one["valid_until"])})
            for one in record.get("credentials", ())
        ),
        on=_day(record.get("on")),
    )


def _practice(one: Mapping[str, Any]) -> PracticeEvidence:
    return PracticeEvidence(**{**one, "on": date.fromisoformat(one["on"]), "valid_until": _day(one.get("valid_until"))})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(at: date | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
