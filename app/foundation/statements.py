"""Compiled statements of one engine: a constant is known again by being the same object, not by its thousand parts."""

from __future__ import annotations

from typing import Any

from sqlalchemy.util import LRUCache

_MOST = 1_000
Key = tuple[Any, ...]


class CompiledStatements(LRUCache[Key, Any]):
    """What SQLAlchemy calls a compiled cache: it looks here for the text that it made of a statement before.

    It asks with a key that spells the whole statement out, and to tell such a key costs as much as SQLite's answer. The
    statements of `queries` are constants, so their part of the key is one object for the life of the process: that
    object is looked for first. Statements that are built for one call are looked for by their parts, as ever.
    """

    __slots__ = ("_constants",)

    def __init__(self) -> None:
        super().__init__(_MOST)
        self._constants: dict[Key, tuple[Key, Any]] = {}  # the whole key is kept: while it lives, its id is its own

    def get(self, key: Key, default: Any = None) -> Any:
        """Return the compiled statement, or `default` where there is none yet."""
        found = self._constants.get(_by_identity(key))
        return found[1] if found else super().get(key, default)

    def __setitem__(self, key: Key, compiled: Any) -> None:
        """Keep it; of those that are looked for by identity no more than a bounded number."""
        super().__setitem__(key, compiled)
        if len(self._constants) < _MOST:
            self._constants[_by_identity(key)] = (key, compiled)


def _by_identity(key: Key) -> Key:
    dialect, statement, *names = key
    return (id(dialect), id(statement), *names)
