"""What a move to a newer version of a course does to what somebody has done in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.curriculum.outline import Activity, CourseOutline

_TAG = re.compile(rb"<[^>]*>")
_INSIDE = re.compile(rb"href=\"/courses/[^\"/]*/[^\"/]*/")
_SHOWN = re.compile(rb"/media/[0-9a-f]+|(?:href|alt)=\"[^\"]*\"")
Sort = tuple[str, bool, str, bool]


@dataclass(frozen=True, slots=True)
class VersionMove:
    """What a move does, in the order of the course. An activity is the same one where its key and its sort are.

    `stays`: done, and as it was. `changed`: done, and stays so, with another content than what was done. `new`: not in
    the version before. `gone`: not in the newer one; what was done of it stays in the record. `begun_anew`: the keys
    that bear an activity of another sort now: what was done under them was something else. `asks_more`: something that
    completing the newer version asks is not done.
    """

    stays: tuple[Activity, ...]
    changed: tuple[Activity, ...]
    new: tuple[Activity, ...]
    gone: tuple[Activity, ...]
    begun_anew: frozenset[str]
    asks_more: bool

    @property
    def read_again(self) -> tuple[Activity, ...]:
        """The lessons to read again: until then the newer version is not completed."""
        return tuple(one for one in self.changed if one.kind == "lesson")

    @property
    def asks_otherwise(self) -> tuple[Activity, ...]:
        """The quizzes with other questions or rules; what was passed stays passed."""
        return tuple(one for one in self.changed if one.kind == "quiz" and not one.voluntary)


def sort_of(activity: Activity) -> Sort:
    """Return what an activity is: a lesson, practice, an examination, a measure. To have passed one is no other."""
    return activity.kind, activity.examination, activity.measure, activity.apart


def version_move(
    before: CourseOutline,
    after: CourseOutline,
    done: Collection[str],
    alike: Collection[str],
    earlier: Mapping[str, Sort] | None = None,
) -> VersionMove:
    """Return what moving from one version to another does for somebody who has `done` activities, by their keys.

    `alike` are the keys of the activities whose content is the same in both. `earlier` is key → what it bore last, of
    those that the version before lacks and one before it held: such an id that comes back means what it meant.
    """
    bore = {**(earlier or {}), **{one.key: sort_of(one) for one in before.activities}}
    kept = [one for one in after.activities if bore.get(one.key) == sort_of(one)]
    keys, stood = {one.key for one in kept}, {one.key for one in before.activities}
    held = [one for one in kept if one.key in done]
    still_done = {one.key for one in held}
    return VersionMove(
        stays=tuple(one for one in held if one.key in alike),
        changed=tuple(one for one in held if one.key not in alike),
        new=tuple(one for one in after.activities if one.key not in keys & stood and one not in held),
        gone=tuple(one for one in before.activities if one.key not in keys),
        begun_anew=frozenset(one.key for one in after.activities if one.key in bore.keys() - keys),
        asks_more=any(one.key not in still_done for one in after.to_learn),
    )


def reads_alike(before: bytes, after: bytes) -> bool:
    """Whether two rendered lessons say and show the same: words, files, links, whatever stands around them."""
    return _said(before) == _said(after)


def _said(html: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the words and what is shown and linked; a part that is linked is the same in whatever module it stands."""
    return _TAG.sub(b" ", html).split(), _SHOWN.findall(_INSIDE.sub(b'href="', html))
