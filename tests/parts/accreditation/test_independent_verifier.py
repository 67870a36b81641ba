"""Badges and status lists, judged by software of strangers (A29)."""

from __future__ import annotations

import copy
from typing import Any

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.domain.status_list import Purpose, list_credential, list_url
from app.accreditation.signing.data_integrity import with_proof
from app.accreditation.signing.multibase import multikey
from tests.parts.accreditation.badges import AT, BASE, ISSUER_ID, PLACE, badge, credential_key
from tests.parts.accreditation.strangers import judged

NOW, LATER = "2027-06-01T00:00:00Z", "2029-11-23T01:00:00Z"
URL = list_url(BASE, PLACE.status_list, Purpose.REVOCATION)


def status(*withdrawn: int) -> dict[str, Any]:
    return with_proof(
        list_credential(URL, Purpose.REVOCATION, withdrawn, ISSUER_ID, AT), credential_key(), issuer=ISSUER_ID, at=AT
    )


def documents(listed: dict[str, Any]) -> dict[str, Any]:
    method = f"{ISSUER_ID}#{credential_key().key_id}"
    key = {"id": method, "type": "Multikey", "controller": ISSUER_ID,
           "publicKeyMultibase": multikey(credential_key().public.public)}  # fmt: skip
    did = {"@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"], "id": ISSUER_ID,
           "verificationMethod": [key], "assertionMethod": [method]}  # fmt: skip
    return {ISSUER_ID: did, method: {"@context": "https://w3id.org/security/multikey/v1", **key}, URL: listed}


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    document = copy.deepcopy(badge())
    place: Any = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return document


def test_a_stranger_verifies_the_badge_and_refuses_an_altered_result_and_an_altered_validity() -> None:
    """A29."""
    result = changed("credentialSubject", "result", 0, "status", to="Withdrew")
    until = changed("validUntil", to="2039-11-22T23:59:59Z")
    name = changed("credentialSubject", "identifier", 0, "identityHash", to="Somebody Else")
    cases = [badge(), badge(Disclosure.PROTECTED), result, until, name]
    said = judged(documents(status()), [{"credential": one, "now": NOW} for one in cases])
    assert [one["verified"] for one in said] == [True, True, False, False, False], said
    assert all("Invalid signature." in one["errors"] for one in said[2:])


def test_a_stranger_sees_that_a_badge_was_withdrawn_and_that_it_expired() -> None:
    """A29: the place of the badge and no other decides."""
    badges = [{"credential": badge(), "now": NOW}, {"credential": badge(), "now": LATER}]
    (withdrawn, _), (stands, expired) = (judged(documents(status(place)), badges) for place in (94_567, 94_568))
    assert [one["status"] for one in (withdrawn, stands)] == [[True], [False]]
    assert not expired["verified"]
    assert "validUntil" in str(expired["errors"])
