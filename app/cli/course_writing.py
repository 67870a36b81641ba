"""`courses fmt` and `courses export`: course folders are written, by hand or from the database, always in one form."""

from __future__ import annotations

import sys
from pathlib import Path

from app.curriculum.domain.folder import read_folder
from app.curriculum.domain.writing.folder import canonical_folder


def fmt(path: Path, *, only_check: bool) -> int:
    """Write a course folder, or one file of it, in its canonical form; say which files changed, or would."""
    root = next((one for one in (path, *path.absolute().parents) if (one / "course.yml").is_file()), None)
    if root is None or not path.exists():
        print(f"{path} is no course folder and no file of one: there is no course.yml.", file=sys.stderr)
        return 1
    files, findings = read_folder(root)
    for finding in findings:
        print(finding, file=sys.stderr)
    written = canonical_folder(files)
    wanted = path.resolve()
    changed = [name for name in sorted(files) if written[name] != files[name] and _lies_in(root / name, wanted)]
    for name in changed:
        print(f"{'would change' if only_check else 'changed'}: {root / name}")
        if not only_check:
            (root / name).write_bytes(written[name])
    print(f"{len(changed)} of {len(files)} files {'would change' if only_check else 'changed'}.")
    return 1 if only_check and changed else 0


def _lies_in(path: Path, wanted: Path) -> bool:
    found = path.resolve()
    return found == wanted or wanted in found.parents
