"""The accreditation desk on both databases."""

from __future__ import annotations

from tests.parts.accreditation.desk import desk as desk
