"""A bounded store in the process for what never changes: frozen versions by their ids, what values come to by them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")


class Kept(Generic[T]):
    """Keeps the most recently used values up to `most` of them. No name may be put in."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Any, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], T | None]) -> T | None:
        """Return the kept value, or make and keep it; None is not kept."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
                return found
        made = make()
        if made is not None:
            self.keep({key: made})
        return made

    def those(self, keys: Iterable[K]) -> dict[K, T]:
        """Return what is kept of several keys."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        return found

    def keep(self, made: dict[K, T]) -> dict[K, T]:
        """Keep several values and return them."""
        with self._lock:
            self._values.update(made)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made
