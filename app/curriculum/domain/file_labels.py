"""The labels of single files in course.yml as their form shows them: every file that can bear one, and which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.curriculum.domain.assets import ENDINGS
from app.curriculum.domain.course_record import ORDER
from app.curriculum.domain.labels import LABELS
from app.curriculum.domain.yaml_blocks import block_lines, with_block, yaml_value

KEY = "file-labels"


def labelled_files(paths: Iterable[str], labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return each figure, film and captions with its own label, in the order of their paths."""
    files = sorted(path for path in paths if "assets" in path.split("/")[:-1] and path.rpartition(".")[2] in ENDINGS)
    return tuple((path, labels.get(path, LABELS[0])) for path in files)


def label_lines(text: str) -> str:
    """Return the lines of course.yml that label files."""
    return "\n".join(block_lines(text, KEY) or ())


def write_labels(text: str, labels: Mapping[str, str]) -> str:
    """Return course.yml with these labels of files; CLEAR says nothing and is left out."""
    lines = [f"  {yaml_value(path)}: {label}" for path, label in sorted(labels.items()) if label != LABELS[0]]
    return with_block(text, KEY, [f"{KEY}:", *lines] if lines else [], ORDER[: ORDER.index("tlp") + 1])
