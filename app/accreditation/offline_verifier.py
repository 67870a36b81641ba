"""The offline verifier: one file for a USB stick, with the public keys and the status lists of its day in it (U4)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.accreditation.proof_queries import NumberedList
from app.web.assets import FOLDER as SHELF

FOLDER = Path(__file__).parent / "offline"
_READERS = {"signed-code.js": ("readCode", "Refused"), "signed-file.js": ("examineFile",)}
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_PEM = re.compile(r"-----[A-Z ]+-----|\s")


def offline_verifier(
    published: Mapping[str, Any], lists: Sequence[NumberedList], *, issuer: str, demo: bool, now: datetime
) -> str:
    """Return the file as text: it checks QR texts and PDFs by itself, opened from anywhere, without a network.

    `published` is what `published_keys` gives. The date of the file is that of its oldest list, or `now` where there is
    none; the same keys and lists give the same text.
    """
    data = {
        "issuer": issuer,
        "demo": demo,
        "made": min((one.made_at for one in lists), default=now).astimezone(UTC).isoformat(timespec="seconds"),
        "keys": [_code_key(key) for key in published["keys"] if key["kind"] == "qr"],
        "certificates": [_PEM.sub("", key["certificate"]) for key in published["keys"] if _signs_files(key)],
        "lists": [{"list": one.status_list, "purpose": one.purpose, "bits": _bits(one)} for one in lists],
        "words": json.loads((FOLDER / "words.json").read_text()),
    }
    parts = {
        "/*STYLE*/": (SHELF / "provost.css").read_text(),
        "/*DATA*/": json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        "/*SCRIPT*/": "\n".join([*map(_reader, _READERS), _plain((FOLDER / "page.js").read_text())]),
    }
    page = (FOLDER / "page.html").read_text()
    for mark, part in parts.items():
        page = page.replace(mark, part)
    return page


def _code_key(key: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": key["id"], "x": key["publicKeyJwk"]["x"], "demo": key["demonstration"]}


def _signs_files(key: Mapping[str, Any]) -> bool:
    return bool(key["kind"] == "pdf" and key["use"] == "signing")


def _bits(one: NumberedList) -> str:
    return str(json.loads(one.content)["credentialSubject"]["encodedList"])


def _reader(name: str) -> str:
    """Return a script of the pages as a closed room with its doors: two of them may use the same names inside."""
    doors = ", ".join(_READERS[name])
    return f"const {{ {doors} }} = (() => {{\n{_plain((SHELF / name).read_text())}\nreturn {{ {doors} }};\n}})();"


def _plain(script: str) -> str:
    return _EXPORT.sub("", script)
