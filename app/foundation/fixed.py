"""A mapping that can be told by what it holds, as a tuple can: so values are looked up by all that they hang on."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Fixed(dict[K, V]):
    """A mapping that nobody changes once it is made. Its hash is reckoned once; all that it holds must have one."""

    __slots__ = ("_hash",)
    _hash: int

    def __hash__(self) -> int:  # type: ignore[override]
        """Return the same for all that hold the same, in whatever order."""
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(frozenset(self.items()))
            return self._hash
