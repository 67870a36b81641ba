"""A table of officers is read row by row, and each mistake is named by row, column and what to do."""

from __future__ import annotations

import pytest

from app.identity.domain.officer_rows import MOST_ROWS, UnreadableRows, read_officers

HEAD = ("name", "service_number", "sign_in_name", "rank", "agency", "E-mail")


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("Ama Owusu", "G-1"), []),
        (("Ama Owusu",), []),
        (("", "G-1"), ["name"]),
        (("=A1&B1", "G-1"), ["name"]),
        (("x" * 201,), ["name"]),
        (("Ama", "n" * 41), ["service_number"]),
        (("Ama", "", "am"), ["sign_in_name"]),
        (("Ama", "", "a mensah"), ["sign_in_name"]),
        (("Kofi First", "K-1"), ["service_number"]),
        (("Kofi First", "k-1"), ["service_number"]),
        (("Kofi First", "K-1", "", "", "Another unit"), []),
        (("Kofi Other", "", "K.FIRST"), ["sign_in_name"]),
        (("Efua Second",), ["name"]),
        (("efua second", "E-9"), []),
        (("Ama", "", "", "", "", "ama@police.example"), []),
        (("Ama", "", "", "", "", "ama at police"), ["email"]),
        (("Ama", "", "", "", "", "=A1"), ["email"]),
        (("Ama", "", "", "", "", "a" * 255), ["email", "email"]),
    ],
)
def test_what_is_wrong_with_a_row_stands_by_its_column(cells: tuple[str, ...], wrong: list[str]) -> None:
    """X3: the row before it is Kofi First, K-1, k.first, then Efua Second without any number."""
    table = read_officers([(1, HEAD), (2, ("Kofi First", "K-1", "k.first")), (3, ("Efua Second",)), (5, cells)])
    last = table.rows[-1]
    assert (last.row, [one.column for one in last.problems]) == (5, wrong)


@pytest.mark.parametrize(
    ("heading", "cells", "number", "unknown"),
    [
        (("Name", "Shoe size"), ("Ama", "42"), "", ("Shoe size",)),
        (("Full name",), ("Ama",), "", ()),
        (("SERVICE NUMBER", "Name in Latin letters"), ("G-1", "Ama"), "G-1", ()),
        (("Name", "Name"), ("Ama", "Kofi"), "", ("Name",)),
    ],
)
def test_columns_are_known_by_their_words_in_any_order(
    heading: tuple[str, ...], cells: tuple[str, ...], number: str, unknown: tuple[str, ...]
) -> None:
    """X3"""
    table = read_officers([(1, heading), (2, cells)])
    assert (table.rows[0].name, table.rows[0].service_number, table.unknown) == ("Ama", number, unknown)


@pytest.mark.parametrize(
    "rows",
    [[], [(1, ("rank", "agency"))], [(1, HEAD)], [(number, HEAD) for number in range(MOST_ROWS + 2)]],
    ids=["empty", "no-name-column", "heading-alone", "too-many"],
)
def test_a_table_that_is_none_says_what_to_do(rows: list[tuple[int, tuple[str, ...]]]) -> None:
    """X3"""
    with pytest.raises(UnreadableRows):
        read_officers(rows)
