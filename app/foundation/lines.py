"""Rows of a subquery in one text, for a page that has no statement to spare."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from typing import Any

import sqlalchemy as sa

_FIELD, _LINE = "\x1f", "\x1e"  # no key, id or title holds these
_BETWEEN: Any = sa.literal_column(f"'{_FIELD}'", sa.String)
_AT_END: Any = sa.literal_column(f"'{_LINE}'", sa.String)


def lines(*parts: Any) -> sa.ColumnElement[str]:
    """Return the text columns of all rows as one text; `read_lines` takes it apart."""
    return sa.func.aggregate_strings(reduce(lambda line, part: line + _BETWEEN + part, parts), _AT_END)


def seconds(moment: Any) -> sa.ColumnElement[str]:
    """Return a moment as text, alike on both databases: whole seconds since 1970 (PostgreSQL takes the nearest)."""
    return sa.cast(sa.cast(sa.extract("epoch", moment), sa.BigInteger), sa.String)


def moment_in(text: str) -> datetime:
    """Return the moment that `seconds` wrote."""
    return datetime.fromtimestamp(int(text), UTC)


def read_lines(text: str | None) -> list[list[str]]:
    """Return the fields of each row of such a text."""
    return [line.split(_FIELD) for line in text.split(_LINE)] if text else []
