"""Reads captions as WebVTT (W3C, 2019): says what is wrong, so that no officer finds a film without its words."""

from __future__ import annotations

import re

_TIMING = re.compile(
    r"((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})(?:[ \t].*)?"
)


def captions_problem(content: bytes) -> tuple[int, str] | None:
    """Return the line and what is wrong with captions; None where each has its times, in order, and a text.

    Notes are passed over; STYLE and REGION are refused, as they change how captions look and nothing else.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return 1, "they are not UTF-8"
    lines = re.split(r"\r\n|\r|\n", text)
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return 1, "the first line is not WEBVTT"
    return _cues_problem(lines)


def _cues_problem(lines: list[str]) -> tuple[int, str] | None:
    begun, found = -1, 0
    for at, block in _blocks(lines):
        if block[0].startswith(("NOTE ", "NOTE\t")) or block[0] == "NOTE":
            continue
        timed = 0 if "-->" in block[0] else 1
        match = _TIMING.fullmatch(block[timed].strip()) if timed < len(block) else None
        if match is None:
            return at, f"“{block[0][:40]}” is no caption with its times"
        start, end = _milliseconds(match[1]), _milliseconds(match[2])
        if not begun <= start < end:
            return at + timed, "the times are not in order"
        if not any(line.strip() for line in block[timed + 1 :]):
            return at + timed, "a caption has no text"
        begun, found = start, found + 1
    return None if found else (1, "there is no caption")


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Return what stands between blank lines, after the head, each with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    open_block = False
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            open_block = False
        elif open_block:
            blocks[-1][1].append(line)
        elif number == 2:
            continue  # the head goes on
        else:
            blocks.append((number, [line]))
            open_block = True
    return blocks


def _milliseconds(time: str) -> int:
    *hours, minutes, seconds = time.split(":")
    return (int(hours[0] if hours else 0) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)
