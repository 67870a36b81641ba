"""The databases that these tests run on."""

from __future__ import annotations

from tests.parts.foundation.databases import (  # noqa: F401
    any_url,
    clock,
    database,
    postgresql_server,
    postgresql_url,
    sqlite_url,
)
