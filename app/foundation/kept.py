"""A bounded store in the process for what never changes: frozen versions, keyed by their ids."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Keeps the most recently used values up to `most` of them. Nothing personal may be put in."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[object, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], T | None]) -> T | None:
        """Return the kept value, or make and keep it; None is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        if made is not None:
            with self._lock:
                self._values[key] = made
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return made
