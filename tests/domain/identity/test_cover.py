"""What is stored of a cover name is as long as what is stored of none, so that a dump tells nobody apart."""

from __future__ import annotations

import pytest

from app.identity.domain.cover import LONGEST, NONE, cover_of, padded


@pytest.mark.parametrize("name", ["", "Ama Mensah", "يوسف العمراني", "李" * LONGEST])
def test_every_cover_name_is_stored_alike(name: str) -> None:
    """X7"""
    assert len(padded(name).encode()) == len(NONE.encode())
    assert cover_of(padded(name)) == name
    assert cover_of(None) == ""
