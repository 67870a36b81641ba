"""A picture as it will be sent to officers, and the name it gets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from app.curriculum.domain.naming import free_id

LARGEST_PICTURE = 10_000_000


@dataclass(frozen=True, slots=True)
class FittedPicture:
    """A picture as it will be sent to officers."""

    content: bytes
    ending: str
    width: int
    height: int

    def named(self, words: str) -> str:
        """Return a file name made of words and of the picture itself: the same picture has the same name."""
        digest = hashlib.sha256(self.content).hexdigest()[:8]
        return f"{free_id(words[:40] or 'picture', ())}-{digest}.{self.ending}"
