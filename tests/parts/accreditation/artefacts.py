"""What a stored certificate holds, each artefact decoded with tools that are not ours."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
import zxingcpp
from pyhanko.pdf_utils.reader import PdfFileReader

from app.accreditation.proof_queries import badge_of
from app.accreditation.queries import credential_by_number
from tests.plugins.instances import Instance

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Artefacts:
    """A certificate taken apart: the words of its page, its QR code, the attached badge, every byte of the file."""

    pdf: bytes
    page: str
    code: str
    badge: dict[str, Any]
    stored_badge: bytes
    information: str

    @property
    def all_bytes(self) -> bytes:
        """The file and each of its streams unpacked."""
        return self.pdf + b"".join(_unpacked(part) for part in _STREAM.findall(self.pdf))

    def each(self) -> dict[str, str]:
        """Name of the artefact → its words."""
        return {
            "page": self.page,
            "code": self.code,
            "badge": json.dumps(self.badge, ensure_ascii=False),
            "information": self.information,
            "bytes": self.all_bytes.decode("latin-1") + self.all_bytes.decode("utf-8", "ignore"),
        }


def artefacts_of(instance: Instance, number: str) -> Artefacts:
    """Take the stored certificate of a number apart."""
    storage = instance.works.parts["storage"]
    with instance.works.database.reading() as connection:
        credential = credential_by_number(connection, number)
        assert credential
        badge = badge_of(connection, credential.id)
    assert badge
    pdf: bytes = storage.get(credential.storage_key)
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=110 / 72).to_pil(), formats=zxingcpp.BarcodeFormat.QRCode)
    return Artefacts(
        pdf=pdf,
        page=document[0].get_textpage().get_text_bounded(),
        code=code.text,
        badge=json.loads(_attached(pdf)),
        stored_badge=storage.get(badge.storage_key),
        information=str(document.get_metadata_dict()),
    )


def _attached(pdf: bytes) -> bytes:
    names = PdfFileReader(BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert [str(names[0])] == ["credential.json"]
    assert str(names[1]["/AFRelationship"]) == "/Source"
    data: bytes = names[1]["/EF"]["/F"].data
    return data


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
