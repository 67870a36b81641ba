"""The labels of a course's files and activities: as they are written, and worked out when a version goes live (T21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from app.curriculum.domain.course import CourseSource, LessonSource
from app.curriculum.domain.course_file import CourseHead
from app.curriculum.domain.labels import LABELS, highest, is_for_everybody


@dataclass(frozen=True, slots=True)
class WrittenLabels:
    """What course.yml says: the label of the course, of modules by folder, of files by path."""

    course: str = LABELS[0]
    modules: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def at(self, path: str) -> str:
        """Return the label of what lies at a path of the folder: a lesson's, or a file's."""
        return highest(self.course, self.files.get(path, LABELS[0]), _module_label(path, self.modules))

    def with_module(self, folder: str, label: str) -> WrittenLabels:
        """Return the labels with another one of a module."""
        return replace(self, modules={**self.modules, folder: label})

    def with_file(self, path: str, label: str) -> WrittenLabels:
        """Return the labels with another one of a file."""
        return replace(self, files={**self.files, path: label})

    def closed_to_films(self, films: Collection[str]) -> tuple[str, ...]:
        """Return those of the films that lie above GREEN: a film cannot bear the mark of its reader (X17, U10)."""
        return tuple(sorted(path for path in films if not is_for_everybody(self.at(path))))

    @property
    def highest(self) -> str:
        """The narrowest label that anything in the course bears."""
        return highest(self.course, *self.modules.values(), *self.files.values())


def written_labels(head: CourseHead | None) -> WrittenLabels:
    """Return the labels that a course.yml gives; without one that can be read, none."""
    if head is None:
        return WrittenLabels()
    return WrittenLabels(head.tlp, {module.folder: module.tlp for module in head.modules}, head.file_labels)


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
