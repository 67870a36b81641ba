"""The badge: every word of it is signed, strangers' software verifies it, and nobody protected is named in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import pytest

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.domain.open_badge import issuer_id
from app.accreditation.signing.data_integrity import proof_holds, with_proof
from app.accreditation.signing.ed25519 import make_key
from app.accreditation.signing.linked_data import CONTEXTS, FOLDER, ForbiddenContext, canonical_quads
from app.accreditation.signing.multibase import base58, from_base58, from_multibase, from_multikey, multikey
from app.accreditation.signing.pades import KeyOutOfDate
from app.accreditation.signing.public_keys import KeyKind
from tests.parts.accreditation.badge_shape import complaints
from tests.parts.accreditation.badges import AT, ISSUER_ID, NAME, NAMING, badge, credential_key, keys

Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Give the way to every single value of a document."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from leaves(part, (*path, name)) if isinstance(part, dict | list) else [(*path, name)]


def altered(document: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return a copy with one value changed."""
    changed = copy.deepcopy(document)
    place = changed
    for name in path[:-1]:
        place = place[name]
    old = place[path[-1]]
    place[path[-1]] = (not old) if isinstance(old, bool) else f"{old[:-1]}{'1' if old[-1] != '1' else '2'}"
    return changed


def test_a_badge_verifies_with_the_key_of_its_issuer_and_with_no_other() -> None:
    """A29."""
    other = make_key(KeyKind.CREDENTIAL, at=AT).public.public
    assert proof_holds(badge(), keys())
    assert not proof_holds(badge(), dict.fromkeys(keys(), other))
    assert not proof_holds(badge(), {})


@pytest.mark.parametrize("path", list(leaves(badge())), ids=lambda path: ".".join(map(str, path)))
def test_no_single_value_of_a_badge_can_be_changed(path: Path) -> None:
    """A29: JSON-LD drops words that no context defines, so each word of ours is tried."""
    assert not proof_holds(altered(badge(), path), keys())


def test_nothing_can_be_added_to_a_badge_or_taken_away() -> None:
    one = badge()
    without = {name: value for name, value in one.items() if name != "validUntil"}
    more = copy.deepcopy(one)
    more["credentialSubject"]["result"].append(more["credentialSubject"]["result"][0] | {"value": "100"})
    assert not proof_holds(without, keys())
    assert not proof_holds(more, keys())
    assert not proof_holds({**one, "proof": []}, keys())
    assert not proof_holds({**one, "proof": [*one["proof"], *one["proof"]]}, keys())


MISSHAPEN: Mapping[str, tuple[Path, Any]] = {
    "issuer is missing": (("issuer",), None),
    "proof is no list": (("proof",), {"type": "DataIntegrityProof"}),
    "type of issuer is no Profile": (("issuer", "type"), ["Organization"]),
    "type of identifier is no IdentityObject": (("credentialSubject", "identifier", 0, "type"), "IdentityThing"),
    "achievementType is none of the words of the specification": (
        ("credentialSubject", "achievement", "achievementType"), "x"),
    "validFrom is no time": (("validFrom",), "2026-11-23"),
    "the contexts are that of VC 2.0 and that of Open Badges, in this order": (
        ("@context", 1), "https://example.org/context.json"),
    "it is an OpenBadgeCredential": (("type",), ["VerifiableCredential"]),
}  # fmt: skip


@pytest.mark.parametrize("complaint", MISSHAPEN)
def test_what_the_specification_does_not_allow_is_complained_of(complaint: str) -> None:
    """A29: judged by a shape of our own, written after the tables of Open Badges 3.0 (decision 0006)."""
    path, value = MISSHAPEN[complaint]
    one = json.loads(json.dumps(badge()))
    place: Any = one
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    if value is None:
        del place[path[-1]]
    assert complaints(badge()) == []
    assert complaints(one) == [complaint]


@pytest.mark.parametrize("disclosure", Disclosure)
def test_a_protected_holder_is_not_named_in_the_badge(disclosure: Disclosure) -> None:
    """U2, A18: and the same search does find the name where it may stand."""
    text = json.dumps(badge(disclosure), ensure_ascii=False)
    found = [word for word in NAMING if word in text]
    assert (NAME in found) is (disclosure is Disclosure.FULL)
    assert disclosure is Disclosure.FULL or found == []


def test_contexts_are_the_ones_that_every_badge_was_signed_over_and_nothing_else_is_read() -> None:
    """A changed context would make old badges fail; a fetched one could be anybody's."""
    assert {name: sha256((FOLDER / name).read_bytes()).hexdigest()[:16] for name in CONTEXTS.values()} == {
        "credentials-v2.json": "8a9f494a89ecc51d",
        "open-badges-3.0.3.json": "ca836d808e9a9fb2",
    }
    for url in ("https://example.org/context", "http://www.w3.org/ns/credentials/v2", "file:///etc/passwd"):
        with pytest.raises(ForbiddenContext):
            canonical_quads({"@context": [url], "id": "urn:x:1"})


def test_a_key_signs_in_its_time_only() -> None:
    key = credential_key()
    for at in (key.public.valid_from.replace(year=2025), key.public.valid_until.replace(year=2040)):
        with pytest.raises(KeyOutOfDate):
            with_proof({"@context": []}, key, issuer=ISSUER_ID, at=at)


def test_the_issuer_is_named_by_its_address() -> None:
    assert issuer_id("https://verify.example.org") == "did:web:verify.example.org"
    assert issuer_id("http://127.0.0.1:8000") == "did:web:127.0.0.1%3A8000"


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\1", b"Hello World!", bytes(range(64))])
def test_base58_there_and_back(data: bytes) -> None:
    assert from_base58(base58(data)) == data


def test_base58_as_the_draft_gives_it_and_what_is_refused() -> None:
    assert base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"  # draft-msporny-base58, test vectors
    for text in ("m1234", "z0", "zO", multikey(bytes(32))[:-4]):
        with pytest.raises(ValueError, match=r"."):
            from_multikey(text) if text.startswith("z6") else from_multibase(text)
