"""How staff read and correct the holder of a certificate who has a cover name: by that name, as everybody else's (X7).

The true name stays in the statement. What staff write differently stands beside it, and they read that from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

READ_AS = "read_as"


def as_read(holder: Mapping[str, Any], cover: str) -> dict[str, Any]:
    """Return the holder of a statement as people outside the need-to-know group read it.

    `cover` is the cover name, empty for who has none.
    """
    if not cover:
        return dict(holder)
    return {**holder, "name": cover, "name_original": "", **holder.get(READ_AS, {})}


def as_rewritten(holder: Mapping[str, Any], cover: str, writing: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of the holder that change when somebody who reads it so writes it anew."""
    if not cover:
        return dict(writing)
    read = as_read(holder, cover)
    names = {name: writing[name] for name in ("name", "name_original")}
    same = all(read[name] == names[name] for name in names)
    return {"rank": writing["rank"], **({} if same else {READ_AS: names})}
