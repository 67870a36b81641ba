"""Makes one file PDF/A-3a and PDF/UA-1 at once, and sets right what WeasyPrint leaves doubtful about attachments.

WeasyPrint 70 states one standard per file. What PDF/UA-1 asks for is in the tags already; here the file says so (ISO
14289-1, clause 5), in the form that PDF/A wants of metadata outside its own schemas (ISO 19005-3, 6.6.2.3.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pydyf  # type: ignore[import-untyped]

_RDF_END = b"</rdf:RDF>"
_ABOUT = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
_RESOURCE = 'rdf:parseType="Resource"'
_UA = f"""
<rdf:Description {_ABOUT} xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description {_ABOUT} xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li {_RESOURCE}>
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li {_RESOURCE}>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".encode()


class Unfinished(Exception):
    """WeasyPrint made a file of another shape than the one this was written for."""


def finisher(kinds: Mapping[str, str]) -> Callable[[object, Any], None]:
    """Return what WeasyPrint calls on the ready document; `kinds` is {name of an attached file: media type}."""

    def finish(_document: object, pdf: Any) -> None:
        _state_accessible(pdf)
        _name_once(pdf)
        _set_kinds(pdf, kinds)
        pdf.objects[:] = map(_written, pdf.objects)

    return finish


class _Written(pydyf.Object):
    """An object as its bytes. pydyf asks for them twice, for the file and for its identifier, and packs them twice."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self._compressible, self._bytes = made.compressible, made.data

    @property
    def data(self) -> bytes:
        """What stands between `obj` and `endobj`."""
        return bytes(self._bytes)

    @property
    def compressible(self) -> bool:
        """Whether it may stand in an object stream."""
        return bool(self._compressible)


def _written(made: Any) -> Any:
    return made if made.free == "f" else _Written(made)


def _state_accessible(pdf: Any) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    (said,) = metadata.stream
    if said.count(_RDF_END) != 1:
        raise Unfinished("the metadata has no single end")
    metadata.stream = [said.replace(_RDF_END, _UA + _RDF_END)]


def _name_once(pdf: Any) -> None:
    """WeasyPrint enters each attachment twice among the associated files."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))


def _set_kinds(pdf: Any, kinds: Mapping[str, str]) -> None:
    """WeasyPrint guesses the media type from the ending of the name; the caller knows it."""
    for reference in pdf.catalog.get("AF", ()):
        file = _object(pdf, reference)
        kind = kinds[file["UF"].string]
        _object(pdf, file["EF"]["F"]).extra["Subtype"] = f"/{kind.replace('/', '#2f')}"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
