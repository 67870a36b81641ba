"""Turns the bytes of a text file into lines that can be read, or says why they cannot."""

from __future__ import annotations

import re

from app.curriculum.domain.findings import Findings, Place

TEXT_LIMIT = 400_000
LINE_LIMIT = 4_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff]")


def read_text(file: str, raw: bytes, findings: Findings) -> str | None:
    """Return the text with line feeds only; a BOM is dropped. None where it is no text, and a finding says where."""
    if len(raw) > TEXT_LIMIT:
        findings.add("F17", Place(file), limit="400 kB")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        findings.add("F01", _place(file, raw[: problem.start].decode("utf-8", "replace")))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if _readable(file, text, findings) else None


def canonical_bytes(raw: bytes) -> bytes:
    """Return text bytes without BOM and with line feeds only, so that an editor's habits change no hash."""
    return raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _readable(file: str, text: str, findings: Findings) -> bool:
    control = _CONTROL.search(text)
    if control:
        findings.add("F02", _place(file, text[: control.start()]), sign=f"U+{ord(control.group()):04X}")
        return False
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_LIMIT:
            findings.add("F12", Place(file, number, LINE_LIMIT), limit=f"{LINE_LIMIT:,}")
            return False
    return True


def _place(file: str, before: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
