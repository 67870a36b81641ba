"""These tests move the clock by hand."""

from __future__ import annotations

from tests.parts.foundation.databases import clock, database  # noqa: F401
