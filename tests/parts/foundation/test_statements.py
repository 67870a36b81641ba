"""What is kept of statements: a constant by being itself, a built one by its parts; neither is written twice."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation import statements
from app.foundation.statements import CompiledStatements

ONE = sa.select(sa.bindparam("n", type_=sa.Integer) + 1)
OTHER = sa.select(sa.bindparam("n", type_=sa.Integer) * 2)


def test_a_statement_is_compiled_once_whether_constant_or_built() -> None:
    """The answer is that of the statement asked, with the values given; what differs in a number alone is one text."""
    kept = [CompiledStatements(), CompiledStatements()]
    engines = [sa.create_engine("sqlite://", execution_options={"compiled_cache": one}) for one in kept]
    for engine in engines:
        with engine.connect() as connection:
            for n in (1, 5):
                built = sa.select(sa.bindparam("n", type_=sa.Integer) + 3)
                found = [connection.scalar(one, {"n": n}) for one in (ONE, OTHER, built, ONE)]
                assert found == [n + 1, n * 2, n + 3, n + 1]
            assert [row[0] for row in connection.execute(ONE, {"n": 7})] == [8]
        engine.dispose()
    assert [len(one) for one in kept] == [2, 2]


def test_what_is_kept_by_identity_has_a_bound() -> None:
    """A constant beyond it is still found, by its parts."""
    kept = CompiledStatements()
    for number in range(statements._MOST + 20):
        kept["dialect", ("parts", number), (), False, False] = number
    assert len(kept._constants) == statements._MOST
    assert kept.get(("dialect", ("parts", statements._MOST + 5), (), False, False)) == statements._MOST + 5
    assert kept.get(("dialect", ("parts", "none"), (), False, False)) is None
