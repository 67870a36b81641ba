"""The classroom on both databases."""

from __future__ import annotations

from tests.parts.learning.classroom import room as room
