"""The labels of a course's files and activities, worked out once when a version goes live (T21)."""

from __future__ import annotations

from collections.abc import Mapping

from app.curriculum.domain.course import CourseSource, LessonSource
from app.curriculum.domain.labels import LABELS, highest


def labels_of_files(source: CourseSource) -> dict[str, str]:
    """Return hash → label of each file above CLEAR: its own, and that of the module if it lies in no wider place too.

    A file is known by its hash: where the same bytes lie in two places, what one of them says of itself holds for both.
    """
    modules = {module.folder: module.tlp for module in source.modules}
    labels: dict[str, str] = {}
    for digest in {asset.sha256 for asset in source.assets}:
        paths = [asset.path for asset in source.assets if asset.sha256 == digest]
        own = highest(*(source.file_labels.get(path, "CLEAR") for path in paths))
        around = min((_module_label(path, modules) for path in paths), key=LABELS.index)
        labels[digest] = highest(own, around)
    return {digest: label for digest, label in labels.items() if label != "CLEAR"}


def labels_of_activities(source: CourseSource, files: Mapping[str, str]) -> dict[str, str]:
    """Return activity → label: that of its module, or of a file that it shows in any language, if narrower."""
    labels: dict[str, str] = {}
    for module in source.modules:
        for activity in module.activities:
            shown = list(activity.figures) if isinstance(activity, LessonSource) else []
            for translation in source.translations:
                translated = translation.lessons.get(activity.id)
                shown += translated.lesson.figures if translated else ()
            labels[activity.id] = highest(module.tlp, *(files.get(digest, "CLEAR") for digest in shown))
    return labels


def _module_label(path: str, modules: Mapping[str, str]) -> str:
    parts = path.split("/")
    return modules.get(parts[1], "CLEAR") if parts[0] == "modules" and len(parts) > 2 else "CLEAR"
