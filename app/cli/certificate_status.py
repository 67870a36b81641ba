"""`certificates verify --status` and `offline-verifier`: what was withdrawn, known without the register."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.accreditation.domain.open_badge import issuer_id
from app.accreditation.domain.status_list import Purpose, decoded, is_set
from app.accreditation.offline_verifier import offline_verifier
from app.accreditation.proof_queries import newest_lists
from app.accreditation.published_keys import published_keys
from app.accreditation.signing.attached import attached_badge
from app.accreditation.signing.data_integrity import proof_holds
from app.accreditation.signing.multibase import from_multikey
from app.accreditation.signing.public_keys import KeyKind, PublicKey

_WORDS = {Purpose.REVOCATION: "withdrawn or replaced", Purpose.SUSPENSION: "suspended"}
Keys = Mapping[str, bytes]
Answer = tuple[int, dict[str, Any]]


class NotAList(Exception):
    """A file is no status list that one of the keys signed, or none for this certificate."""


def with_standing(answer: Answer, path: Path, lists: Sequence[Path], keys: Keys) -> Answer:
    """Return the answer of a genuine certificate with what saved lists say of it: 0 it stands, 1 not, 2 a bad list."""
    code, said = answer
    if code or not lists:
        return answer
    try:
        found = standing(path.read_bytes(), lists, keys)
    except (NotAList, OSError) as error:
        return 2, {**said, "error": str(error)}
    known = {**said, **found, "not_checked": f"what happened since the list of {found['status_list_of']}"}
    return (0 if found["status"] == "stands" else 1), known


def write_offline_verifier(works: Any, out: Path) -> Answer:
    """Write the file for a USB stick with the keys and status lists of this instance."""
    issuer = works.parts["issuer"]
    with works.database.reading() as connection:
        lists = newest_lists(connection)
    published = published_keys(works.parts["keys"], demo=issuer.demo)
    text = offline_verifier(published, lists, issuer=issuer.name, demo=issuer.demo, now=works.database.clock())
    try:
        out.write_text(text)
    except OSError as error:
        return 2, {"error": f"{out.name}: {error.strerror}"}
    dates = [one.made_at.isoformat() for one in lists]
    return 0, {"written": str(out), "bytes": len(text.encode()), "status_list_of": min(dates, default=None)}


def standing(pdf: bytes, lists: Sequence[Path], keys: Keys) -> dict[str, str]:
    """Return what signed status lists say of the certificate in `pdf`: its standing and the date of the oldest list.

    Raises `NotAList`, naming the file, for one that is not signed by `keys` (key id → public key) or is about others;
    OSError for one that cannot be read.
    """
    badge = attached_badge(pdf)
    if badge is None:
        raise NotAList("the certificate carries no badge, and so no place in a list")
    found = [_said(path, badge, keys) for path in lists]
    marked = [word for word, is_marked, _ in found if is_marked]
    return {"status": marked[0] if marked else "stands", "status_list_of": min(date for _, _, date in found)}


def keys_of(known: Sequence[PublicKey]) -> Keys:
    """Return key id → public key of an instance's own keys for badges and lists."""
    return {key.key_id: key.public for key in known}


def published_keys_of(document: Mapping[str, Any]) -> Keys:
    """Return key id → public key from a saved `keys.json`."""
    signing = [one for one in document["keys"] if one["kind"] == KeyKind.CREDENTIAL]
    return {one["id"]: from_multikey(one["publicKeyMultibase"]) for one in signing}


def _said(path: Path, badge: Mapping[str, Any], keys: Keys) -> tuple[str, bool, str]:
    try:
        listed = json.loads(path.read_bytes())
        purpose = Purpose(listed["credentialSubject"]["statusPurpose"])
        address = str(listed["id"])
        bits = decoded(listed["credentialSubject"]["encodedList"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotAList(f"{path.name} is no status list") from error
    if not proof_holds(
        listed, {f"{issuer_id(address.partition('/status/')[0])}#{name}": key for name, key in keys.items()}
    ):
        raise NotAList(f"{path.name} is not signed by one of the keys")
    entry = badge["credentialStatus"]
    if address.rpartition("/")[0] != entry["statusListCredential"].rpartition("/")[0]:
        raise NotAList(f"{path.name} is not the list that this certificate stands in")
    return _WORDS[purpose], is_set(bits, int(entry["statusListIndex"])), listed["validFrom"]
