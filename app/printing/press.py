"""Prints: a design and plain values become one PDF/A-3a, the same bytes for the same input."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from threading import Lock

import weasyprint
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from weasyprint.text.fonts import FontConfiguration

from app.printing.artwork import DrawnArt, draw_ahead, drawn_art
from app.printing.assets import SCHEME, DesignFiles
from app.printing.designs import Design
from app.printing.qr import qr_svg
from app.printing.refusals import CannotPrint, ForbiddenAddress
from app.printing.values import fit_rules, printed_values

VARIANT = "pdf/a-3a"
_QR = f"{SCHEME}qr"
_PAGE = Lock()  # one page at a time: Pango and the font configuration are shared by the threads of a worker


def render(design: Design, values: Mapping[str, object], *, created: datetime, identifier: bytes) -> bytes:
    """Return the PDF of `values` in `design`: tagged, PDF/A-3a, one page or more, unsigned.

    `created` (with a time zone) and `identifier` stand in the file instead of the present time and a random number:
    the same input gives the same bytes. Raises CannotPrint.
    """
    if created.tzinfo is None:
        raise ValueError("the time of printing needs a time zone")
    with _PAGE:
        page = _page(design, values, created)
        return _pdf(design, page, {_QR: _qr_art(str(values["verify_url"]))}, identifier)


def made_with(design: Design) -> dict[str, str]:
    """Return what a document was printed with, for the record of the file."""
    return {"design": design.key, "design_sha256": design.digest, "weasyprint": weasyprint.__version__}


def _page(design: Design, values: Mapping[str, object], created: datetime) -> str:
    moment = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _press(design).template.render(**printed_values(design, values), created=moment, qr=_QR)


def _qr_art(address: str) -> DrawnArt:
    art = draw_ahead(qr_svg(address))
    if art is None:
        raise CannotPrint("the QR code could not be drawn")
    return art


def _pdf(design: Design, page: str, images: Mapping[str, object], identifier: bytes) -> bytes:
    press = _press(design)
    document = weasyprint.HTML(string=page, base_url=SCHEME, url_fetcher=press.files)
    try:
        with _colour_profile_left_open():
            made: bytes = document.write_pdf(
                stylesheets=[press.style], font_config=press.fonts, cache={**press.art, **images},
                pdf_variant=VARIANT, pdf_identifier=identifier,
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
        self.files = DesignFiles(design)
        self.template: Template = _templates().from_string(design.template)
        self.fonts = _fonts()
        self.style = weasyprint.CSS(
            string=design.style + fit_rules(design), base_url=SCHEME, url_fetcher=self.files, font_config=self.fonts
        )
        self.art = drawn_art(design)


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
