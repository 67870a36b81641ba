"""Prints: a design and plain values become one PDF/A-3a that is PDF/UA-1 too, the same bytes for the same input."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from threading import Lock
from types import MappingProxyType

import weasyprint
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from weasyprint.text.fonts import FontConfiguration

from app.printing.artwork import drawn_art, drawn_code, knows_this_weasyprint
from app.printing.assets import SCHEME, DesignFiles, Given
from app.printing.attachment import Attached
from app.printing.designs import Design
from app.printing.finishing import finisher
from app.printing.pictures import plain_picture
from app.printing.qr import qr_payload, qr_svg
from app.printing.refusals import ForbiddenAddress
from app.printing.values import fit_rules, printed_values, report_values

VARIANT = "pdf/a-3a"  # and PDF/UA-1, by `finishing`
_QR = f"{SCHEME}qr"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NO_PICTURES = {"emblem": "", "signature_1": "", "signature_2": ""}
_PAGE = Lock()  # one page at a time: Pango and the font configuration are shared by the threads of a worker


def render(
    design: Design, values: Mapping[str, object], *, created: datetime, identifier: bytes,
    qr_text: str = "", attachments: Sequence[Attached] = (), pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:  # fmt: skip
    """Return the PDF of `values` in `design`: tagged, PDF/A-3a and PDF/UA-1, one page or more, unsigned.

    `created` (with a time zone) and `identifier` stand in the file instead of the present time and a random number:
    the same input gives the same bytes. `qr_text` is what the QR code says, the verification address where it is
    empty. `pictures` are PNG or SVG by name: `emblem`, `signature_1`, `signature_2`. Raises CannotPrint.
    """
    if created.tzinfo is None:
        raise ValueError("the time of printing needs a time zone")
    moment = created.astimezone(UTC)
    with _PAGE:
        page = _page(design, values, moment, pictures)
        code = qr_text or qr_payload(str(values["verify_url"]))
        given = {_address(name): plain_picture(content) for name, content in pictures.items()}
        return _pdf(design, page, code, identifier, given, attachments, moment)


def render_report(design: Design, values: Mapping[str, object], *, created: datetime, identifier: bytes) -> bytes:
    """Return the PDF of a report (`reports.report_design`): texts, numbers, and lists and mappings of them; no code.

    Same input, same bytes, as with `render`; tagged, PDF/A-3a and PDF/UA-1 too. Raises CannotPrint.
    """
    if created.tzinfo is None:
        raise ValueError("the time of printing needs a time zone")
    moment = created.astimezone(UTC)
    said = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    with _PAGE:
        page = _press(design).template.render(**report_values(design, values), created=said)
        return _pdf(design, page, "", identifier)


def made_with(design: Design) -> dict[str, str]:
    """Return what a document was printed with, for the record of the file."""
    return {"design": design.key, "design_sha256": design.digest, "weasyprint": weasyprint.__version__}


def _page(design: Design, values: Mapping[str, object], moment: datetime, pictures: Iterable[str]) -> str:
    said = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    shown = {**printed_values(design, values), "pictures": _NO_PICTURES | {name: _address(name) for name in pictures}}
    return _press(design).template.render(**shown, created=said, qr=_QR)


def _address(picture: str) -> str:
    return f"{SCHEME}given/{picture}"


def _attachment(file: Attached, moment: datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        file_obj=BytesIO(file.content), name=file.name, description=file.description or file.name,
        created=moment, modified=moment, relationship=file.relationship,
    )  # fmt: skip


def _pdf(
    design: Design, page: str, code: str, identifier: bytes, given: Given = MappingProxyType({}),
    attachments: Sequence[Attached] = (), moment: datetime = _LONG_AGO,
) -> bytes:  # fmt: skip
    press, ahead = _press(design), knows_this_weasyprint()
    files = DesignFiles(design, given if ahead or not code else {**given, _QR: ("image/svg+xml", qr_svg(code))})
    document = weasyprint.HTML(string=page, base_url=SCHEME, url_fetcher=files)
    try:
        with _colour_profile_left_open():
            made: bytes = document.write_pdf(
                stylesheets=[press.style], font_config=press.fonts,
                cache={**press.art, **({_QR: drawn_code(code)} if code else {})} if ahead else {},
                pdf_variant=VARIANT, pdf_identifier=identifier,
                attachments=[_attachment(one, moment) for one in attachments],
                finisher=finisher({one.name: one.mime for one in attachments}),
            )  # fmt: skip
    except DesignFiles.refused as error:
        raise ForbiddenAddress(str(error)) from error
    return made


@contextmanager
def _colour_profile_left_open() -> Iterator[None]:
    """WeasyPrint 70 leaves its colour profile for the collector to close; Python's warning about it is not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


class _Press:
    """What is made once per process and design: template, fonts, style sheet and drawn artwork."""

    def __init__(self, design: Design) -> None:
        self.template: Template = _templates().from_string(design.template)
        self.fonts = _fonts()
        self.style = weasyprint.CSS(
            string=design.style + fit_rules(design),
            base_url=SCHEME,
            url_fetcher=DesignFiles(design),
            font_config=self.fonts,
        )
        self.art = drawn_art(design) if knows_this_weasyprint() else {}


@cache
def _press(design: Design) -> _Press:
    return _Press(design)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _templates() -> SandboxedEnvironment:
    """Every value is escaped, a value that is not there is an error."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
