"""Finds the designs of reports, a folder each: report.html, report.css, assets/; fonts are those of certificates."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from app.printing.designs import FOLDER as CERTIFICATES
from app.printing.designs import SHARED, BadDesign, Design

FOLDER = Path(__file__).parents[2] / "reports"


@cache
def report_design(key: str) -> Design:
    """Return the design of a report, read once per process. Raises `BadDesign` where its folder is not whole."""
    folder, shared = FOLDER / key, CERTIFICATES / SHARED
    try:
        template, style = (_text(folder / name) for name in ("report.html", "report.css"))
        base = _text(shared / "base.css")
    except OSError as error:
        raise BadDesign(f"{key}: {error!r}") from error
    return Design(
        key=key,
        title=key,
        page="A4",
        languages=(),
        needs=frozenset(),
        may_have=frozenset(),
        left_out_when_unprintable=frozenset(),
        words={},
        fits={},
        faces=tuple(sorted((shared / "fonts").glob("*.ttf"))),
        template=template,
        style=base + style,
        folder=folder,
        shared=shared,
        digest=_digest(folder, shared),
    )


def _digest(folder: Path, shared: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for part in (shared, folder) for path in part.rglob("*") if path.is_file()):
        whole.update(f"{path.parent.name}/{path.name}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
