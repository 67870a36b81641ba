"""What a move to a newer version of a course does to what somebody has done in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.curriculum.outline import Activity, CourseOutline

_TAG = re.compile(rb"<[^>]*>")
_FILE = re.compile(rb"/media/[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class VersionMove:
    """What a move does, in the order of the course. An activity is the same one where its key and its kind are.

    `stays`: done, and as it was. `changed`: done, and stays so, with another content than what was done. `new`: not in
    the version before. `gone`: not in the newer one; what was done of it stays in the record. `asks_more`: something
    that completing the newer version asks is not done.
    """

    stays: tuple[Activity, ...]
    changed: tuple[Activity, ...]
    new: tuple[Activity, ...]
    gone: tuple[Activity, ...]
    asks_more: bool

    @property
    def begun_anew(self) -> frozenset[str]:
        """The keys that bear an activity of another kind now: what was done under them was something else."""
        return frozenset(one.key for one in self.new) & frozenset(one.key for one in self.gone)


def version_move(
    before: CourseOutline, after: CourseOutline, done: Collection[str], alike: Collection[str]
) -> VersionMove:
    """Return what moving from one version to another does for somebody who has `done` activities, by their keys.

    `alike` are the keys of the activities whose content is the same in both.
    """
    kinds = {one.key: one.kind for one in before.activities}
    kept = [one for one in after.activities if kinds.get(one.key) == one.kind]
    keys = {one.key for one in kept}
    held = [one for one in kept if one.key in done]
    still_done = {one.key for one in held}
    # What an earlier version held, too: an id that comes back means what it meant.
    revived = {one.key for one in after.activities if one.key not in kinds and one.key in done}
    return VersionMove(
        stays=tuple(one for one in held if one.key in alike),
        changed=tuple(one for one in held if one.key not in alike),
        new=tuple(one for one in after.activities if one.key not in keys),
        gone=tuple(one for one in before.activities if one.key not in keys),
        asks_more=any(one.key not in still_done | revived for one in after.to_learn),
    )


def reads_alike(before: bytes, after: bytes) -> bool:
    """Whether two rendered lessons say and show the same: words and files, whatever stands around them."""
    return _said(before) == _said(after)


def _said(html: bytes) -> tuple[list[bytes], list[bytes]]:
    return _TAG.sub(b" ", html).split(), _FILE.findall(html)
