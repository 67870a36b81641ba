"""The shape of an Open Badges 3.0 credential, after the tables of the specification (1EdTech, sections B.1 and B.2).

Written by hand for these tests: the official JSON schema comes in no package, and its licence lets nobody hand it on.
Which copy of it this was compared with, and where the two differ: docs/decisions/0006-who-else-judges-a-badge.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

TEXT, LIST, MAP, BOOL, TIME, URI = "text", "list", "map", "bool", "time", "uri"
# For each class: required fields, then optional ones. A class that is closed may hold nothing else.
_CLASSES: Mapping[str, tuple[Mapping[str, str], Mapping[str, str], bool]] = {
    "credential": (
        {"@context": LIST, "id": URI, "type": LIST, "name": TEXT, "credentialSubject": MAP, "issuer": MAP,
         "validFrom": TIME},
        {"description": TEXT, "validUntil": TIME, "credentialStatus": MAP, "proof": LIST, "awardedDate": TIME}, False),
    "issuer": ({"id": URI, "type": LIST}, {"name": TEXT, "url": URI}, False),
    "creator": ({"id": URI, "type": LIST}, {"name": TEXT, "url": URI}, False),
    "credentialSubject": (
        {"type": LIST, "achievement": MAP},
        {"id": URI, "identifier": LIST, "licenseNumber": TEXT, "result": LIST, "role": TEXT}, True),
    "identifier": (
        {"type": TEXT, "hashed": BOOL, "identityHash": TEXT, "identityType": TEXT}, {"salt": TEXT}, True),
    "achievement": (
        {"id": URI, "type": LIST, "name": TEXT, "description": TEXT, "criteria": MAP},
        {"achievementType": TEXT, "creator": MAP, "version": TEXT, "humanCode": TEXT, "resultDescription": LIST},
        False),
    "criteria": ({}, {"id": URI, "narrative": TEXT}, False),
    "resultDescription": ({"id": URI, "type": LIST, "name": TEXT, "resultType": TEXT}, {"valueMax": TEXT}, False),
    "result": ({"type": LIST}, {"resultDescription": URI, "status": TEXT, "value": TEXT}, False),
    "credentialStatus": (
        {"id": URI, "type": TEXT},
        {"statusPurpose": TEXT, "statusListIndex": TEXT, "statusListCredential": URI}, False),
    "proof": (
        {"type": TEXT},
        {"created": TIME, "cryptosuite": TEXT, "verificationMethod": URI, "proofPurpose": TEXT, "proofValue": TEXT},
        False),
}  # fmt: skip
_WORDS = {
    "identityType": {"name", "emailAddress", "systemId", "userName", "accountId", "identifier"},
    "status": {"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"},
    "resultType": {"GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore",
                   "Result", "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status"},
    "achievementType": {"Achievement", "Assessment", "Award", "Badge", "Certificate", "CertificateOfCompletion",
                        "Certification", "Competency", "Course", "LearningProgram", "License", "MicroCredential"},
}  # fmt: skip
_SETS = {"@context", "type"}
"""Lists that hold at least one text, and texts only."""
_KINDS = {
    "issuer": "Profile", "creator": "Profile", "credentialSubject": "AchievementSubject",
    "identifier": "IdentityObject", "achievement": "Achievement", "result": "Result",
    "resultDescription": "ResultDescription",
}  # fmt: skip
"""The word that the type of a class holds, or is."""
_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def complaints(document: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the shape of a badge."""
    return list(_of("credential", document)) + _rules(document)


def _rules(document: Mapping[str, Any]) -> list[str]:
    subject = document.get("credentialSubject", {})
    rules = {
        "the contexts are that of VC 2.0 and that of Open Badges, in this order": _contexts(document["@context"]),
        "it is an OpenBadgeCredential": {"VerifiableCredential", "OpenBadgeCredential"} <= set(document["type"]),
        "the subject has an id or an identifier": "id" in subject or bool(subject.get("identifier")),
    }
    return [rule for rule, holds in rules.items() if not holds]


def _contexts(said: Sequence[str]) -> bool:
    first, second = (*said, "", "")[:2]
    return first == "https://www.w3.org/ns/credentials/v2" and bool(_CONTEXT.fullmatch(second))


def _of(name: str, value: Mapping[str, Any]) -> Iterator[str]:
    required, optional, closed = _CLASSES[name]
    yield from (f"{field} is missing" for field in required if field not in value)
    known = {**required, **optional}
    if closed:
        yield from (f"{field} has no place in {name}" for field in value if field not in known)
    if name in _KINDS and not _is_or_holds(value.get("type"), _KINDS[name]):
        yield f"type of {name} is no {_KINDS[name]}"
    for field, kind in known.items():
        if field in value:
            yield from _value(field, kind, value[field])


def _is_or_holds(kinds: Any, word: str) -> bool:
    return kinds == word or (isinstance(kinds, list) and word in kinds)


def _value(field: str, kind: str, value: Any) -> Iterator[str]:
    kinds = {TEXT: str, LIST: list, MAP: dict, BOOL: bool, TIME: str, URI: str}
    if not isinstance(value, kinds[kind]):
        yield f"{field} is no {kind}"
    elif field in _SETS and kind == LIST and not (value and all(isinstance(one, str) for one in value)):
        yield f"{field} is no list of texts"
    elif kind == URI and not _URI.fullmatch(value):
        yield f"{field} is no address"
    elif kind == TIME and not (_TIME.fullmatch(value) and datetime.fromisoformat(value)):
        yield f"{field} is no time"
    elif field in _WORDS and value not in _WORDS[field]:
        yield f"{field} is none of the words of the specification"
    elif field in _CLASSES and kind in {MAP, LIST}:
        for one in value if isinstance(value, list) else [value]:
            yield from _of(field, one)
