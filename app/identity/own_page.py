"""The copy of one's own record as one page that opens without anything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import escape

from app.foundation.words import N_

_TITLE = N_("What is held about you")
_LEAD = N_("The same stands in record.json, for programs. Times are UTC.")
_NOTHING = N_("Nothing is held.")
_LEFT_OUT = N_("Not in this copy:")
_FILES = N_("Files")


def own_page(record: Mapping[str, Any], files: Sequence[str], words: Callable[[str], str]) -> str:
    """Return the HTML of the copy: a table for each kind of record; nothing in it runs or is fetched."""
    sections = "".join(_section(one, words) for one in record["sections"].values())
    listed = "".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>' for name in files)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{words(_TITLE)}</title>'
        f"<h1>{words(_TITLE)}</h1><p>{escape(record['made_at'])}</p><p>{words(_LEAD)}</p>{sections}"
        f"<h2>{words(_FILES)}</h2><ul>{listed}</ul></html>\n"
    )


def _section(section: Mapping[str, Any], words: Callable[[str], str]) -> str:
    rows = section["rows"]
    left_out = "".join(f"<li>{escape(name)}: {escape(why)}</li>" for name, why in section["left_out"].items())
    hidden = f"<p>{words(_LEFT_OUT)}</p><ul>{left_out}</ul>" if left_out else ""
    body = _table(rows) if rows else f"<p>{words(_NOTHING)}</p>"
    return f"<h2>{escape(section['what'])}</h2>{body}{hidden}"


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = list(rows[0])
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row[name])}</td>' for name in names)}</tr>" for row in rows)
    return f'<table border="1"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
