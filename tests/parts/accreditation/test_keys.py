"""The three keys of an issuer: made, published, replaced; what an earlier key signed stays good (A4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from app.accreditation.issuer import Issuer
from app.accreditation.published_keys import did_document, published_keys
from app.accreditation.services.keeping_key import signers
from app.accreditation.signing.data_integrity import proof_holds, with_proof
from app.accreditation.signing.ed25519 import load_key, make_key, rotate_key, save_key
from app.accreditation.signing.keys import BadKey, DemoKeyRefused, load, make_issuer_key, rotate, save
from app.accreditation.signing.public_keys import KeyKind, load_roots, read_public_keys
from app.accreditation.signing.qr_code import claims_of, qr_text, read_code
from app.accreditation.signing.signer import Signer
from app.cli import keys as command
from tests.parts.accreditation.badges import AT, ISSUER_ID, record

REAL, DEMO = Issuer("A body that certifies", "https://x.example", False), Issuer("A demonstration", "http://x", True)
LATER = AT + timedelta(days=400)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of real keys."""
    save(make_issuer_key(REAL.name, at=AT), tmp_path / "keys")
    for kind in KeyKind:
        save_key(make_key(kind, at=AT), tmp_path / "keys")
    return tmp_path / "keys"


def test_the_three_keys_are_three_and_each_signs_through_the_same_door(folder: Path) -> None:
    three = signers(folder, REAL, at=AT)
    one_by_one: list[Signer] = [three.pdf, three.credential, three.qr]
    assert len({key.key_id for key in one_by_one}) == 3
    assert all(key.covers(AT) and not key.demo and key.sign(b"words") for key in one_by_one)
    public = three.pdf.certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(three.pdf.sign(b"words"), b"words", ec.ECDSA(hashes.SHA256()))


def test_a_demonstration_makes_its_keys_on_first_use_and_no_real_issuer_takes_them(tmp_path: Path) -> None:
    """A4: test keys are refused in production, one by one."""
    first, again = (signers(tmp_path, DEMO, at=AT) for _ in range(2))
    assert (first.pdf, first.credential.public, first.qr.public) == (
        again.pdf,
        again.credential.public,
        again.qr.public,
    )
    assert all(key.demo for key in (first.pdf, first.credential, first.qr))
    with pytest.raises(DemoKeyRefused):
        signers(tmp_path, REAL, at=AT)
    for kind in KeyKind:
        with pytest.raises(DemoKeyRefused):
            load_key(tmp_path, kind, allow_demo=False)
    assert published_keys(tmp_path, demo=False) == {"keys": []}
    assert len(published_keys(tmp_path, demo=True)["keys"]) == 4


def test_a_real_issuer_without_keys_makes_none_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadKey):
        signers(tmp_path, REAL, at=AT)
    assert list(tmp_path.iterdir()) == []


def test_rotation_invalidates_nothing(folder: Path) -> None:
    """A4: what was signed before is verified with what is published after."""
    before = signers(folder, REAL, at=AT)
    badge = with_proof({"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:x:1"}, before.credential,
                       issuer=ISSUER_ID, at=AT)  # fmt: skip
    code = qr_text(claims_of(record(), 1, 5), "https://x.example/verify/1", before.qr).partition("#")[2]
    rotate(make_issuer_key(REAL.name, at=LATER), folder, allow_demo=False)
    for kind in KeyKind:
        rotate_key(make_key(kind, at=LATER), folder)
    after = signers(folder, REAL, at=LATER)
    assert {before.pdf.key_id, before.credential.key_id, before.qr.key_id}.isdisjoint(
        {after.pdf.key_id, after.credential.key_id, after.qr.key_id}
    )
    known = read_public_keys(folder, KeyKind.CREDENTIAL, allow_demo=False)
    assert proof_holds(badge, {f"{ISSUER_ID}#{key.key_id}": key.public for key in known})
    assert read_code(code, read_public_keys(folder, KeyKind.QR, allow_demo=False)).name
    roots = load_roots(folder, allow_demo=False)
    assert {before.pdf.root_pem, after.pdf.root_pem} == set(roots)
    x509.load_pem_x509_certificate(before.pdf.certificate_pem).verify_directly_issued_by(
        next(x509.load_pem_x509_certificate(root) for root in roots if root == before.pdf.root_pem)
    )
    assert len(list(folder.glob("*.key"))) == 3  # the private halves of the replaced ones are gone


def test_what_is_published_has_kind_and_time_of_every_key_and_nothing_private(folder: Path) -> None:
    for kind in KeyKind:
        rotate_key(make_key(kind, at=LATER), folder)
    listed = published_keys(folder, demo=False)["keys"]
    assert sorted((one["kind"], one["use"]) for one in listed) == sorted(
        [("pdf", "root"), ("pdf", "signing"), *[(kind, "signing") for kind in ("credential", "qr") for _ in range(2)]]
    )
    new, old = (one for one in listed if one["kind"] == "qr")
    assert old["valid_until"] == new["valid_from"] == LATER.isoformat()
    assert new["publicKeyJwk"]["crv"] == "Ed25519"
    assert new["publicKeyMultibase"].startswith("z6Mk")
    assert "PRIVATE" not in str(listed)
    did = did_document(folder, ISSUER_ID, demo=False)
    assert len(did["assertionMethod"]) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.with_suffix(".key").unlink(),
        lambda path: path.with_suffix(".key").write_bytes(b"no key"),
        lambda path: path.with_suffix(".key").write_bytes(make_key(KeyKind.QR, at=AT).pem()),
        lambda path: path.write_text("{}"),
        lambda path: path.write_text(path.read_text().replace("z6Mk", "z6Mj")),
        lambda path: path.unlink(),
    ],
)
def test_a_key_that_is_not_whole_signs_nothing(folder: Path, spoil: Callable[[Path], object]) -> None:
    spoil(next(folder.glob("qr-*.json")))
    with pytest.raises(BadKey):
        load_key(folder, KeyKind.QR, allow_demo=True)


@pytest.mark.parametrize("written", [1, 2, 3])
def test_a_rotation_that_was_cut_short_is_ended_or_forgotten_by_the_next(folder: Path, written: int) -> None:
    """The new files lie beside the old ones; the private key is written last."""
    half = make_issuer_key(REAL.name, at=LATER)
    files = [
        ("issuer-root.pem", half.root_pem),
        ("issuer.pem", half.certificate_pem),
        ("issuer.key", half.private_key_pem),
    ]
    for name, pem in files[:written]:
        (folder / f"{name}.new").write_bytes(pem)
    before = load(folder, allow_demo=False)
    replaced = rotate(make_issuer_key(REAL.name, at=LATER), folder, allow_demo=False)
    assert replaced.key_id == (half.key_id if written == 3 else before.key_id)
    assert list(folder.glob("*.new")) == []
    assert load(folder, allow_demo=False).key_id not in {half.key_id, before.key_id}


def test_keys_are_made_listed_and_rotated_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, before = ["--folder", str(tmp_path)], datetime.now(UTC).date()
    line: object = None
    assert command.keys(line, ["make", *folder]) == 0  # type: ignore[arg-type]
    made = {path.name for path in tmp_path.glob("*.key")}
    assert command.keys(line, ["rotate", "--only", "qr", *folder]) == 0  # type: ignore[arg-type]
    assert len(made - {path.name for path in tmp_path.glob("*.key")}) == 1
    assert command.keys(line, ["rotate", *folder]) == 0  # type: ignore[arg-type]
    capsys.readouterr()
    assert command.keys(line, ["list", *folder]) == 0  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert (said.count("qr: QR codes"), said.count("credential: badges"), said.count("pdf: PDF files")) == (3, 2, 2)
    assert any(day.isoformat() in said for day in (before, datetime.now(UTC).date()))
    next(tmp_path.glob("credential-*.json")).write_text("{}")
    assert command.keys(line, ["rotate", *folder]) == 1  # type: ignore[arg-type]
