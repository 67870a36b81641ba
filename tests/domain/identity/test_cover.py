"""What is stored of a cover name is as long as what is stored of none, so that a dump tells nobody apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.identity.domain.cover import LONGEST, NONE, change_of, cover_of, padded

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "Ama Mensah", "يوسف العمراني", "李" * LONGEST])
def test_every_cover_name_is_stored_alike(name: str) -> None:
    """X7"""
    assert len(padded(name).encode()) == len(NONE.encode())
    assert cover_of(padded(name)) == name
    assert cover_of(None) == ""


def test_who_changed_it_and_when_stands_with_it_and_makes_it_no_longer() -> None:
    """X7: for the officer's coordinators; a name that would leave no room is refused."""
    stored = padded("Ama Mensah", "f" * 32, AT)
    assert len(stored) == len(NONE)
    assert (cover_of(stored), change_of(stored)) == ("Ama Mensah", ("f" * 32, AT))
    assert change_of(NONE) is None
    assert change_of("Ama Mensah".ljust(320)) is None
    with pytest.raises(ValueError, match="too long"):
        padded("𞤀" * LONGEST)
