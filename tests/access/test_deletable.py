"""Everything that an address points at and that can be taken away is asked for when it is gone (S2, X19)."""

from __future__ import annotations

from tests.access.deletable import addressed, ends
from tests.access.gone import GONE
from tests.access.test_matrix import TABLE

LEFT = "person-gone"
ENDS = ends()


def test_what_can_be_taken_away_has_a_line_for_when_it_is_gone_and_nothing_else_has() -> None:
    """S2: own, other's, missing, deleted objects. A new way to delete or to withdraw asks for new lines."""
    gone = {(line.method, line.rule) for line in TABLE.gone}
    asked = {(line.method, line.rule): False for line in TABLE.lines if line.names}
    asked |= {(line.method, line.rule): True for line in TABLE.lines if line.thing == LEFT} | dict.fromkeys(gone, True)
    wanted = {(method, rule): ENDS.get(addressed(rule), False) for method, rule in asked}
    assert [key for key in asked if wanted[key] and not asked[key]] == [], "no line for what is gone"
    assert [key for key in asked if asked[key] and not wanted[key]] == [], "nothing takes it away"


def test_every_table_that_an_address_points_at_is_one() -> None:
    """A renamed table must not pass for one whose rows nobody deletes."""
    assert {addressed(line.rule) for line in TABLE.lines if line.names} - {"", *ENDS} == set()


def test_every_thing_that_is_taken_away_is_asked_for() -> None:
    """Nothing is taken away for no line, and no line asks for what nothing takes away."""
    assert set(GONE) == {line.thing for line in TABLE.gone}
