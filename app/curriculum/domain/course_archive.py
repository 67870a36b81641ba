"""A course folder as a zip file: written so that equal courses give equal bytes, read within limits and in memory."""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.curriculum.domain.course_reading import MOST_BYTES, MOST_FILES
from app.curriculum.domain.course_state import STATE
from app.curriculum.domain.findings import Finding, Findings, Place
from app.curriculum.domain.paths import is_outside

MOST_ENTRIES = 2 * MOST_FILES
LARGEST_DIRECTORY = 2_000_000
_END, _END_OF_64, _ENTRY = b"PK\x05\x06", b"PK\x06\x07", b"PK\x03\x04"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_ARCHIVES = (_ENTRY, b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = (stat.S_IFREG | 0o644) << 16
_WRONG = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error, OSError),
)


@dataclass(frozen=True, slots=True)
class ReadArchive:
    """The files of a folder by path from its root, its `.course-state`, and why something was not read."""

    files: Mapping[str, bytes]
    state: str
    findings: tuple[Finding, ...]


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Return the folder as a zip file: entries sorted, dates fixed, so that the bytes hang on the course alone.

    Nothing is packed, because two builds of zlib may pack the same bytes in two ways.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.create_system, entry.external_attr = 3, _PLAIN_FILE
            archive.writestr(entry, files[path])
    return held.getvalue()


def read_archive(content: bytes, name: str = "archive.zip") -> ReadArchive:
    """Read a zip file that a stranger made. Where anything in it is wrong nothing is read, and findings say what."""
    findings = Findings()
    entries = _entries(content, name, findings)
    wanted = {} if findings.has_errors else _judged(entries, findings)
    files = {} if findings.has_errors else _read(content, wanted, findings)
    if findings.has_errors:
        return ReadArchive({}, "", findings.sorted())
    files = _from_the_root(files)
    state = files.get(STATE, b"")[:2_000].decode("utf-8", "replace")
    return ReadArchive({path: raw for path, raw in files.items() if not _is_hidden(path)}, state, ())


def _entries(content: bytes, name: str, findings: Findings) -> list[zipfile.ZipInfo]:
    """Open the archive; how many entries it has is looked up before they are listed, for listing them costs memory."""
    problem = _problem_with(content)
    if problem:
        findings.add("F21", Place(name), problem=problem)
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except UnicodeDecodeError:
        findings.add("F26", Place(name))
    except _WRONG:
        findings.add("F21", Place(name), problem="it is damaged")
    return []


def _problem_with(content: bytes) -> str:
    if not content.startswith(_ENTRY):
        return "it is no zip file, or an empty one"
    at = len(content) - _END_SIZE
    if content[at : at + 4] != _END or content[-2:] != b"\0\0":
        at = content.rfind(_END, max(0, at - _LONGEST_COMMENT))
    if at < 0 or at + _END_SIZE > len(content):
        return "it breaks off"
    entries, size = struct.unpack("<HL", content[at + 10 : at + 16])
    if content[max(0, at - 20) : at - 16] == _END_OF_64:
        return "it is of the kind for very large files"
    too_many = entries > MOST_ENTRIES or size > LARGEST_DIRECTORY
    return f"it lists more than {MOST_ENTRIES:,} entries" if too_many else ""


def _judged(entries: Iterable[zipfile.ZipInfo], findings: Findings) -> dict[str, zipfile.ZipInfo]:
    """Return the entries that are files by name; every entry is judged, folders and hidden ones too."""
    found: dict[str, zipfile.ZipInfo] = {}
    names: set[str] = set()
    total = 0
    for entry in entries:
        path = entry.orig_filename.removesuffix("/")
        place = Place(_shown(entry.orig_filename))
        _judge(entry, path, place, findings)
        if path.casefold() in names:
            findings.add("F23", place, value=path)
        names.add(path.casefold())
        total += entry.file_size
        if not entry.orig_filename.endswith("/"):
            found[path] = entry
    for path in found:
        if any(parent in found for parent in _parents(path)):
            findings.add("F23", Place(_shown(path)), value=path)
    if total > MOST_BYTES or len(found) > MOST_FILES:
        findings.add("F14", Place("course.yml"), limit="2,000 files or 20 MB")
    return found


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _judge(entry: zipfile.ZipInfo, path: str, place: Place, findings: Findings) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if not _can_be_shown(path, entry):
        findings.add("F26", place)
    elif is_outside(path) or kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        findings.add("F15", place)
    if entry.flag_bits & 0x2041:
        findings.add("F22", place)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        findings.add("F21", place, problem="an entry is packed in a way that is not known")


def _can_be_shown(path: str, entry: zipfile.ZipInfo) -> bool:
    """Letters beyond ASCII need the flag that says UTF-8 (APPNOTE 4.4.4, bit 11), composed, so that one name is one."""
    plain = path.isascii() or (bool(entry.flag_bits & 0x800) and unicodedata.normalize("NFC", path) == path)
    return plain and path.isprintable()


def _read(content: bytes, entries: Mapping[str, zipfile.ZipInfo], findings: Findings) -> dict[str, bytes]:
    """Read what is wanted; what really comes out counts, whatever the archive declares."""
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for path, entry in entries.items():
            try:
                with archive.open(entry) as opened:
                    files[path] = opened.read(left + 1)
            except _WRONG:
                findings.add("F25", Place(path))
                continue
            left -= len(files[path])
            if len(files[path]) != entry.file_size:
                findings.add("F25", Place(path))
            if files[path].startswith(_ARCHIVES):
                findings.add("F24", Place(path))
            if left < 0:
                findings.add("F14", Place("course.yml"), limit="20 MB")
                break
    return files


def _from_the_root(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Packed with its folder around it a course lies one level down; what a system added beside it is hidden."""
    tops = {path.split("/")[0] for path in files if not _is_hidden(path)}
    top = next(iter(tops)) if len(tops) == 1 else ""
    if not top or f"{top}/course.yml" not in files:
        return dict(files)
    return {posixpath.relpath(path, top): raw for path, raw in files.items() if path.startswith(f"{top}/")}


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:200]) or "?"
