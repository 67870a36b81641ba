"""A form says on which lines it was opened: what somebody else saved there meanwhile is never written over unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from app.curriculum.domain.changes import Row, line_rows
from app.curriculum.services.editing import Edit, TextMoved


@dataclass(frozen=True, slots=True)
class Basis:
    """The hash of the lines that a form was opened on; `rows` are theirs beside mine where somebody was faster."""

    based_on: str
    rows: tuple[Row, ...] = ()


def hash_of(text: str) -> str:
    """Return the hash by which an editor knows the text it was opened on."""
    return hashlib.sha256(text.encode()).hexdigest()


def basis_of(lines: str, moved: TextMoved | None = None) -> Basis:
    """Return what a form is based on: what it was sent with, else `lines`; once it was overtaken, what stands now."""
    if moved is None:
        return Basis(request.form.get("based_on") or hash_of(lines))
    theirs = moved.theirs or ""
    return Basis(hash_of(theirs), line_rows(theirs, moved.mine))


def unless_moved(edit: Edit, shown: Callable[[str], str] = str) -> Edit:
    """Return the edit that raises `TextMoved` where the lines `shown` in the form that was sent are other ones now."""
    based_on = request.form.get("based_on", "")

    def checked(before: str | None) -> str:
        now = (before or "").replace("\r\n", "\n")
        new = edit(now)
        theirs, mine = shown(now), shown(new)
        if hash_of(theirs) != based_on and theirs != mine:
            raise TextMoved(theirs, mine)
        return new

    return checked
