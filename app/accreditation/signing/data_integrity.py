"""The proof inside a badge or a status list: W3C Data Integrity, cryptosuite eddsa-rdfc-2022."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.accreditation.signing.linked_data import ForbiddenContext, canonical_quads
from app.accreditation.signing.multibase import from_multibase, multibase
from app.accreditation.signing.pades import KeyOutOfDate
from app.accreditation.signing.signer import Signer

_FIXED = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}


def with_proof(document: Mapping[str, Any], signer: Signer, *, issuer: str, at: datetime) -> dict[str, Any]:
    """Return `document` with a proof by `signer`, whose public key `issuer` publishes under its key id.

    The proof is a list of one, as the schema of Open Badges asks. Raises `KeyOutOfDate`.
    """
    if not signer.covers(at):
        raise KeyOutOfDate(signer.key_id)
    created = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    proof = {**_FIXED, "created": created, "verificationMethod": f"{issuer}#{signer.key_id}"}
    return {**document, "proof": [{**proof, "proofValue": multibase(signer.sign(_signed(document, proof)))}]}


def proof_holds(document: Mapping[str, Any], keys: Mapping[str, bytes]) -> bool:
    """Whether the one proof of a document is by one of `keys` (verification method → 32 bytes of Ed25519)."""
    try:
        (proof,) = document["proof"]
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        if any(options.get(name) != value for name, value in _FIXED.items()):
            return False
        key = Ed25519PublicKey.from_public_bytes(keys[options["verificationMethod"]])
        unsigned = {name: value for name, value in document.items() if name != "proof"}
        key.verify(from_multibase(proof["proofValue"]), _signed(unsigned, options))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidSignature, ForbiddenContext):
        return False
    return True


def _signed(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    """Return what is signed: the hash of the proof's own words, then the hash of the document."""
    options = canonical_quads({"@context": document["@context"], **proof})
    return sha256(options).digest() + sha256(canonical_quads(document)).digest()
