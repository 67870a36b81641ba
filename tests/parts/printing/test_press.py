"""Printing: the same input gives the same bytes, values stay text, and nothing outside the design is fetched."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.printing import press
from app.printing.assets import DesignFiles
from app.printing.attachment import Attached
from app.printing.designs import FOLDER, design, load_design
from app.printing.refusals import ForbiddenAddress, MissingValue, Unprintable
from tests.parts.printing.certificates import ADDRESS, CASES, CREATED, NUMBER, PLAIN, printed

ROOT = Path(__file__).parents[3]


def test_the_same_values_give_the_same_bytes_in_two_processes() -> None:
    script = (
        "import hashlib; from tests.parts.printing.certificates import FULL, printed;"
        "print(hashlib.sha256(printed(FULL)).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert elsewhere.stdout.strip() == hashlib.sha256(printed(CASES["full"])).hexdigest()


def test_another_time_or_identifier_gives_other_bytes() -> None:
    other = press.render(design("alliance"), PLAIN, created=CREATED, identifier=b"another")
    assert other != printed(PLAIN)


@pytest.mark.parametrize("case", CASES)
def test_a_certificate_is_one_page_of_its_size(case: str) -> None:
    document = pypdfium2.PdfDocument(printed(CASES[case]))
    width, height = document[0].get_size()
    assert len(document) == 1
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)


def test_nothing_in_the_design_is_ignored_by_the_renderer(caplog: pytest.LogCaptureFixture) -> None:
    press._press.cache_clear()
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        for values in CASES.values():
            printed(values)
    assert caplog.messages == []


def test_the_metadata_names_title_issuer_number_and_language() -> None:
    pdf = printed(PLAIN)
    said = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert said["Title"] == f"Certificate of Accreditation {NUMBER}"
    assert said["Author"] == PLAIN["issuer"]
    assert said["Subject"] == NUMBER
    assert said["CreationDate"] == "D:20261123120000Z"
    assert str(PLAIN["holder_name"]) not in "".join(said.values())


def test_a_certificate_says_that_it_is_tagged_pdf_a_3a() -> None:
    root = PdfFileReader(BytesIO(printed(PLAIN))).root
    said = root["/Metadata"].data
    assert b'pdfaid:part="3"' in said
    assert b'pdfaid:conformance="A"' in said
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"


CREDENTIAL = Attached("credential.json", "application/ld+json", b'{"type": "a credential"}', "Source", "Open Badge")


def test_an_attached_credential_is_named_once_with_its_kind_and_the_time_of_printing() -> None:
    """A29: the file travels inside the certificate, as its source; the same input still gives the same bytes."""
    pdf, again = (
        press.render(design("alliance"), PLAIN, created=CREATED, identifier=b"x", attachments=[CREDENTIAL])
        for _ in range(2)
    )
    assert pdf == again
    root = PdfFileReader(BytesIO(pdf)).root
    assert len(root["/AF"]) == 1
    file = root["/AF"][0]
    assert (file["/UF"], file["/AFRelationship"], file["/Desc"]) == ("credential.json", "/Source", "Open Badge")
    inside = file["/EF"]["/F"]
    assert inside.data == CREDENTIAL.content
    assert inside["/Subtype"] == "/application/ld+json"
    assert {inside["/Params"][name] for name in ("/CreationDate", "/ModDate")} == {"D:20261123120000Z"}
    assert root["/Names"]["/EmbeddedFiles"]["/Names"][0] == "credential.json"


def test_a_certificate_says_that_it_is_accessible_beside_pdf_a() -> None:
    """The part of PDF/UA stands in the metadata, with the description that PDF/A asks for."""
    said = ElementTree.fromstring(PdfFileReader(BytesIO(printed(PLAIN))).root["/Metadata"].data)
    assert [one.text for one in said.iter("{http://www.aiim.org/pdfua/ns/id/}part")] == ["1"]
    prefixes = [one.text for one in said.iter("{http://www.aiim.org/pdfa/ns/schema#}prefix")]
    assert prefixes == ["pdfuaid"]


def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    file = tmp_path / "certificate.pdf"
    file.write_bytes(printed(CASES["full"]))
    run = subprocess.run(["qpdf", "--check", file], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr


HOSTILE = (
    '<link rel=attachment href="file:///etc/passwd">',
    '<img src="file:///etc/passwd">',
    '"><img src="http://127.0.0.1:9/x.png">',
    "<style>@import url(http://127.0.0.1:9/x.css)</style>",
    "{{ 7 * 7 }}{% raw %}",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["holder_name", "title", "issuer", "scheme_title", "details"])
def test_markup_in_a_value_is_printed_as_text(field: str, text: str) -> None:
    pdf = printed({**PLAIN, field: text})
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert _squeezed(text) in _squeezed(page)
    root = PdfFileReader(BytesIO(pdf)).root
    assert "/AF" not in root
    assert "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]
    notes = root["/Pages"]["/Kids"][0]["/Annots"]
    assert [notes[place]["/A"]["/URI"] for place in range(len(notes))] == [ADDRESS]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:image/svg+xml,<svg/>",
        "design:../../config.py",
        "design:assets/../../alliance/design.toml",
        "design:assets/%2e%2e/design.toml",
        "design:shared/../../config.py",
        "design:alliance/design.toml",
        "design:assets/missing.svg",
        "design:assets",
        "DESIGN:/etc/passwd",
        "assets/seal.svg",
    ],
)
def test_an_address_outside_the_design_stops_the_rendering(address: str) -> None:
    with pytest.raises(DesignFiles.refused):
        DesignFiles(design("alliance")).fetch(address)


def test_a_link_out_of_the_assets_is_not_followed(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "alliance", tmp_path / "alliance")
    shutil.copytree(FOLDER / "shared", tmp_path / "shared")
    (tmp_path / "alliance" / "assets" / "out.txt").symlink_to("/etc/hostname")
    with pytest.raises(DesignFiles.refused):
        DesignFiles(load_design(tmp_path / "alliance")).fetch("design:assets/out.txt")


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="attachment" href="file:///etc/hostname">',
        '<img src="file:///etc/hostname" alt="x">',
        '<p style="background: url(http://127.0.0.1:9/x)">x</p>',
        '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
    ],
)
def test_a_design_cannot_reach_a_file_or_the_network(markup: str) -> None:
    page = f"<!DOCTYPE html><html lang=en><head><title>x</title></head><body>{markup}</body></html>"
    with pytest.raises(ForbiddenAddress):
        press._pdf(design("alliance"), page, "CODE", b"x")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"holder_name": ""}, "holder_name"),
        ({"number": None}, "number"),
        ({"colour": "red"}, "colour"),
        ({"lang": "tlh"}, "tlh"),
        ({"verify_url": "file:///etc/passwd"}, "verification address"),
        ({"verify_url": "javascript:alert(1)"}, "verification address"),
    ],
)
def test_a_value_that_is_missing_or_unknown_is_refused_by_name(change: dict[str, object], named: str) -> None:
    with pytest.raises(MissingValue, match=re.escape(named)):
        printed({**PLAIN, **change})


def test_letters_that_no_font_has_are_refused_but_an_original_name_is_left_out() -> None:
    with pytest.raises(Unprintable, match=r"holder_name holds U\+0E01"):
        printed({**PLAIN, "holder_name": "กานดา"})
    assert printed({**PLAIN, "holder_name_original": "กานดา"}) == printed(PLAIN)


def test_a_web_process_that_examines_certificates_never_loads_weasyprint() -> None:
    script = (
        "import sys, app.accreditation.signing.check, app.printing.designs, app.printing.fitting;"
        "print('weasyprint' in sys.modules, 'flask' in sys.modules, 'sqlalchemy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False", "False"]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()
