"""Attacks on a certificate's PDF: each with the verdict that it ends in, and the thing that is told not to hold."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields

from app.accreditation.signing.check import Verdict, examine
from app.accreditation.signing.keys import make_issuer_key, save
from app.accreditation.signing.pades import sign
from app.accreditation.signing.public_keys import load_roots
from app.printing.attachment import Attached
from app.printing.designs import design
from app.printing.press import render
from tests.parts.accreditation.test_signing import AT, ISSUER, _gap, _signed_with, _turned, issuer
from tests.parts.accreditation.time_stamps import stamper
from tests.parts.printing.certificates import CREATED, PLAIN

CREDENTIAL = Attached("credential.json", "application/json", b'{"type": "a credential"}', "Source")
WHOLE, INTACT, OURS = "covers the whole file", "is what was signed", "is one of this issuer"
Writer = IncrementalPdfFileWriter


@cache
def unsigned() -> bytes:
    return render(design("national"), PLAIN, created=CREATED, identifier=b"x", attachments=[CREDENTIAL])


@cache
def genuine() -> bytes:
    return sign(unsigned(), issuer(), at=AT, timestamper=stamper())


def revised(change: Callable[[Writer], None]) -> bytes:
    """The certificate with another revision behind the signature."""
    writer, out = Writer(BytesIO(genuine())), BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def replaced(old: bytes, new: bytes) -> bytes:
    assert old in genuine()
    return genuine().replace(old, new, 1)


def page(writer: Writer) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def content(writer: Writer) -> None:
    page(writer)["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page(writer))


def metadata(writer: Writer) -> None:
    entry = {generic.NameObject("/Subject"): generic.TextStringObject("PRV-0000-0000-0000-0000-0")}
    writer.set_info(writer.add_object(generic.DictionaryObject(entry)))


def annotation(writer: Writer) -> None:
    note = generic.DictionaryObject({
        generic.NameObject("/Type"): generic.NameObject("/Annot"),
        generic.NameObject("/Subtype"): generic.NameObject("/FreeText"),
        generic.NameObject("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 300))),
        generic.NameObject("/Contents"): generic.TextStringObject("with distinction"),
    })  # fmt: skip
    page(writer)["/Annots"].append(writer.add_object(note))
    writer.update_container(page(writer)["/Annots"])


def form_field(writer: Writer) -> None:
    fields.append_signature_field(writer, fields.SigFieldSpec("Added", box=(10, 10, 60, 60)))


def security_store(writer: Writer) -> None:
    writer.root["/DSS"] = writer.add_object(generic.DictionaryObject())
    writer.update_root()


def page_added(writer: Writer) -> None:
    copy = generic.DictionaryObject({**page(writer)})
    writer.root["/Pages"]["/Kids"].append(writer.add_object(copy))
    writer.root["/Pages"]["/Count"] = generic.NumberObject(2)
    writer.update_container(writer.root["/Pages"])


def page_removed(writer: Writer) -> None:
    writer.root["/Pages"]["/Kids"] = generic.ArrayObject()
    writer.root["/Pages"]["/Count"] = generic.NumberObject(0)
    writer.update_container(writer.root["/Pages"])


def attachment_replaced(writer: Writer) -> None:
    file = writer.root["/AF"][0]
    file["/EF"]["/F"] = writer.add_object(generic.StreamObject(stream_data=b'{"type": "another"}'))
    writer.update_container(file["/EF"])


def field_removed(writer: Writer) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def attachment_renamed(writer: Writer) -> None:
    file = writer.root["/AF"][0]
    file["/UF"] = file["/F"] = generic.TextStringObject("other.json")
    writer.update_container(file)


def second_signature() -> bytes:
    """Ours, on a first one of ours that allows it."""
    first = _signed_with(fields.MDPPerm.FILL_FORMS)
    return _signed_with(fields.MDPPerm.FILL_FORMS, certify=False, pdf=first)


def with_other_number() -> bytes:
    """The genuine signature put behind the page of another certificate."""
    other = render(design("national"), {**PLAIN, "holder_name": "Another Person"}, created=CREATED, identifier=b"x",
                   attachments=[CREDENTIAL])  # fmt: skip
    return other + genuine()[len(unsigned()) :]


def padding() -> bytes:
    start, length = _gap(genuine())
    return _turned(genuine(), start + length - 10, 0)


def in_small_letters() -> bytes:
    start, length = _gap(genuine())
    return genuine()[:start] + genuine()[start : start + length].lower() + genuine()[start + length :]


ATTACKS: dict[str, tuple[Callable[[], bytes], Verdict, str]] = {
    "a bit of the page turned": (lambda: _turned(genuine(), len(unsigned()) // 3, 2), Verdict.ALTERED, INTACT),
    "a bit of the signature's padding turned": (padding, Verdict.ALTERED, WHOLE),
    "the signature written in small letters": (in_small_letters, Verdict.ALTERED, WHOLE),
    "a revision with other content": (lambda: revised(content), Verdict.ALTERED, WHOLE),
    "a revision with other metadata": (lambda: revised(metadata), Verdict.ALTERED, WHOLE),
    "a revision with a note on the page": (lambda: revised(annotation), Verdict.ALTERED, WHOLE),
    "a revision with a form field": (lambda: revised(form_field), Verdict.ALTERED, WHOLE),
    "a revision with a security store": (lambda: revised(security_store), Verdict.ALTERED, WHOLE),
    "a page added": (lambda: revised(page_added), Verdict.ALTERED, WHOLE),
    "the page removed": (lambda: revised(page_removed), Verdict.ALTERED, WHOLE),
    "the attachment replaced": (lambda: revised(attachment_replaced), Verdict.ALTERED, WHOLE),
    "the attachment renamed": (lambda: revised(attachment_renamed), Verdict.ALTERED, WHOLE),
    "the signature taken out of the form": (lambda: revised(field_removed), Verdict.UNSIGNED, "It is signed"),
    "the signature cut off": (lambda: genuine()[: len(unsigned())], Verdict.UNSIGNED, "It is signed"),
    "the end cut off": (lambda: genuine()[:-200], Verdict.UNREADABLE, "can be read"),
    "signed by another authority of the same name": (
        lambda: sign(unsigned(), make_issuer_key(ISSUER, at=AT), at=AT), Verdict.NOT_OURS, OURS),
    "a second signature": (second_signature, Verdict.ALTERED, ""),
    "the signature of another certificate": (with_other_number, Verdict.UNREADABLE, "can be read"),
    "a time stamp of another day": (
        lambda: sign(unsigned(), issuer(), at=AT, timestamper=stamper(AT.replace(day=25))),
        Verdict.ALTERED, "time-stamp"),
    "the table of places rewritten": (lambda: replaced(b"startxref", b"startxreF"), Verdict.ALTERED, INTACT),
    "something before the beginning": (lambda: b"%!PS\n" + genuine(), Verdict.UNREADABLE, "can be read"),
    "something behind the end": (lambda: genuine() + b"\n% more", Verdict.ALTERED, WHOLE),
}  # fmt: skip


def test_the_certificate_that_is_attacked_is_genuine() -> None:
    assert examine(genuine(), [issuer().root_pem]).verdict is Verdict.GENUINE


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_in_its_verdict_and_names_what_does_not_hold(attack: str) -> None:
    """A4: twenty and more attacks, none of them genuine."""
    make, verdict, said = ATTACKS[attack]
    found = examine(make(), [issuer().root_pem])
    failed = [check.said for check in found.checked if not check.passed]
    assert (found.verdict, [one for one in failed if said in one] != [] or not said) == (verdict, True), failed


@pytest.mark.parametrize("how", [["--linearize"], ["--object-streams=generate"], ["--qdf"], ["--decrypt"],
                                 ["--encrypt", "", "secret", "256", "--"]])  # fmt: skip
def test_a_copy_saved_by_another_program_is_not_genuine(how: list[str], tmp_path: Path) -> None:
    """A4: saved again, linearised, its objects packed, encrypted: what was signed is not there any more."""
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    before.write_bytes(genuine())
    subprocess.run(["qpdf", *how, before, after], check=True, capture_output=True)
    assert examine(after.read_bytes(), [issuer().root_pem]).verdict in {Verdict.ALTERED, Verdict.UNREADABLE}


def test_a_key_that_had_run_out_when_it_signed_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A4: what a thief signs with an old key does not stand under the root at that time."""
    old = make_issuer_key(ISSUER, at=datetime(2020, 1, 1, tzinfo=UTC), years=1)
    monkeypatch.setattr(type(old), "covers", lambda *_: True)
    found = examine(sign(unsigned(), old, at=AT), [old.root_pem])
    assert (found.verdict, found.intact) == (Verdict.NOT_OURS, True)


def test_a_demonstration_key_is_nobodys_where_certificates_are_real(tmp_path: Path) -> None:
    """A4: a real instance has no root that vouches for it."""
    demo = make_issuer_key(ISSUER, at=AT, demo=True)
    save(demo, tmp_path)
    found = examine(sign(unsigned(), demo, at=AT), load_roots(tmp_path, allow_demo=False))
    assert (found.verdict, found.demo) == (Verdict.NOT_OURS, True)


def test_one_turned_bit_of_a_thousand_places_is_found() -> None:
    """A4: each by the fingerprint that the register keeps; of a hundred, no register is asked: the signature tells."""
    chance, pdf = Random(20261126), genuine()
    tail = len(unsigned())
    even = [len(pdf) * step // 700 for step in range(700)]
    added = [tail + chance.randrange(len(pdf) - tail) for _ in range(300)]
    turned = [_turned(pdf, place, chance.randrange(8)) for place in even + added]
    assert sha256(pdf).digest() not in {sha256(one).digest() for one in turned}
    examined = turned[:700:14] + turned[700::6]
    passed = [one for one in examined if examine(one, [issuer().root_pem]).verdict is Verdict.GENUINE]
    assert passed == []


def test_the_attached_credential_is_the_one_that_was_given() -> None:
    file = PdfFileReader(BytesIO(genuine())).root["/AF"][0]
    assert file["/EF"]["/F"].data == CREDENTIAL.content
