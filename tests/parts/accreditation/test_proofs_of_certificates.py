"""From the grant to the proofs: badge in the file and beside it, signed QR code, one record behind all, the lists."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa

from app.accreditation.domain.disclosure import commitment
from app.accreditation.domain.open_badge import issuer_id
from app.accreditation.domain.status_list import Purpose, decoded, set_indices
from app.accreditation.models import CredentialProof
from app.accreditation.proof_queries import Proof, proof_of
from app.accreditation.services.proving import prepare_proof
from app.accreditation.signing.data_integrity import proof_holds
from app.accreditation.signing.multibase import from_multikey
from app.accreditation.signing.public_keys import KeyKind, read_public_keys
from app.accreditation.signing.qr_code import read_code
from app.foundation.transaction import Unit
from app.jobs.services import enqueue
from tests.parts.accreditation.artefacts import artefacts_of
from tests.parts.accreditation.badges import SALT
from tests.parts.accreditation.holders import Holder, add_events, entries, grant_to_somebody, scalar
from tests.plugins.instances import Instance

PUBLISHED = "accreditation:status-list:published"


@pytest.fixture
def holder(demo: Instance) -> Holder:
    return grant_to_somebody(demo.works, seed=31)


def credential_id(demo: Instance, holder: Holder) -> str:
    found = scalar(demo.works, "SELECT id FROM credential WHERE number = :number", number=holder.number)
    return str(found)


def draw_salt(demo: Instance, holder: Holder) -> None:
    """Draw what the worker would draw, with a salt that is known here."""
    row = CredentialProof(credential_id=credential_id(demo, holder), badge_id="3e1f3b6e-52f0-4a4f-9d2c-1f6d0c1f8a11",
                          status_list=1, status_index=5, salt=SALT.hex())  # fmt: skip

    def add(unit: Unit) -> None:
        row.created_at = unit.now
        unit.session.add(row)

    demo.works.database.write(add)


def keys(demo: Instance, kind: KeyKind) -> list[object]:
    return list(read_public_keys(demo.works.parts["keys"], kind, allow_demo=True))


def publish(demo: Instance, key: str) -> None:
    demo.works.database.write(lambda unit: enqueue(unit, "status-lists.publish", {}, key))
    demo.work()


def bits(demo: Instance, purpose: str) -> tuple[int, ...]:
    answer = demo.visitor().client.get(f"/status/1/{purpose}")
    return set_indices(decoded(answer.json["credentialSubject"]["encodedList"]))


def test_a_certificate_carries_its_badge_and_its_signed_code(demo: Instance, holder: Holder) -> None:
    """A29, U4: the attached badge is the stored one; all is verified with what the instance publishes."""
    demo.work()
    found = artefacts_of(demo, holder.number)
    assert json.loads(found.stored_badge) == found.badge
    did = demo.visitor().client.get("/.well-known/did.json").json
    published = {one["id"]: from_multikey(one["publicKeyMultibase"]) for one in did["verificationMethod"]}
    assert did["id"] == issuer_id("http://localhost") == found.badge["issuer"]["id"]
    assert proof_holds(found.badge, published)
    said = read_code(found.code, keys(demo, KeyKind.QR))  # type: ignore[arg-type]
    assert (said.number, said.name) == (holder.number, holder.name)
    assert found.code.startswith(f"HTTP://LOCALHOST/verify/{holder.number}#")
    assert found.badge["credentialStatus"]["statusListIndex"] == str(said.status_index)
    assert found.badge["name"].startswith("SPECIMEN")


def test_whoever_is_protected_is_named_in_no_artefact(demo: Instance) -> None:
    """U2, A18: page, code, badge, metadata and every byte, from one record; another holder is found in all of them."""
    holder, other = (grant_to_somebody(demo.works, seed, protected=seed == 33) for seed in (33, 32))
    draw_salt(demo, holder)
    demo.work()
    hidden, shown = artefacts_of(demo, holder.number), artefacts_of(demo, other.number)
    for name, words in hidden.each().items():
        assert [word for word in (*holder.words, holder.name) if word in words] == [], name
    for name in ("page", "badge", "bytes"):
        assert other.name in shown.each()[name], name
    said = read_code(shown.code, keys(demo, KeyKind.QR))  # type: ignore[arg-type]
    protected = read_code(hidden.code, keys(demo, KeyKind.QR))  # type: ignore[arg-type]
    assert (said.name, protected.name) == (other.name, None)
    assert protected.commitment == commitment(holder.name, SALT)
    assert "Protected identity, known to the issuer" in hidden.page


def test_a_second_try_keeps_what_was_drawn(demo: Instance, holder: Holder) -> None:
    """A3: badge id, place and salt are drawn once; places are not given twice."""
    one = credential_id(demo, holder)
    first, again = (demo.works.database.write(lambda unit: prepare_proof(unit, one)) for _ in range(2))
    assert first == again
    assert first.salt is not None
    with demo.works.database.reading() as connection:
        assert proof_of(connection, one) == first
    assert first.salt.hex().encode() not in _raw(demo, one)
    assert len(entries(demo.works, "accreditation:credential:proof-drawn")) == scalar(
        demo.works, "SELECT count(*) FROM credential_proof"
    )


def _raw(demo: Instance, one: str) -> bytes:
    with demo.works.database.reading() as connection:
        found = connection.execute(sa.text("SELECT salt FROM credential_proof WHERE credential_id = :id"), {"id": one})
        return bytes(found.scalar_one()) if not isinstance(found, str) else b""


def test_holder_and_staff_get_the_badge_and_the_register_knows_its_hash(demo: Instance, holder: Holder) -> None:
    """A29: byte for byte what was stored; a look by staff is kept."""
    demo.work()
    answer = demo.signed_in("staff").client.get(f"/certificates/{holder.number}.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('.json"')
    stored = scalar(
        demo.works, "SELECT sha256 FROM badge_file WHERE credential_id = :id", id=credential_id(demo, holder)
    )
    assert sha256(answer.data).hexdigest() == stored
    answer.close()
    assert [one["number"] for one in entries(demo.works, "accreditation:badge:handed-out")] == [holder.number]
    assert stored in {one["badge"] for one in entries(demo.works, "accreditation:certificate-file:stored")}


def test_a_status_list_says_who_is_withdrawn_and_who_is_suspended(demo: Instance, holder: Holder) -> None:
    """U1, A29: each in the list of its kind, at its own place; lifted when the suspension ends."""
    demo.work()
    proof = _proof(demo, holder)
    publish(demo, "a")
    assert (bits(demo, "revocation"), bits(demo, "suspension")) == ((), ())
    add_events(demo.works, holder.number, "suspended")
    publish(demo, "b")
    assert (bits(demo, "revocation"), bits(demo, "suspension")) == ((), (proof.status_index,))
    add_events(demo.works, holder.number, "reinstated", "withdrawn")
    publish(demo, "c")
    assert (bits(demo, "revocation"), bits(demo, "suspension")) == ((proof.status_index,), ())
    numbers = [(one["number"], one["set"]) for one in entries(demo.works, PUBLISHED)]
    assert numbers == [(1, 0), (1, 0), (2, 1), (2, 1), (3, 0)]


def test_a_list_that_did_not_change_is_published_once_a_day(demo: Instance, holder: Holder) -> None:
    """A21: so that its date is never older than a day while the worker runs."""
    demo.work()
    publish(demo, "a")
    publish(demo, "b")
    assert len(entries(demo.works, PUBLISHED)) == len(Purpose)
    clock = demo.works.database.clock
    demo.works.database.clock = lambda: clock() + timedelta(days=365)
    publish(demo, "c")
    assert len(entries(demo.works, PUBLISHED)) == 2 * len(Purpose)


def test_a_list_is_signed_by_a_published_key_and_not_sent_twice(demo: Instance, holder: Holder) -> None:
    """A29: public, cacheable for minutes; nothing in it but bits."""
    demo.work()
    publish(demo, "a")
    visitor = demo.visitor().client
    answer = visitor.get("/status/1/revocation")
    did = visitor.get("/.well-known/did.json").json
    published = {one["id"]: from_multikey(one["publicKeyMultibase"]) for one in did["verificationMethod"]}
    assert proof_holds(answer.json, published)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    again = visitor.get("/status/1/revocation", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for address in ("/status/2/revocation", "/status/1/expiry", "/status/99999999999999999999/revocation"):
        assert visitor.get(address).status_code == 404


def _proof(demo: Instance, holder: Holder) -> Proof:
    with demo.works.database.reading() as connection:
        proof = proof_of(connection, credential_id(demo, holder))
    assert proof
    return proof
