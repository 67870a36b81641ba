"""Every badge, judged by a shape of our own and, where it lies at hand, by the schema that 1EdTech publishes (A29).

Its licence lets nobody hand the schema on (decision 0006), so it is not here: `PROVOST_OPEN_BADGE_SCHEMA` is the path
of a copy. A badge is made once and says nothing of suspension or withdrawal, so there is one for every state.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.accreditation.domain.disclosure import Disclosure, disclosed
from app.accreditation.domain.open_badge import make_badge
from app.accreditation.domain.scheme import KINDS
from app.accreditation.signing.data_integrity import with_proof
from tests.parts.accreditation.badge_shape import complaints
from tests.parts.accreditation.badges import AT, ISSUER_ID, PLACE, SALT, badge, credential_key, statement
from tests.parts.accreditation.every_certificate import CASES
from tests.parts.accreditation.every_certificate import badge as badge_of
from tests.parts.accreditation.strangers import judged_by_schema
from tests.parts.accreditation.test_open_badge import MISSHAPEN

Badge = dict[str, Any]
SUBJECT, ACHIEVEMENT = ("credentialSubject",), ("credentialSubject", "achievement")
CHANGED: Mapping[str, tuple[tuple[str | int, ...], Any]] = {
    **MISSHAPEN,
    "no id": (("id",), None),
    "no achievement": (ACHIEVEMENT, None),
    "no criteria": ((*ACHIEVEMENT, "criteria"), None),
    "no description of the achievement": ((*ACHIEVEMENT, "description"), None),
    "one context": (("@context",), ["https://www.w3.org/ns/credentials/v2"]),
    "the type as one word": (("type",), "OpenBadgeCredential"),
    "an end that is no time": (("validUntil",), "some day"),
    "a status of the result that is no word of theirs": ((*SUBJECT, "result", 0, "status"), "Passed"),
    "a kind of result that is no word of theirs": ((*ACHIEVEMENT, "resultDescription", 0, "resultType"), "Luck"),
    "a hash that is neither yes nor no": ((*SUBJECT, "identifier", 0, "hashed"), "no"),
    "one more word about the holder": ((*SUBJECT, "identifier", 0, "nickname"), "Bo"),
    "a place in the list without an id": (("credentialStatus", "id"), None),
    "a proof made at no time": (("proof", 0, "created"), "yesterday"),
}


def by_our_shape(badges: Sequence[Badge]) -> list[list[str]]:
    return [complaints(one) for one in badges]


def by_the_official_schema(badges: Sequence[Badge]) -> list[list[str]]:
    return judged_by_schema(json.loads(Path(os.environ["PROVOST_OPEN_BADGE_SCHEMA"]).read_text()), badges)


def further(kind: str, level: Disclosure, *, specimen: bool) -> Badge:
    """Return the badge of a kind of accreditation, real or a specimen."""
    said = statement()
    said["scheme"] |= {"kind": kind}
    salt = SALT if level is Disclosure.PROTECTED else None
    shown = disclosed({**said, "specimen": specimen}, level, salt)
    return with_proof(make_badge(shown, PLACE), credential_key(), issuer=ISSUER_ID, at=AT)


FURTHER = [(kind, level, specimen) for kind in sorted(KINDS) for level in Disclosure for specimen in (False, True)]
JUDGES: list[Callable[[Sequence[Badge]], list[list[str]]]] = [by_our_shape]
JUDGES += [by_the_official_schema] if "PROVOST_OPEN_BADGE_SCHEMA" in os.environ else []


def changed(path: tuple[str | int, ...], value: Any) -> Badge:
    document = copy.deepcopy(badge())
    place: Any = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    if value is None:
        del place[path[-1]]
    return document


@pytest.mark.parametrize("judge", JUDGES)
def test_the_badge_of_every_certificate_holds(judge: Callable[[Sequence[Badge]], list[list[str]]]) -> None:
    """A29: of each design, language, script of a name and level of disclosure; of each kind, real and specimen."""
    cases = [*CASES, *FURTHER]
    said = judge([badge_of(case) for case in CASES] + [further(*one[:2], specimen=one[2]) for one in FURTHER])
    assert [(case, wrong) for case, wrong in zip(cases, said, strict=True) if wrong] == []


@pytest.mark.parametrize("judge", JUDGES)
def test_each_changed_badge_is_refused(judge: Callable[[Sequence[Badge]], list[list[str]]]) -> None:
    """A29: so a judge that lets everything pass is noticed."""
    said = judge([changed(*one) for one in CHANGED.values()])
    assert [name for name, wrong in zip(CHANGED, said, strict=True) if not wrong] == []
