"""The process that examines a PDF which a stranger sent; it is asked through `examining`.

What comes in: the public roots, one after the other, then the PDF. The words are the sizes of the roots in bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from app.accreditation.signing.check import examine
from app.accreditation.signing.verdict_text import to_json
from app.foundation.answering_apart import answer_apart

SECONDS = 6
"""Of processor time: a certificate of ours takes one on a slow machine, nearly all of it to begin."""


def examined(content: bytes, sizes: Sequence[int]) -> dict[str, Any]:
    """Return the verdict on the PDF under the roots before it."""
    roots, begins = [], 0
    for size in sizes:
        roots.append(content[begins : begins + size])
        begins += size
    return to_json(examine(content[begins:], roots))


if __name__ == "__main__":
    answer_apart(lambda content: examined(content, [int(size) for size in sys.argv[1:]]), seconds=SECONDS)
