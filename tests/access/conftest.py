"""The world of the matrix, made once for the whole run: it heals after each request."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.things import make_world
from tests.access.world import World
from tests.plugins.instances import instance_at


@pytest.fixture(scope="session")
def world(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """People and things over a copy of the demonstration; it heals after every request that wrote."""
    folder = tmp_path_factory.mktemp("world") / "instance"
    shutil.copytree(demo_folder, folder)
    instance = instance_at(folder, f"sqlite:///{folder / 'provost.sqlite3'}")
    made = make_world(instance)
    yield made
    made.close()
