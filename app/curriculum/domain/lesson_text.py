"""A lesson as its editor shows it: title, minutes and text; written back into its file without touching the rest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from app.curriculum.domain.yaml_blocks import yaml_value

_KEY = re.compile(r"([a-z-]+):(.*)")
_QUOTED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s+#|\s*$)""")


@dataclass(frozen=True, slots=True)
class LessonText:
    """What can be edited of a lesson; `minutes` is the author's estimate, as digits or nothing."""

    title: str
    minutes: str
    body: str


def read_lesson_text(text: str) -> LessonText | None:
    """Return the parts of a lesson file; None where its front matter is not the plain form that can be patched."""
    split = _split(text)
    if split is None:
        return None
    keys, body = split
    given = {match[1]: match[2] for match in map(_KEY.fullmatch, keys) if match}
    title = _value(given.get("title", ""))
    minutes = re.fullmatch(r"(\d{1,4})(?: ?min(?:utes)?)?", _value(given.get("duration", "")))
    if "title" not in given or ("duration" in given and minutes is None):
        return None
    return LessonText(title, minutes[1] if minutes else "", body)


def write_lesson_text(text: str, new: LessonText) -> str:
    """Return the file with the new parts; lines of the front matter that do not change keep their bytes."""
    old, split = read_lesson_text(text), _split(text)
    if old is None or split is None:
        raise ValueError("a front matter that cannot be patched")
    keys, _ = split
    if new.title != old.title:
        keys = _with(keys, "title", yaml_value(new.title))
    if new.minutes != old.minutes:
        keys = _with(keys, "duration", f"{new.minutes} min" if new.minutes else "")
    return "\n".join(["---", *keys, "---", *_body(new.body)])


def new_lesson_text(key: str, new: LessonText) -> str:
    """Return the file of a new lesson."""
    duration = [f"duration: {new.minutes} min"] if new.minutes else []
    return "\n".join(["---", f"id: {key}", f"title: {yaml_value(new.title)}", *duration, "---", *_body(new.body)])


def _split(text: str) -> tuple[list[str], str] | None:
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---":
        return None
    end = next((number for number, line in enumerate(lines[1:200], 1) if line.rstrip() == "---"), None)
    return None if end is None else (lines[1:end], "\n".join(lines[end + 1 :]).strip("\n"))


def _value(raw: str) -> str:
    text = raw.strip()
    quoted = _QUOTED.match(text)
    value = quoted[0] if quoted else text.split(" #")[0].rstrip()
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    if value.startswith("'") and value.endswith("'") and len(value) > 1:
        return value[1:-1].replace("''", "'")
    return value


def _with(keys: list[str], key: str, value: str) -> list[str]:
    line = [f"{key}: {value}"] if value else []
    place = next((at for at, one in enumerate(keys) if one.startswith(f"{key}:")), None)
    return [*keys, *line] if place is None else [*keys[:place], *line, *keys[place + 1 :]]


def _body(body: str) -> list[str]:
    text = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return ["", text, ""]
