"""What is counted, and the shape of counts and of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MEASURES = ("started", "finished", "certified")
"""How far an officer came in a course, in order. An officer is counted once in each course and measure."""

Counts = Mapping[tuple[str, str], Mapping[str, int]]
"""(course, measure) → country (ISO 3166-1 alpha-2) → officers, exact; never shown as it is."""

Row = Mapping[str, str | int | None]
"""A flat row of a table that may be shown: column key → value; None where nothing may be said."""

Table = Sequence[Row]
