"""Signing and examining: what we signed is genuine, and every change to it, or another's signature, is told apart."""

from __future__ import annotations

import asyncio
import logging
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers

from app.accreditation.signing import pades
from app.accreditation.signing.check import LARGEST, Verdict, examine
from app.accreditation.signing.keys import (
    BadKey,
    DemoKeyRefused,
    IssuerKey,
    load,
    make_issuer_key,
    save,
)
from app.accreditation.signing.pades import KeyOutOfDate, sign
from app.accreditation.signing.public_keys import is_demo, load_roots
from tests.parts.printing.certificates import NUMBER, PLAIN, printed

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISSUER = "International Alliance for Cybercrime Training"


@cache
def issuer() -> IssuerKey:
    return make_issuer_key(ISSUER, at=AT)


@cache
def unsigned() -> bytes:
    return printed(PLAIN)


@cache
def signed() -> bytes:
    return sign(unsigned(), issuer(), at=AT)


def verdict(pdf: bytes) -> Verdict:
    return examine(pdf, [issuer().root_pem]).verdict


def test_what_the_issuer_signed_is_genuine_and_says_what_was_looked_at() -> None:
    found = examine(signed(), [issuer().root_pem])
    assert found.verdict is Verdict.GENUINE
    assert (found.number, found.key_id, found.signed_at) == (NUMBER, issuer().key_id, AT)
    assert (found.signed, found.intact, found.trusted, found.whole_file, found.docmdp_ok) == (True,) * 5
    assert not found.demo
    assert len(found.checked) == 6
    assert all(check.passed for check in found.checked)


def test_signing_keeps_every_byte_of_the_document_in_front() -> None:
    assert signed().startswith(unsigned())
    assert len(signed()) - len(unsigned()) < 10_000


def test_a_repeated_container_is_the_one_that_pyhanko_builds_but_for_the_signature() -> None:
    """Also where the signature is a byte shorter or longer, which moves every length above it."""
    cached = pades._signer(issuer())
    first = signers.SimpleSigner(cached.signing_cert, cached.signing_key, cached.cert_registry)
    for turn in range(12):
        digest = sha256(bytes([turn])).digest()
        ours, theirs = (asyncio.run(one.async_sign(digest, "sha256", use_pades=True)) for one in (cached, first))
        signature = ours["content"]["signer_infos"][0]["signature"].native
        theirs["content"]["signer_infos"][0]["signature"] = signature
        assert ours.dump() == theirs.dump(force=True)


def test_a_certificate_stays_genuine_when_the_key_has_run_out_since() -> None:
    short = make_issuer_key(ISSUER, at=datetime(2020, 1, 1, tzinfo=UTC), years=1)
    old = sign(unsigned(), short, at=datetime(2020, 6, 1, tzinfo=UTC))
    assert examine(old, [short.root_pem]).verdict is Verdict.GENUINE


def test_a_key_signs_only_while_it_is_valid() -> None:
    for at in (AT - timedelta(days=1), AT + timedelta(days=3660)):
        with pytest.raises(KeyOutOfDate):
            sign(unsigned(), issuer(), at=at)


def test_an_unsigned_certificate_is_unsigned() -> None:
    found = examine(unsigned(), [issuer().root_pem])
    assert (found.verdict, found.signed, found.number) == (Verdict.UNSIGNED, False, NUMBER)


def test_the_signature_of_another_issuer_is_not_ours() -> None:
    other = make_issuer_key(ISSUER, at=AT)  # the same name, another key
    found = examine(sign(unsigned(), other, at=AT), [issuer().root_pem])
    assert (found.verdict, found.intact, found.trusted) == (Verdict.NOT_OURS, True, False)


def test_a_certificate_is_genuine_under_any_one_of_several_roots_and_under_none_without_roots() -> None:
    other = make_issuer_key("Another issuer", at=AT)
    assert examine(signed(), [other.root_pem, issuer().root_pem]).verdict is Verdict.GENUINE
    assert examine(signed(), []).verdict is Verdict.NOT_OURS


def test_a_key_that_the_issuer_key_vouches_for_is_not_ours() -> None:
    """The issuer's key may not make further issuers, whatever a forger who stole it writes into a certificate."""
    forged = replace(make_issuer_key(ISSUER, at=AT), root_pem=issuer().certificate_pem)
    assert examine(sign(unsigned(), forged, at=AT), [issuer().root_pem]).verdict is Verdict.NOT_OURS


def test_one_turned_bit_anywhere_is_found() -> None:
    chance = Random(20261123)
    places = [chance.randrange(len(signed())) for _ in range(200)]
    passed = [place for place in places if verdict(_turned(signed(), place, chance.randrange(8))) is Verdict.GENUINE]
    assert passed == []


def test_one_turned_bit_in_what_the_signature_cannot_cover_is_found() -> None:
    """The container of the signature: its certificate, its unsigned fields and the padding behind it."""
    chance = Random(5)
    start, length = _gap(signed())
    places = [start, start + length - 1, *(start + chance.randrange(length) for _ in range(200))]
    passed = [place for place in places if verdict(_turned(signed(), place, chance.randrange(8))) is Verdict.GENUINE]
    assert passed == []


def test_the_container_written_in_small_letters_is_found() -> None:
    start, length = _gap(signed())
    small = signed()[:start] + signed()[start : start + length].lower() + signed()[start + length :]
    assert small != signed()
    assert verdict(small) is Verdict.ALTERED


def _new_title(writer: IncrementalPdfFileWriter) -> None:
    entry = {generic.NameObject("/Title"): generic.TextStringObject("Another title")}
    writer.set_info(writer.add_object(generic.DictionaryObject(entry)))


def _new_page_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


@pytest.mark.parametrize("change", [_new_title, _new_page_content])
def test_a_revision_behind_the_signature_is_altered_even_where_viewers_call_it_harmless(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed()))
    change(writer)
    later = BytesIO()
    writer.write(later)
    assert later.getvalue().startswith(signed())
    assert later.getvalue() != signed()
    found = examine(later.getvalue(), [issuer().root_pem])
    assert (found.verdict, found.whole_file) == (Verdict.ALTERED, False)


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%", b"\0" * 100, b"%PDF-1.7 another file"])
def test_bytes_behind_the_end_are_found(tail: bytes) -> None:
    assert verdict(signed() + tail) in {Verdict.ALTERED, Verdict.UNREADABLE}


@pytest.mark.parametrize("head", [b"\n", b" ", b"%!PS\n"])
def test_bytes_before_the_beginning_are_found(head: bytes) -> None:
    assert verdict(head + signed()) is Verdict.UNREADABLE


def test_a_second_signature_is_altered_though_it_is_ours() -> None:
    twice = _signed_with(fields.MDPPerm.FILL_FORMS, certify=False, pdf=_signed_with(fields.MDPPerm.FILL_FORMS))
    assert verdict(twice) is Verdict.ALTERED


@pytest.mark.parametrize("level", [fields.MDPPerm.FILL_FORMS, fields.MDPPerm.ANNOTATE])
def test_a_signature_of_ours_that_allows_changes_is_not_accepted(level: fields.MDPPerm) -> None:
    found = examine(_signed_with(level), [issuer().root_pem])
    assert (found.verdict, found.trusted, found.docmdp_ok) == (Verdict.ALTERED, True, False)


def test_a_signature_of_ours_that_does_not_certify_is_not_accepted() -> None:
    assert verdict(_signed_with(fields.MDPPerm.NO_CHANGES, certify=False)) is Verdict.ALTERED


def test_rubbish_is_never_an_error() -> None:
    chance = Random(11)
    for size in (0, 1, 5, 100, 5_000):
        for head in (b"", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>startxref\n0\n%%EOF"):
            assert verdict(head + chance.randbytes(size)) is Verdict.UNREADABLE


def test_a_truncated_certificate_is_never_an_error_and_never_genuine() -> None:
    chance = Random(12)
    for length in (0, 4, 9, *(chance.randrange(len(signed())) for _ in range(60)), len(signed()) - 1):
        assert verdict(signed()[:length]) is not Verdict.GENUINE


def test_a_scrambled_certificate_is_never_an_error_and_never_genuine() -> None:
    chance = Random(13)
    tail = len(unsigned())
    for _ in range(80):
        scrambled = bytearray(signed())
        start = chance.randrange(tail - 3_000, len(scrambled) - 40)
        scrambled[start : start + 40] = chance.randbytes(40)
        assert verdict(bytes(scrambled)) is not Verdict.GENUINE


def test_a_file_larger_than_any_certificate_is_not_read() -> None:
    assert verdict(signed() + b"\0" * LARGEST) is Verdict.UNREADABLE


def test_a_root_that_is_no_certificate_is_our_own_mistake_and_is_told() -> None:
    with pytest.raises(ValueError, match=r".+"):
        examine(signed(), [b"no PEM"])


def test_a_doubtful_file_writes_nothing_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        examine(signed(), [])
        examine(_turned(signed(), 1_000, 3), [issuer().root_pem])
    assert [record for record in caplog.records if record.name.startswith("pyhanko")] == []


def test_pdfsig_finds_the_signature_valid_and_the_whole_document_signed(tmp_path: Path) -> None:
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig is not installed")
    said = _run("pdfsig", "-nocert", _file(tmp_path))
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_qpdf_finds_no_fault_in_a_signed_certificate(tmp_path: Path) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    assert "No syntax or stream encoding errors" in _run("qpdf", "--check", _file(tmp_path))


def test_a_demonstration_key_names_itself_and_is_refused_where_certificates_are_real(tmp_path: Path) -> None:
    demo = make_issuer_key(ISSUER, at=AT, demo=True)
    assert demo.demo
    assert is_demo(demo.certificate_pem)
    assert is_demo(demo.root_pem)
    assert not issuer().demo
    assert not is_demo(issuer().root_pem)
    found = examine(sign(unsigned(), demo, at=AT), [demo.root_pem])
    assert (found.verdict, found.demo) == (Verdict.GENUINE, True)
    save(demo, tmp_path)
    with pytest.raises(DemoKeyRefused):
        load(tmp_path, allow_demo=False)
    assert load_roots(tmp_path, allow_demo=False) == ()
    assert load(tmp_path, allow_demo=True) == demo


def test_a_key_is_kept_readable_by_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    save(issuer(), folder)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert load(folder, allow_demo=False) == issuer()
    with pytest.raises(FileExistsError):
        save(make_issuer_key(ISSUER, at=AT), folder)
    assert load(folder, allow_demo=False) == issuer()


def test_roots_of_earlier_keys_are_kept_and_found(tmp_path: Path) -> None:
    save(issuer(), tmp_path)
    earlier = make_issuer_key(ISSUER, at=AT)
    (tmp_path / f"issuer-root-{earlier.key_id}.pem").write_bytes(earlier.root_pem)
    roots = load_roots(tmp_path, allow_demo=False)
    assert set(roots) == {issuer().root_pem, earlier.root_pem}
    assert examine(sign(unsigned(), earlier, at=AT), roots).verdict is Verdict.GENUINE


@pytest.mark.parametrize("name", ["issuer.key", "issuer.pem", "issuer-root.pem"])
def test_parts_that_do_not_belong_together_are_refused(tmp_path: Path, name: str) -> None:
    save(issuer(), tmp_path / "one")
    save(make_issuer_key(ISSUER, at=AT), tmp_path / "two")
    (tmp_path / "one" / name).write_bytes((tmp_path / "two" / name).read_bytes())
    with pytest.raises(BadKey):
        load(tmp_path / "one", allow_demo=False)
    (tmp_path / "one" / name).unlink()
    with pytest.raises(BadKey):
        load(tmp_path / "one", allow_demo=False)


def test_the_certificates_are_p256_under_p384_and_the_private_half_does_not_show() -> None:
    root = x509.load_pem_x509_certificate(issuer().root_pem)
    curves = [one.public_key().curve for one in (issuer().certificate, root)]  # type: ignore[union-attr]
    assert [type(curve) for curve in curves] == [ec.SECP256R1, ec.SECP384R1]
    assert "PRIVATE" not in repr(issuer())
    assert len(issuer().key_id) == 16


def test_the_file_names_the_level_and_the_field_of_the_signature() -> None:
    (signature,) = PdfFileReader(BytesIO(signed())).embedded_signatures
    assert signature.field_name == pades.FIELD
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level is fields.MDPPerm.NO_CHANGES
    assert signature.sig_field.get("/Rect", [0, 0, 0, 0]) == [0, 0, 0, 0]


def _signed_with(level: fields.MDPPerm, *, certify: bool = True, pdf: bytes | None = None) -> bytes:
    """A document signed with the issuer's key but not as the issuer signs."""
    name = "IssuerSignature" if pdf is None else "Second"
    metadata = signers.PdfSignatureMetadata(
        field_name=name, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=certify,
        docmdp_permissions=level,
    )  # fmt: skip
    signer = pades._SignerAt(AT, metadata, signer=pades._signer(issuer()), new_field_spec=fields.SigFieldSpec(name))
    return bytes(signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf or unsigned()))).getvalue())


def _turned(pdf: bytes, place: int, bit: int) -> bytes:
    turned = bytearray(pdf)
    turned[place] ^= 1 << bit
    return bytes(turned)


def _gap(pdf: bytes) -> tuple[int, int]:
    """Where the container of the signature begins, and its length."""
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    _, start, end, _ = signature.byte_range
    return int(start), int(end - start)


def _file(folder: Path) -> Path:
    file = folder / "certificate.pdf"
    file.write_bytes(signed())
    return file


def _run(*command: object) -> str:
    run = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return run.stdout + run.stderr
