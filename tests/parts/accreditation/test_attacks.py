"""Attacks on a certificate's PDF: each with the verdict that it ends in, and the thing that is told not to hold."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
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

from app.accreditation.signing.changes import AROUND, DIFFERS, FURTHER, MOST, MOST_TOLD, UNCLEAR, changes_of
from app.accreditation.signing.check import Verdict, examine
from app.accreditation.signing.keys import make_issuer_key, save
from app.accreditation.signing.pades import sign
from app.accreditation.signing.public_keys import load_roots
from app.accreditation.signing.verdict import Change
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


def revised(change: Callable[[Writer], None], pdf: bytes | None = None) -> bytes:
    """The certificate with another revision behind the signature, or behind what was added to it before."""
    writer, out = Writer(BytesIO(pdf or genuine())), BytesIO()
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


def link_removed(writer: Writer) -> None:
    listed = page(writer)["/Annots"]
    links = [one for one in listed if one.get_object()["/Subtype"] == "/Link"]
    assert links
    page(writer)["/Annots"] = generic.ArrayObject(one for one in listed if one not in links)
    writer.update_container(page(writer))


def pictures(writer: Writer) -> None:
    page(writer)["/Resources"] = generic.DictionaryObject()
    writer.update_container(page(writer))


def metadata_stream(writer: Writer) -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><t>Another title</t></x:xmpmeta>"
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(stream_data=xmp))
    writer.update_root()


def action(writer: Writer) -> None:
    act = {
        generic.NameObject("/S"): generic.NameObject("/JavaScript"),
        generic.NameObject("/JS"): generic.pdf_string("1"),
    }
    writer.root["/OpenAction"] = writer.add_object(generic.DictionaryObject(act))
    writer.update_root()


def layers(writer: Writer) -> None:
    writer.root["/OCProperties"] = writer.add_object(generic.DictionaryObject())
    writer.update_root()


def attachment_added(writer: Writer) -> None:
    listed = writer.root["/AF"]
    listed.append(writer.add_object(generic.DictionaryObject({**listed[0]})))
    writer.update_container(listed)


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


Told = tuple[tuple[int, str], ...]
PLACE = "The place of the signature holds something that nobody signed"
INSIDE: Told = ((0, "Something within the signed part is another: this is not what was signed"),)
ATTACKS: dict[str, tuple[Callable[[], bytes], Verdict, str, Told]] = {
    "a bit of the page turned": (lambda: _turned(genuine(), len(unsigned()) // 3, 2), Verdict.ALTERED, INTACT, INSIDE),
    "a bit of the signature's padding turned": (padding, Verdict.ALTERED, WHOLE, ((0, PLACE),)),
    "the signature written in small letters": (in_small_letters, Verdict.ALTERED, WHOLE, ((0, PLACE),)),
    "a revision with other content": (
        lambda: revised(content), Verdict.ALTERED, WHOLE, ((1, "The content of page 1 was replaced"),)),
    "a revision with other pictures": (
        lambda: revised(pictures), Verdict.ALTERED, WHOLE, ((1, "Size, fonts or pictures of page 1 were changed"),)),
    "a revision with other metadata": (
        lambda: revised(metadata), Verdict.ALTERED, WHOLE,
        ((1, "The title or another word of the file's description was changed"),)),
    "a revision with another title in the metadata stream": (
        lambda: revised(metadata_stream), Verdict.ALTERED, WHOLE,
        ((1, "The title or another word of the file's description was changed"),)),
    "a revision with a note on the page": (
        lambda: revised(annotation), Verdict.ALTERED, WHOLE,
        ((1, "Something was laid over page 1: a note, a stamp or a link"),)),
    "a revision without a link of the page": (
        lambda: revised(link_removed), Verdict.ALTERED, WHOLE,
        ((1, "A note, a stamp or a link was taken off page 1"),)),
    "a revision with a form field": (
        lambda: revised(form_field), Verdict.ALTERED, WHOLE, ((1, "A form field was added"),)),
    "a revision with an act at opening": (
        lambda: revised(action), Verdict.ALTERED, WHOLE,
        ((1, "Something was added that a program may carry out when it opens the file"),)),
    "a revision with layers": (
        lambda: revised(layers), Verdict.ALTERED, WHOLE, ((1, "Something else in the file was changed"),)),
    "a revision with a security store": (
        lambda: revised(security_store), Verdict.ALTERED, WHOLE,
        ((1, "A store of certificates was added, as programs do that keep signatures for a long time"),)),
    "a page added": (lambda: revised(page_added), Verdict.ALTERED, WHOLE, ((1, "A page was added: page 2"),)),
    "the page removed": (lambda: revised(page_removed), Verdict.ALTERED, WHOLE, ((1, "Page 1 was removed"),)),
    "the attachment replaced": (
        lambda: revised(attachment_replaced), Verdict.ALTERED, WHOLE, ((1, "An attachment was replaced"),)),
    "the attachment renamed": (
        lambda: revised(attachment_renamed), Verdict.ALTERED, WHOLE,
        ((1, "An attachment was renamed or described in another way"),)),
    "another attachment": (
        lambda: revised(attachment_added), Verdict.ALTERED, WHOLE, ((1, "An attachment was added"),)),
    "two revisions, one after the other": (
        lambda: revised(form_field, revised(content)), Verdict.ALTERED, WHOLE,
        ((1, "The content of page 1 was replaced"), (2, "A form field was added"))),
    "the signature taken out of the form": (
        lambda: revised(field_removed), Verdict.UNSIGNED, "It is signed",
        ((1, "The signature was taken out of the form"),)),
    "the signature cut off": (lambda: genuine()[: len(unsigned())], Verdict.UNSIGNED, "It is signed", ()),
    "the end cut off": (
        lambda: genuine()[:-200], Verdict.UNREADABLE, "can be read", ((0, "The end of the file is missing"),)),
    "signed by another authority of the same name": (
        lambda: sign(unsigned(), make_issuer_key(ISSUER, at=AT), at=AT), Verdict.NOT_OURS, OURS, ()),
    "a second signature": (second_signature, Verdict.ALTERED, WHOLE, ((1, "Another signature was added"),)),
    "the signature of another certificate": (
        with_other_number, Verdict.UNREADABLE, "can be read",
        ((0, "The file was written anew: what was signed does not lie where the signature says"),)),
    "a time stamp of another day": (
        lambda: sign(unsigned(), issuer(), at=AT, timestamper=stamper(AT.replace(day=25))),
        Verdict.ALTERED, "time-stamp", ()),
    "the table of places rewritten": (lambda: replaced(b"startxref", b"startxreF"), Verdict.ALTERED, INTACT, INSIDE),
    "something before the beginning": (
        lambda: b"%!PS\n" + genuine(), Verdict.UNREADABLE, "can be read",
        ((0, "Something stands before the beginning of the file"),)),
    "something behind the end": (
        lambda: genuine() + b"\n% more", Verdict.ALTERED, WHOLE,
        ((0, "Something was written behind the end of the file"),)),
    "a revision that cannot be read": (
        lambda: genuine() + b"\nxref\n0 1\nstartxref\n%d\n%%%%EOF\n" % (len(genuine()) + 1), Verdict.UNREADABLE,
        "can be read", ((0, "Something was added that cannot be read"),)),
    "a bit of the page turned and a revision": (
        lambda: _turned(revised(content), len(unsigned()) // 3, 2), Verdict.ALTERED, INTACT,
        (*INSIDE, (1, "The content of page 1 was replaced"))),
}  # fmt: skip


def test_the_certificate_that_is_attacked_is_genuine() -> None:
    assert examine(genuine(), [issuer().root_pem]).verdict is Verdict.GENUINE


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_in_its_verdict_and_names_what_does_not_hold(attack: str) -> None:
    """A4: twenty and more attacks, none of them genuine."""
    make, verdict, said, _ = ATTACKS[attack]
    found = examine(make(), [issuer().root_pem])
    failed = [check.said for check in found.checked if not check.passed]
    assert (found.verdict, [one for one in failed if said in one] != []) == (verdict, True), failed


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_altered_file_says_what_was_changed_and_by_which_revision(attack: str) -> None:
    """A20, U5: in words for who compares papers; a page by its number, and nothing else that the file holds."""
    make, _, _, told = ATTACKS[attack]
    found = examine(make(), [issuer().root_pem])
    assert tuple((one.revision, one.words) for one in found.changes) == told


CONTAINERS = [
    *("", "00", "3000", "0500", "30800000", "3003020101", "0603550403", "020103", "3006060355040305000500"),
    "300b06092a864886f70d010701",  # plain data, and no content
    "300f06092a864886f70d010702a0023000",  # signed data, and nothing in it
    "301d06092a864886f70d010702a010300e020101310030020500310030003000",
]


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_container_of_rubbish_is_never_an_error(container: str) -> None:
    """A4: of any kind that a parser may trip over."""
    start, length = _gap(genuine())
    gap = b"<" + container.encode().ljust(length - 2, b"0") + b">"
    found = examine(genuine()[:start] + gap + genuine()[start + length :], [issuer().root_pem])
    assert (found.verdict, found.changes[0]) == (Verdict.ALTERED, AROUND)


def pages_added(writer: Writer, count: int, more: dict[str, generic.PdfObject]) -> None:
    listed, parts = writer.root["/Pages"], {"/Type": generic.NameObject("/Page"), **more}
    bare = {generic.NameObject(name): one for name, one in parts.items()}
    listed["/Kids"].extend(writer.add_object(generic.DictionaryObject(bare)) for _ in range(count))
    writer.update_container(listed)


def fifty_pages(writer: Writer) -> None:
    pages_added(writer, 50, {})


def tangled(writer: Writer) -> None:
    many = generic.ArrayObject(writer.add_object(generic.DictionaryObject()) for _ in range(MOST // 20))
    pages_added(writer, 40, {"/X": writer.add_object(many)})


@pytest.mark.parametrize(("change", "last"), [(tangled, UNCLEAR), (fifty_pages, FURTHER)])
def test_a_file_with_too_much_in_it_is_told_in_part(change: Callable[[Writer], None], last: Change) -> None:
    """A20: nobody's file keeps the page busy, or makes it endless."""
    told = changes_of(revised(change, revised(content)))
    assert (told[0].words, told[-1]) == ("The content of page 1 was replaced", last)
    assert len(told) <= MOST_TOLD + 1


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


def thousand_turned() -> list[bytes]:
    """The certificate a thousand times, each with one bit turned: 700 evenly, 300 more in what signing added."""
    chance, pdf = Random(20261126), genuine()
    tail = len(unsigned())
    even = [len(pdf) * step // 700 for step in range(700)]
    added = [tail + chance.randrange(len(pdf) - tail) for _ in range(300)]
    return [_turned(pdf, place, chance.randrange(8)) for place in even + added]


def test_one_turned_bit_of_a_thousand_places_is_found() -> None:
    """A4: by the fingerprint that the register keeps, and each by examination, which asks no register.

    Each is told for what it is: within what was signed (some 620), at the place of the signature (some 365), or of the
    time stamp there (some 15); a head or a table of places that no reader takes is unreadable.
    """
    turned = thousand_turned()
    assert sha256(genuine()).digest() not in {sha256(one).digest() for one in turned}
    found = [examine(one, [issuer().root_pem]) for one in turned]
    verdicts = Counter(one.verdict for one in found)
    assert sorted(verdicts) == ["altered", "unreadable"]
    assert verdicts[Verdict.UNREADABLE] < 10
    told = Counter(one.changes[0] if one.changes else None for one in found)
    assert set(told) == {DIFFERS, AROUND, None}
    stamps = [one for one in found if not one.changes and one.verdict is Verdict.ALTERED]
    assert all(not one.stamp_holds for one in stamps)


def test_the_attached_credential_is_the_one_that_was_given() -> None:
    file = PdfFileReader(BytesIO(genuine())).root["/AF"][0]
    assert file["/EF"]["/F"].data == CREDENTIAL.content
