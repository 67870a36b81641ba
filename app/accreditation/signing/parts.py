"""What one state of a PDF consists of: pages, fields, attachments and the rest, to be compared with another state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.rw_common import PdfHandler

from app.accreditation.signing.describing import description
from app.accreditation.signing.fingerprints import Patience, key_of, opened, raw, raw_list, value, values

_OF_ROOT = {
    *("/Pages", "/AcroForm", "/AF", "/Names", "/Metadata", "/OpenAction", "/AA", "/DSS"),
    *("/Version", "/Extensions"),
}
"""What of the document's dictionary is a part of its own, or says only which PDF this is."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what is drawn, what it is drawn with, and each thing laid over it that is no field of a form."""

    content: bytes
    looks: bytes
    laid: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form; `signed` where it holds a signature."""

    print: bytes
    signed: bool


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within the file: its content, and how it is named."""

    content: bytes
    name: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """A state of a file. Pages, fields and attachments are known by the number of their object."""

    pages: Mapping[str, Page]
    fields: Mapping[str, Field]
    attachments: Mapping[str, Attachment]
    description: str
    actions: bytes
    store: bytes
    rest: bytes

    @property
    def signed(self) -> bool:
        """Whether a field of the form holds a signature."""
        return any(field.signed for field in self.fields.values())


def parts_of(state: PdfHandler, patience: Patience) -> Parts:
    """Return the parts of one state. Raises `TooTangled`, and what the library raises of a file that is broken."""
    root, information = state.root, _information(state)
    names, form = value(root, "/Names"), value(root, "/AcroForm")
    fields = patience.leaves(raw_list(value(form, "/Fields")), "/Kids", "/T")
    return Parts(
        pages={key: _page(page, patience) for key, page in patience.leaves([raw(root, "/Pages")], "/Kids")},
        fields={key: _field(field, patience) for key, field in fields},
        attachments={key: _attachment(file, patience) for key, file in _files(root, names, patience)},
        description=description(information, value(root, "/Metadata")),
        actions=patience.print(raw(root, "/OpenAction"), raw(root, "/AA"), raw(names, "/JavaScript")),
        store=patience.print(raw(root, "/DSS")),
        rest=patience.print(
            *values(root, _OF_ROOT), *values(names, {"/EmbeddedFiles", "/JavaScript"}),
            *values(form, {"/Fields", "/SigFlags"}),
        ),
    )  # fmt: skip


def _information(state: PdfHandler) -> Any:
    """Return the document information of this state; a reference at the end of the file leads to the newest one."""
    found = raw(state.trailer_view, "/Info")
    return state.get_object(found.reference) if isinstance(found, generic.IndirectObject) else found or {}


def _page(page: Any, patience: Patience) -> Page:
    laid = [one for one in raw_list(value(page, "/Annots")) if value(opened(one), "/Subtype") != "/Widget"]
    looks = values(page, {"/Contents", "/Annots"})
    return Page(patience.print(raw(page, "/Contents")), patience.print(*looks), frozenset(map(patience.print, laid)))


def _field(field: Any, patience: Patience) -> Field:
    return Field(patience.print(*values(field, set())), value(field, "/FT") == "/Sig" and "/V" in field)


def _attachment(file: Any, patience: Patience) -> Attachment:
    return Attachment(patience.print(raw(file, "/EF")), patience.print(*values(file, {"/EF"})))


def _files(root: Any, names: Any, patience: Patience) -> Iterator[tuple[str, Any]]:
    """Give each file within: from the tree of names, where every second one is a file, and from the document's list."""
    trees = patience.leaves([raw(names, "/EmbeddedFiles")], "/Kids")
    listed = [one for _, leaf in trees for one in raw_list(value(leaf, "/Names"))[1::2]]
    found = {key_of(one, place): opened(one) for place, one in enumerate([*listed, *raw_list(value(root, "/AF"))])}
    yield from found.items()
