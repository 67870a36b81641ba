"""A small house for the pages of the shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.foundation.databases import HandClock, clock  # noqa: F401
from tests.parts.web.small_house import SmallHouse, make_house


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[SmallHouse]:  # noqa: F811
    made = make_house(tmp_path, clock)
    yield made
    made.database.engine.dispose()
