"""How the holder of a certificate is read and corrected by people who know a cover name only (X7)."""

from __future__ import annotations

from app.accreditation.domain.read_as import as_read, as_rewritten

HOLDER = {"name": "True Name", "name_original": "Its Script", "rank": "Sergeant", "agency": "An Agency"}
COVER = "Cover Name"


def rewritten(**more: str) -> dict[str, object]:
    read = as_read(HOLDER, COVER)
    writing = {name: str(read[name]) for name in ("name", "name_original", "rank")} | more
    return HOLDER | as_rewritten(HOLDER, COVER, writing)


def test_a_holder_without_a_cover_name_is_read_and_written_as_it_stands() -> None:
    """X7: nothing stands beside the name."""
    writing = {"name": "Truer Name", "name_original": "", "rank": "Sergeant"}
    assert as_read(HOLDER, "") == HOLDER
    assert as_rewritten(HOLDER, "", writing) == writing


def test_the_true_name_is_neither_read_nor_lost() -> None:
    """X7: it stays in the statement, whatever is corrected."""
    assert {"True Name", "Its Script"}.isdisjoint(as_read(HOLDER, COVER).values())
    for more in ({}, {"rank": "Inspector"}, {"name": "Cover N."}, {"name_original": "Script"}):
        written = rewritten(**more)
        assert (written["name"], written["name_original"]) == ("True Name", "Its Script")
        assert {name: as_read(written, COVER)[name] for name in more} == more


def test_only_what_was_written_otherwise_is_kept_beside_it() -> None:
    """X7: a cover name that is changed later is read where nobody corrected it."""
    assert as_read(rewritten(rank="Inspector"), "Another Cover")["name"] == "Another Cover"
    assert as_read(rewritten(name="Cover N."), "Another Cover")["name"] == "Cover N."
